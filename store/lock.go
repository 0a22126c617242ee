package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"time"
)

const lockFile = ours + "lock"

// Lock keeps other runs out of the folder until unlock is called or the process ends, however it ends: the system releases it. Where
// another run has it the error is [ErrLocked] and says which. The lock file stays, since removing it would let two runs hold one each.
//
// Where the last one to hold it was killed, it also sweeps away the temporary files of puts that were killed with it. So all puts should
// be made under the lock.
func (f *Folder) Lock(ctx context.Context) (unlock func() error, err error) {
	if err := ctx.Err(); err != nil {
		return nil, f.explain("lock", "", err)
	}
	file, err := f.root.OpenFile(lockFile, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, f.explain("lock", "", err)
	}
	if err := tryLock(file); err != nil {
		holder := readHolder(file)
		_ = file.Close()
		if errors.Is(err, ErrLocked) {
			return nil, fmt.Errorf("lock %v: %w (%s); wait for its end, or stop it", f, ErrLocked, holder)
		}
		return nil, f.explain("lock", "", err)
	}
	unlock = sync.OnceValue(func() error {
		// Closing releases the lock.
		return errors.Join(file.Truncate(0), file.Close())
	})
	killed := saysHolder(file)
	err = writeHolder(file)
	if err == nil && killed { // a large folder takes a fifth of a second: too long for every run
		err = f.sweep(ctx)
	}
	if err != nil {
		return nil, f.explain("lock", "", errors.Join(err, unlock()))
	}
	return unlock, nil
}

// sweep removes the temporary files that killed puts left.
func (f *Folder) sweep(ctx context.Context) error {
	return f.walk(ctx, "", func(name string, _ fs.DirEntry) error {
		if !strings.HasPrefix(path.Base(name), temporary) {
			return nil
		}
		return f.root.Remove(name)
	})
}

// writeHolder says in the lock file who has it.
func writeHolder(file *os.File) error {
	host, err := os.Hostname()
	if err != nil {
		host = "an unnamed host"
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err = file.WriteAt(fmt.Appendf(nil, "process %d on %s", os.Getpid(), host), 0)
	return err
}

// saysHolder tells whether somebody stands in the lock file, who then has not unlocked it.
func saysHolder(file *os.File) bool {
	info, err := file.Stat()
	return err != nil || info.Size() > 0
}

// readHolder says who has the lock, as far as it can be known.
func readHolder(file *os.File) string {
	text, err := io.ReadAll(io.LimitReader(file, 300))
	if err != nil || len(text) == 0 {
		return "of unknown name"
	}
	info, err := file.Stat()
	if err != nil {
		return string(text)
	}
	return fmt.Sprintf("%s, since %s", text, info.ModTime().UTC().Format(time.DateTime+" UTC"))
}
