package store

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// List tells of the files whose paths start with prefix ("" for all), sorted by path. Symbolic links, lock and temporary files, and
// names that no path may have are left out.
func (f *Folder) List(ctx context.Context, prefix string) ([]Object, error) {
	f.list.Add(1)
	var objects []Object
	err := f.walk(ctx, prefix, func(name string, entry fs.DirEntry) error {
		if wrongPath(name) != "" {
			return nil
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone since its folder was read
		}
		if err != nil {
			return err
		}
		objects = append(objects, Object{Path: name, ETag: etagOf(info), Size: info.Size()})
		return nil
	})
	if err != nil {
		return nil, f.explain("list", "", err)
	}
	// A walk goes by folders: "a/b" before "a.b". A list goes by bytes, like S3's.
	slices.SortFunc(objects, func(a, b Object) int { return strings.Compare(a.Path, b.Path) })
	return objects, nil
}

// walk calls found for each regular file, temporary ones too, whose path starts with prefix.
func (f *Folder) walk(ctx context.Context, prefix string, found func(name string, entry fs.DirEntry) error) error {
	start := "."
	if i := strings.LastIndexByte(prefix, '/'); i > 0 {
		start = path.Clean(prefix[:i])
	}
	if start != "." {
		if err := checkPath(start); err != nil {
			return err
		}
	}
	return fs.WalkDir(f.root.FS(), start, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // no folder of that prefix, or gone meanwhile
		case errors.Is(err, fs.ErrPermission) && name != ".":
			return fs.SkipDir // not ours, such as lost+found at the root of a disk; a put into a folder of ours will say so
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case entry.IsDir():
			if name == "." || strings.HasPrefix(name+"/", prefix) || strings.HasPrefix(prefix, name+"/") || name == start {
				return nil
			}
			return fs.SkipDir
		case !entry.Type().IsRegular() || !strings.HasPrefix(name, prefix):
			return nil
		}
		return found(name, entry)
	})
}
