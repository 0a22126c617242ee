package publisher_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"paperfeeds/store"
)

func openPlace(t testing.TB, dir string) *store.Folder {
	t.Helper()
	folder, err := store.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// again is the running test in a process of its own, told by a variable of its name what to do.
func again(t *testing.T, value string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), "PUBLISHER_TEST_"+t.Name()+"="+value)
	return cmd
}

// told is what [again] told this process, if it is such a one.
func told(t *testing.T) string { return os.Getenv("PUBLISHER_TEST_" + t.Name()) }

// A paused is a place as a run sees it that waits before its first write.
type paused struct {
	*store.Folder
	wait func()
}

func (p *paused) Put(ctx context.Context, f store.File, c store.Condition) (string, error) {
	if p.wait != nil {
		p.wait()
		p.wait = nil
	}
	return p.Folder.Put(ctx, f, c)
}

// TestTwoProcesses: a second run on a folder where one is at work ends at once, says which process that is, and writes nothing, not even
// the status. When the first one has been killed, nothing is in the way of the next.
func TestTwoProcesses(t *testing.T) {
	if dir := told(t); dir != "" {
		place := &paused{openPlace(t, dir), func() {
			fmt.Println("\nat work")
			_, _ = io.ReadAll(os.Stdin) // until the other end is closed, or this process is killed
		}}
		mustRun(t, place, busy(t))
		return
	}
	for _, killed := range []bool{false, true} {
		t.Run(fmt.Sprintf("killed=%v", killed), func(*testing.T) {
			dir := t.TempDir()
			place := openPlace(t, dir)
			mustRun(t, place, quiet(t))
			before := snapshot(t, dir)
			first := again(t, dir)
			in, err := first.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := first.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := first.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			for lines.Scan() && lines.Text() != "at work" {
			}
			_, err = run(place, t, busy(t))
			if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint("process ", first.Process.Pid)) {
				t.Errorf("the second run says %v", err)
			}
			for path, sum := range snapshot(t, dir) {
				if before[path] != sum && !strings.Contains(path, "lock") {
					t.Errorf("the second run wrote %s", path)
				}
			}
			if killed {
				err = first.Process.Kill()
			} else {
				err = in.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
			for lines.Scan() {
			}
			if err := first.Wait(); (err == nil) == killed {
				t.Errorf("the first run: %v", err)
			}
			mustRun(t, place, busy(t))
			checkPlace(t, place, busy(t).Now)
		})
	}
}

// TestTwoFolders: the same in one process, by two openings of a folder.
func TestTwoFolders(t *testing.T) {
	dir := t.TempDir()
	other := openPlace(t, dir)
	var errSecond error
	mustRun(t, &paused{openPlace(t, dir), func() { _, errSecond = run(other, t, busy(t)) }}, busy(t))
	if !errors.Is(errSecond, store.ErrLocked) || !strings.Contains(errSecond.Error(), "wait for its end") {
		t.Errorf("the second run says %v", errSecond)
	}
	checkPlace(t, other, busy(t).Now)
}

// TestCopiedFolder: a copy has new times on every file, so that every ETag is another one. The next run sees that the bytes are the same
// and writes no feed again.
func TestCopiedFolder(t *testing.T) {
	dir, copied := t.TempDir(), t.TempDir()
	mustRun(t, openPlace(t, dir), quiet(t))
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	report := mustRun(t, openPlace(t, copied), quiet(t))
	if report.Written != 1 { // the manifest, with the new ETags
		t.Errorf("wrote %d files", report.Written)
	}
	checkPlace(t, openPlace(t, copied), quiet(t).Now)
}
