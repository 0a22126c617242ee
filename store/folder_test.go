package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/store"
)

func openFolder(t *testing.T, dir string) *store.Folder {
	t.Helper()
	folder, err := store.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func listed(t *testing.T, place store.Place) []string {
	t.Helper()
	objects, err := place.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, object := range objects {
		paths = append(paths, object.Path)
	}
	return paths
}

// onDisk is every name under dir, of whatever kind.
func onDisk(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if name, relErr := filepath.Rel(dir, path); relErr == nil && name != "." {
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestFolderListOnlyFiles: what is not a file of ours is neither told nor touched.
func TestFolderListOnlyFiles(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	put(t, folder, "orgs/a.rss", "a")
	unlock, err := folder.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unlock() }()
	for _, name := range []string{".paperfeeds-tmp-LEFT", "orgs/.paperfeeds-tmp-LEFT", "trailing.", ".htaccess"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "empty/er"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("orgs", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	if diff := cmp.Diff([]string{".htaccess", "orgs/a.rss"}, listed(t, folder)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFolderSweep: what killed puts left goes with the next run, and nothing else does.
func TestFolderSweep(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	put(t, folder, "topics/a.rss", "a")
	for _, name := range []string{".paperfeeds-lock", ".paperfeeds-tmp-LEFT", "topics/.paperfeeds-tmp-LEFT", "topics/.paperfeeds.yaml", "tmp-mine"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half a fi"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	unlock, err := folder.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	want := []string{".paperfeeds-lock", "tmp-mine", "topics", "topics/.paperfeeds.yaml", "topics/a.rss"}
	if diff := cmp.Diff(want, onDisk(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFolderEdit: a file edited by hand, even to the same size, has another ETag; so the next run heals it.
func TestFolderEdit(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	name := filepath.Join(dir, "a.rss")
	etag := put(t, folder, "a.rss", "right")
	if err := os.WriteFile(name, []byte("wrong"), 0o600); err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(time.Second)
	if err := os.Chtimes(name, later, later); err != nil {
		t.Fatal(err)
	}
	file := store.File{Path: "a.rss", Body: []byte("right")}
	if _, err := folder.Put(t.Context(), file, store.Condition{IfMatch: etag}); !errors.Is(err, store.ErrChanged) {
		t.Fatalf("put over the edited file: %v, want ErrChanged", err)
	}
	_, now, err := folder.Get(t.Context(), "a.rss")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Put(t.Context(), file, store.Condition{IfMatch: now}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, folder, "a.rss"); got != "right" {
		t.Errorf("healed to %q", got)
	}
}

// TestFolderWrongClock: a file dated into the future, by a clock that was wrong, does not draw what comes after it along.
func TestFolderWrongClock(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	name := filepath.Join(dir, "a.rss")
	put(t, folder, "a.rss", "first")
	future := time.Now().AddDate(10, 0, 0)
	if err := os.Chtimes(name, future, future); err != nil {
		t.Fatal(err)
	}
	put(t, folder, "a.rss", "later")
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if !info.ModTime().Before(future) {
		t.Errorf("the new file is of %v", info.ModTime())
	}
}

// TestFolderSymlinks: nothing is read or written through a link that leads out of the folder, and no link is replaced by a file.
func TestFolderSymlinks(t *testing.T) {
	top := t.TempDir()
	outside, dir := filepath.Join(top, "outside"), filepath.Join(top, "public")
	folder := openFolder(t, dir)
	put(t, openFolder(t, outside), "secret.txt", "secret")
	for link, target := range map[string]string{
		"out": outside, "up": "../outside", "file.txt": "../outside/secret.txt", "nowhere": "missing", "here": "kept",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip(err)
		}
	}
	put(t, folder, "kept/a.txt", "a")
	for _, test := range []struct{ path, want string }{
		{"out/secret.txt", `"out" is a symbolic link that leads nowhere or out of the folder`},
		{"up/new.txt", `"up" is a symbolic link that leads nowhere or out of the folder`},
		{"up/deep/new.txt", `"up" is a symbolic link that leads nowhere or out of the folder`},
		{"nowhere/new.txt", `"nowhere" is a symbolic link that leads nowhere or out of the folder`},
		{"file.txt", "it is a symbolic link"},
		{"here", "it is a symbolic link"},
	} {
		_, err := folder.Put(t.Context(), store.File{Path: test.path, Body: []byte("x")}, store.Condition{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("put %q: %v, want %q", test.path, err, test.want)
		}
		if body, _, err := folder.Get(t.Context(), test.path); err == nil {
			t.Errorf("get %q: read %q", test.path, body)
		}
	}
	put(t, folder, "here/b.txt", "b") // a link that stays inside is as good as a folder
	if diff := cmp.Diff([]string{"secret.txt"}, onDisk(t, outside)); diff != "" {
		t.Errorf("outside (-want +got):\n%s", diff)
	}
	if got := read(t, openFolder(t, outside), "secret.txt"); got != "secret" {
		t.Errorf("the file outside is now %q", got)
	}
	if diff := cmp.Diff([]string{"kept/a.txt", "kept/b.txt"}, listed(t, folder)); diff != "" {
		t.Errorf("inside (-want +got):\n%s", diff)
	}
}

// TestFolderDelete: folders that a delete leaves empty go too, others stay.
func TestFolderDelete(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	put(t, folder, "a/b/c.txt", "c")
	put(t, folder, "a/d.txt", "d")
	for _, step := range []struct {
		path string
		want []string
	}{
		{"a/b/c.txt", []string{"a", "a/d.txt"}},
		{"a/d.txt", nil},
	} {
		if err := folder.Delete(t.Context(), step.path); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, onDisk(t, dir)); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", step.path, diff)
		}
	}
}

// TestFolderPutBesideDelete: a put makes its folder anew when a delete beside it takes the empty one away.
func TestFolderPutBesideDelete(t *testing.T) {
	folder := openFolder(t, t.TempDir())
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for round := range 100 {
				file := store.File{Path: "a/b/" + string(rune('a'+(i+round)%4)), Body: []byte{byte(i), byte(round)}}
				if _, err := folder.Put(t.Context(), file, store.Condition{}); err != nil {
					t.Error(err)
				}
				if err := folder.Delete(t.Context(), file.Path); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestOpenFolderErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ dir, want string }{
		"a file":       {file, "it is a file, not a folder; name another place"},
		"under a file": {filepath.Join(file, "public"), "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.OpenFolder(test.dir)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("got %v, want %q and the name", err, test.want)
			}
		})
	}
	made := openFolder(t, filepath.Join(dir, "new", "deep"))
	if got := put(t, made, "a", "a"); got == "" {
		t.Error("no ETag")
	}
}

// TestFolderGone: the folder is taken away during a run; that is no missing file, which would look like a first run.
func TestFolderGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps an open folder")
	}
	dir := filepath.Join(t.TempDir(), "public")
	folder := openFolder(t, dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	_, err := folder.Put(t.Context(), store.File{Path: "orgs/a.rss"}, store.Condition{})
	if err == nil || errors.Is(err, store.ErrNotFound) || !strings.Contains(err.Error(), "removed meanwhile") {
		t.Errorf("put: %v", err)
	}
	if _, err := folder.Lock(t.Context()); err == nil || !strings.Contains(err.Error(), "removed meanwhile") {
		t.Errorf("lock: %v", err)
	}
}
