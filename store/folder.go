package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"syscall"
)

// A Folder is a place on the local disk. Its methods may be called by several goroutines at once. Conditional puts are safe among the
// users of one Folder; between processes (or two Folders of the same directory) hold the [Folder.Lock].
//
// All access goes through an [os.Root]: neither a path nor a symbolic link inside leads out of the folder.
type Folder struct {
	dir  string // absolute, for messages
	root *os.Root
	// changing is held while a file takes another's place, from looking at the old one on.
	changing sync.Mutex
	counter
}

// OpenFolder opens the folder dir, making it when it is missing.
func OpenFolder(dir string) (*Folder, error) {
	if dir == "" {
		return nil, errors.New("open folder: no name given")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder %q: %w", dir, err)
	}
	f := &Folder{dir: abs}
	if info, err := os.Stat(abs); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("open %v: it is a file, not a folder; name another place", f)
	}
	if err := os.MkdirAll(abs, 0o755); err != nil {
		return nil, f.explain("make", "", err)
	}
	if f.root, err = os.OpenRoot(abs); err != nil {
		return nil, f.explain("open", "", err)
	}
	return f, nil
}

// String names the folder in messages.
func (f *Folder) String() string { return "folder " + f.dir }

// Get reads the file at path; an error that is [ErrNotFound] where there is none. The body is never unpacked.
func (f *Folder) Get(ctx context.Context, path string) (body []byte, etag string, err error) {
	f.get.Add(1)
	if _, err = f.look(ctx, path); err == nil {
		body, etag, err = f.read(path)
	}
	if err != nil {
		return nil, "", f.explain("read", path, err)
	}
	return body, etag, nil
}

// read reads a file with its own ETag: that of the open file, since another may take its place meanwhile.
func (f *Folder) read(path string) (body []byte, etag string, err error) {
	file, err := f.root.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", ErrNotFound // deleted since it was looked up
	}
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	b.Grow(int(info.Size()) + bytes.MinRead) // ReadFrom grows what has less left
	_, err = b.ReadFrom(file)
	return b.Bytes(), etagOf(info), err
}

// Delete removes the file at path, and the folders that it leaves empty: on S3 there would be none. No file there is no error.
func (f *Folder) Delete(ctx context.Context, name string) error {
	f.delete.Add(1)
	f.changing.Lock()
	defer f.changing.Unlock()
	_, err := f.look(ctx, name)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err == nil {
		err = f.root.Remove(name)
	}
	if err != nil {
		return f.explain("delete", name, err)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if f.root.Remove(dir) != nil {
			break // not empty
		}
	}
	return nil
}

// look tells of the file at path; ErrNotFound where there is none.
func (f *Folder) look(ctx context.Context, path string) (fs.FileInfo, error) {
	info, err := f.lookUp(ctx, path)
	if errors.Is(err, errIsFolder) {
		return nil, ErrNotFound // as on S3, where there are no folders
	}
	return info, err
}

// lookUp tells of what is at path, itself and not where a symbolic link leads, if it is a file or nothing.
func (f *Folder) lookUp(ctx context.Context, path string) (fs.FileInfo, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	info, err := f.root.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return nil, ErrNotFound
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errIsFolder
	case !info.Mode().IsRegular():
		return nil, errIrregular
	}
	return info, nil
}

// etagOf is the ETag of a folder's file, from its size and time of change. [Folder.Put] sees to it that the time moves with every put.
func etagOf(info fs.FileInfo) string {
	return fmt.Sprintf("%x-%x", info.Size(), info.ModTime().UnixNano())
}
