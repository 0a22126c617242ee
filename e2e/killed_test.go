package e2e

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The program, killed for good at whatever moment, again and again on the same folder, leaves nothing that the next run cannot finish:
// in the end every file is, to the byte, what one run would have left, and nothing else is there.
func TestKilledForGood(t *testing.T) {
	t.Parallel()
	whole := newPlace(t, "", "")
	begun := time.Now()
	if o := whole.run(t, nil, "--sample"); o.status != 0 {
		t.Fatalf("status %d: %s", o.status, o.stderr)
	}
	took := time.Since(begun)
	p := newPlace(t, "", "")
	tries := 12
	if thorough() {
		tries = 60
	}
	killed := 0
	for i := range tries {
		ctx, stop := context.WithTimeout(t.Context(), took*time.Duration(i+1)/time.Duration(tries)) // which kills
		_, err := exec.CommandContext(ctx, binary, "publish", "--sample", "--out", p.dir, "--base-url", baseURL).CombinedOutput()
		stop()
		var exit *exec.ExitError
		if errors.As(err, &exit) && !exit.Exited() {
			killed++
		} else if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("after %d kills: %v", killed, err)
		}
	}
	if killed == 0 {
		t.Error("no run was killed")
	}
	if o := p.run(t, nil, "--sample"); o.status != 0 || strings.Contains(o.stderr, "damaged") {
		t.Errorf("after %d kills: status %d: %s", killed, o.status, o.stderr)
	}
	want, got := whole.files(t, nil), p.files(t, nil)
	for _, path := range []string{"status.json", "manifest.json"} { // which tell times and ETags
		delete(want, path)
		delete(got, path)
	}
	for path := range want {
		if want[path].digest != got[path].digest {
			t.Errorf("%s is not what one run makes", path)
		}
	}
	if len(want) != len(got) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	err := filepath.WalkDir(p.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), ".") && d.Name() != ".paperfeeds-lock" {
			t.Errorf("%s was left", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	t.Logf("killed %d of %d runs", killed, tries)
}
