package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"runtime"
	"time"
)

const temporary = ours + "tmp-"

// Put writes a file, whole or not at all: into a temporary file beside it, which then takes its place. It returns the ETag of what is
// there now. Where the condition does not hold the error is [ErrChanged]. A put of the bytes that are there already leaves the file
// alone, with its ETag and its time, which web servers send as Last-Modified.
//
// It does not wait for the disk unless [File.Sync] says so.
func (f *Folder) Put(ctx context.Context, file File, condition Condition) (etag string, err error) {
	f.put.Add(1)
	if etag, err = f.putFile(ctx, file, condition); err != nil {
		return "", f.explain("write", file.Path, err)
	}
	return etag, nil
}

func (f *Folder) putFile(ctx context.Context, file File, condition Condition) (string, error) {
	if err := condition.check(); err != nil {
		return "", err
	}
	old, err := f.expect(ctx, file.Path, condition)
	if err != nil {
		return "", err
	}
	if old != nil && old.Size() == int64(len(file.Body)) {
		// The ETag again: what is read may have come after what the condition was held against.
		if there, etag, err := f.read(file.Path); err == nil && etag == etagOf(old) && bytes.Equal(there, file.Body) {
			return etag, nil
		}
	}
	temp, err := f.writeTemporary(path.Dir(file.Path), file)
	if err != nil {
		return "", err
	}
	etag, err := f.replace(ctx, file.Path, temp, condition)
	if err != nil {
		_ = f.root.Remove(temp) // what is left is swept by the next Lock
		return "", err
	}
	if file.Sync {
		return etag, f.syncFolders(file.Path)
	}
	return etag, nil
}

// expect looks at what a put would replace, nil where there is nothing, and fails with ErrChanged where the condition does not hold.
func (f *Folder) expect(ctx context.Context, path string, condition Condition) (fs.FileInfo, error) {
	info, err := f.lookUp(ctx, path)
	switch {
	case errors.Is(err, ErrNotFound):
		if condition.IfMatch != "" {
			return nil, ErrChanged
		}
		return nil, nil
	case err != nil:
		return nil, err
	case condition.IfAbsent, condition.IfMatch != "" && condition.IfMatch != etagOf(info):
		return nil, ErrChanged
	}
	return info, nil
}

// writeTemporary writes the body into a new file in dir, making dir when it is missing, and returns the file's path.
func (f *Folder) writeTemporary(dir string, file File) (temp string, err error) {
	temp = path.Join(dir, temporary+rand.Text())
	const flags = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	out, err := f.root.OpenFile(temp, flags, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		if out, err = f.openIn(dir, temp, flags); err != nil {
			return "", err
		}
	}
	if err != nil {
		return "", err
	}
	_, err = out.Write(file.Body)
	if err == nil && file.Sync {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		_ = f.root.Remove(temp)
		return "", err
	}
	return temp, nil
}

// openIn makes dir and opens temp in it, while no Delete can take the empty folder away again.
func (f *Folder) openIn(dir, temp string, flags int) (*os.File, error) {
	f.changing.Lock()
	defer f.changing.Unlock()
	if err := f.root.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return f.root.OpenFile(temp, flags, 0o644)
}

// replace moves temp to path if the condition (still) holds.
func (f *Folder) replace(ctx context.Context, path, temp string, condition Condition) (etag string, err error) {
	f.changing.Lock()
	defer f.changing.Unlock()
	old, err := f.expect(ctx, path, condition)
	if err != nil {
		return "", err
	}
	info, err := f.root.Lstat(temp)
	if err != nil {
		return "", err
	}
	if old != nil {
		if info, err = f.makeLater(temp, info, old.ModTime()); err != nil {
			return "", err
		}
	}
	if err := f.root.Rename(temp, path); err != nil {
		return "", err
	}
	return etagOf(info), nil
}

// wrongClock is how far ahead of now the time of a file can be only by a clock that was wrong.
const wrongClock = time.Hour

// makeLater gives temp a time after that of the file it replaces. The kernel stamps files by a clock that ticks every few milliseconds:
// without this, two puts of the same size in one tick had the same ETag. The longer steps are for file systems that keep times less
// finely, down to FAT's two seconds.
func (f *Folder) makeLater(temp string, info fs.FileInfo, old time.Time) (fs.FileInfo, error) {
	for _, step := range []time.Duration{time.Microsecond, 10 * time.Millisecond, 2 * time.Second} {
		if ahead := old.Sub(info.ModTime()); ahead < 0 || ahead > wrongClock {
			return info, nil
		}
		later := old.Add(step)
		if err := f.root.Chtimes(temp, later, later); err != nil {
			return nil, err
		}
		var err error
		if info, err = f.root.Lstat(temp); err != nil {
			return nil, err
		}
	}
	return info, nil
}

// syncFolders flushes the entries that lead to path, without which a file on the disk may still have no name after a power cut. Windows
// cannot flush folders and does not need it.
func (f *Folder) syncFolders(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		open, err := f.root.Open(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(open.Sync(), open.Close()); err != nil {
			return err
		}
		if dir == "." {
			return nil
		}
	}
}
