package store_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paperfeeds/store"
)

func TestFolderLock(t *testing.T) {
	dir := t.TempDir()
	first, second := openFolder(t, dir), openFolder(t, dir)
	for range 2 { // a lock given back can be had again
		unlock, err := first.Lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range []*store.Folder{first, second} {
			_, err := folder.Lock(t.Context())
			if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d on ", os.Getpid())) {
				t.Fatalf("second lock: %v, want ErrLocked and who has it", err)
			}
		}
		put(t, second, "a", "read and put need no lock")
		for range 2 { // so that it can be deferred as well
			if err := unlock(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestMain runs the tests, or, started by one of them, a run that is to be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("STORE_TEST_KILLED"); dir != "" {
		runUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// runUntilKilled puts bodies of one repeated byte under the lock, for ever.
func runUntilKilled(dir string) {
	folder, err := store.OpenFolder(dir)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	unlock, err := folder.Lock(context.Background())
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer unlock() // never reached, but who forgets it loses the lock to the garbage collector
	fmt.Println("locked")
	for i := 0; ; i++ {
		body := bytes.Repeat([]byte{byte(i)}, 1<<20)
		if _, err := folder.Put(context.Background(), store.File{Path: "deep/file", Body: body}, store.Condition{}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// TestFolderKilled: a killed run leaves every file whole, the folder free, and nothing that the next run does not sweep away.
func TestFolderKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	for wait := range 6 {
		run := exec.Command(os.Args[0])
		run.Env = append(os.Environ(), "STORE_TEST_KILLED="+dir)
		output, err := run.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(output).ReadString('\n'); line != "locked\n" {
			t.Fatalf("the run says %q, %v", line, err)
		}
		folder := openFolder(t, dir)
		if _, err := folder.Lock(t.Context()); !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(run.Process.Pid)) {
			t.Errorf("lock during the run: %v, want ErrLocked and its process", err)
		}
		time.Sleep(time.Duration(wait) * 3 * time.Millisecond) // to be killed in different states
		if err := run.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = run.Wait() // says that it was killed

		unlock, err := folder.Lock(t.Context())
		if err != nil {
			t.Fatalf("lock after the run was killed: %v", err)
		}
		body, _, err := folder.Get(t.Context(), "deep/file")
		if err == nil && !bytes.Equal(body, bytes.Repeat(body[:1], 1<<20)) {
			t.Errorf("half a file of %d bytes", len(body))
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
		for _, name := range onDisk(t, dir) {
			if name != ".paperfeeds-lock" && name != "deep" && name != "deep/file" {
				t.Errorf("left over: %s", name)
			}
		}
		if err := unlock(); err != nil {
			t.Fatal(err)
		}
	}
}
