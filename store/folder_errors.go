package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"syscall"
)

var (
	errIsFolder  = errors.New("it is a folder; a file and a folder cannot have the same name, so move it away")
	errIrregular = errors.New("it is a symbolic link or a device, not a plain file; move it away")
	errGone      = errors.New("the folder, or a file just made in it, was removed meanwhile; run again")
)

// explain turns what the system said while doing something to the file at path (to the folder itself: "") into a sentence that names
// the place and says what to do.
func (f *Folder) explain(doing, path string, err error) error {
	what := f.String()
	if path != "" {
		what = fmt.Sprintf("%q in %v", path, f)
	}
	if advice := f.advice(path, err); advice != "" {
		return fmt.Errorf("%s %s: %w; %s", doing, what, reason(err), advice)
	}
	return fmt.Errorf("%s %s: %w", doing, what, reason(err))
}

// reason is err without the name of the system call and the path, which the sentence has already.
func reason(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errGone // a file that is not there was found out by look
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	if linkErr, ok := errors.AsType[*os.LinkError](err); ok {
		return linkErr.Err
	}
	return err
}

// advice says what to do about err, where that is not plain from it.
func (f *Folder) advice(path string, err error) string {
	switch {
	case errors.Is(err, syscall.EROFS):
		return "mount it for writing, or name another folder"
	case errors.Is(err, fs.ErrPermission):
		return "give the user of this program the right to read and write there, or name another folder"
	case diskFull(err):
		return "make room and run again; what was there is unharmed"
	case f.root == nil || path == "":
		return ""
	}
	return f.inTheWay(path)
}

// inTheWay finds the part of a path that cannot be a folder: a file, or a symbolic link that leads nowhere or out of the place.
func (f *Folder) inTheWay(name string) string {
	var parent string
	for segment := range strings.SplitSeq(path.Dir(name), "/") {
		parent = path.Join(parent, segment)
		info, err := f.root.Lstat(parent)
		if err != nil {
			return ""
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			if _, err := f.root.Stat(parent); err != nil {
				return fmt.Sprintf("%q is a symbolic link that leads nowhere or out of the folder, so move it away", parent)
			}
		} else if !info.IsDir() {
			return fmt.Sprintf("%q is a file; a file and a folder cannot have the same name, so move it away", parent)
		}
	}
	return ""
}
