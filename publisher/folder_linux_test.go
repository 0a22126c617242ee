package publisher_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk fills a small file system of its own to different degrees before a run with new papers, then makes room again; and makes
// it read-only. It runs itself again where it may mount such things.
func TestFullDisk(t *testing.T) {
	if dir := told(t); dir != "" {
		inFullDisk(t, dir)
		return
	}
	inside := again(t, t.TempDir())
	inside.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	output, err := inside.CombinedOutput()
	switch {
	case errors.Is(err, syscall.EPERM), errors.Is(err, syscall.ENOSPC), bytes.Contains(output, []byte("--- SKIP")):
		t.Skipf("no mounts for this user: %v %s", err, output)
	case err != nil:
		t.Errorf("%v\n%s", err, output)
	}
}

func inFullDisk(t *testing.T, top string) {
	for _, room := range []int{0, 8, 24, 64, 160} { // KiB
		t.Run(fmt.Sprintf("%d KiB left", room), func(t *testing.T) {
			dir := filepath.Join(top, fmt.Sprint(room))
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
				t.Skip(err)
			}
			place := openPlace(t, filepath.Join(dir, "public"))
			mustRun(t, place, quiet(t))
			fill(t, filepath.Join(dir, "filler"), room<<10)
			_, err := run(place, t, busy(t))
			if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "make room and run again") {
				t.Errorf("the run says %v", err)
			}
			if err := os.Remove(filepath.Join(dir, "filler")); err != nil {
				t.Fatal(err)
			}
			mustRun(t, place, busy(t))
			checkPlace(t, place, busy(t).Now)

			before := snapshot(t, dir)
			if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
				t.Fatal(err)
			}
			if _, err := run(place, t, busy(t)); !errors.Is(err, syscall.EROFS) || !strings.Contains(err.Error(), "mount it for writing") {
				t.Errorf("read-only, the run says %v", err)
			}
			for path, sum := range snapshot(t, dir) {
				if before[path] != sum {
					t.Errorf("read-only, but %s has changed", path)
				}
			}
		})
	}
}

// fill writes a file that leaves so many bytes free.
func fill(t *testing.T, name string, room int) {
	t.Helper()
	var fs syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(name), &fs); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, make([]byte, int(fs.Bavail)*int(fs.Bsize)-room), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestLostPermission takes the right to write into a folder of feeds away between two runs: the archive is kept, some feeds are put, then
// the run fails and says what to do. Root may write everywhere, so the test runs itself again as nobody.
func TestLostPermission(t *testing.T) {
	const nobody = 65534
	if dir := told(t); dir != "" {
		if os.Getuid() == 0 {
			if err := errors.Join(syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
				t.Skip(err)
			}
		}
		place := openPlace(t, dir)
		mustRun(t, place, quiet(t))
		topics := filepath.Join(dir, "topics")
		if err := os.Chmod(topics, 0o555); err != nil {
			t.Fatal(err)
		}
		_, err := run(place, t, busy(t))
		if !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), "topics/") || !strings.Contains(err.Error(), "give the user of this program the right") {
			t.Errorf("the run says %v", err)
		}
		if s := readStatus(t, place); s.State != "failed" || s.LastGood.IsZero() {
			t.Errorf("status %+v", s)
		}
		if err := os.Chmod(topics, 0o755); err != nil {
			t.Fatal(err)
		}
		mustRun(t, place, busy(t))
		checkPlace(t, place, busy(t).Now)
		return
	}
	dir := t.TempDir()
	if os.Getuid() == 0 {
		if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Chown(dir, nobody, nobody)); err != nil {
			t.Fatal(err)
		}
	}
	output, err := again(t, dir).CombinedOutput()
	switch {
	case bytes.Contains(output, []byte("--- SKIP")):
		t.Skipf("not as nobody: %s", output)
	case err != nil:
		t.Errorf("%v\n%s", err, output)
	}
}
