package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) {
	os.Exit(build(m))
}

func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "paperfeeds-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "paperfeeds")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", binary, "paperfeeds/cmd/paperfeeds").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// thorough tells whether there is time for whole stretches, some minutes: where PAPERFEEDS_FULL is set, as in a step of CI.
func thorough() bool { return os.Getenv("PAPERFEEDS_FULL") != "" }

// everything is PAPERFEEDS_FULL=all: every captured day, every pair of faults; an hour, so go test needs -timeout 2h.
func everything() bool { return os.Getenv("PAPERFEEDS_FULL") == "all" }
