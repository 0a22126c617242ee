package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"paperfeeds/store"
)

// TestFolderPermission: for root nothing is forbidden, so this thread gives that up.
func TestFolderPermission(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, filepath.Join(dir, "public"))
	put(t, folder, "orgs/a.rss", "a")
	if err := os.Chmod(filepath.Join(dir, "public", "orgs"), 0o500); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	done := make(chan struct{})
	go func() {
		defer close(done)
		if os.Getuid() == 0 {
			runtime.LockOSThread() // never unlocked, so the thread ends here
			const nobody = 65534
			if err := syscall.Setfsuid(nobody); err != nil {
				t.Error(err)
			}
		}
		const want = "permission denied; give the user of this program the right to read and write there, or name another folder"
		_, putErr := folder.Put(t.Context(), store.File{Path: "orgs/b.rss"}, store.Condition{})
		_, openErr := store.OpenFolder(filepath.Join(dir, "other"))
		for name, err := range map[string]error{"put": putErr, "open": openErr} {
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
	}()
	<-done
}

// TestFolderFull runs itself again where it may mount small file systems that nobody else sees.
func TestFolderFull(t *testing.T) {
	const inside = "STORE_TEST_MOUNTS"
	if dir := os.Getenv(inside); dir != "" {
		testFull(t, dir)
		return
	}
	again := exec.Command(os.Args[0], "-test.run=^TestFolderFull$", "-test.v")
	again.Env = append(os.Environ(), inside+"="+t.TempDir())
	again.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	output, err := again.CombinedOutput()
	switch {
	case errors.Is(err, syscall.EPERM), errors.Is(err, syscall.ENOSPC), bytes.Contains(output, []byte("--- SKIP")):
		t.Skipf("no mounts for this user: %v %s", err, output)
	case err != nil:
		t.Errorf("%v\n%s", err, output)
	}
}

func testFull(t *testing.T, dir string) {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skip(err)
	}
	folder := openFolder(t, dir)
	put(t, folder, "status.json", "good")
	_, err := folder.Put(t.Context(), store.File{Path: "status.json", Body: make([]byte, 1<<20)}, store.Condition{})
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "make room and run again") {
		t.Errorf("full disk: %v", err)
	}
	if got := read(t, folder, "status.json"); got != "good" {
		t.Errorf("the file that was there is now %q", got)
	}
	if names := onDisk(t, dir); len(names) != 1 {
		t.Errorf("the failed put left %v", names)
	}

	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	_, putErr := folder.Put(t.Context(), store.File{Path: "new.json"}, store.Condition{})
	_, lockErr := folder.Lock(context.Background())
	_, openErr := store.OpenFolder(filepath.Join(dir, "deeper"))
	for name, err := range map[string]error{"put": putErr, "lock": lockErr, "open": openErr} {
		if !errors.Is(err, syscall.EROFS) || !strings.Contains(err.Error(), "mount it for writing") {
			t.Errorf("%s in a read-only place: %v", name, err)
		}
	}
	if _, err := folder.List(t.Context(), ""); err != nil {
		t.Errorf("a read-only place can be read: %v", err)
	}
}
