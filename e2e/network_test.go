package e2e

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/sample"
)

// TestNoNetwork: one line says so and what to do, and what was published stays as it was, byte for byte.
func TestNoNetwork(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`^paperfeeds: [^\n]*cannot reach 127\.0\.0\.1:\d+: [^\n]+; check the network or use --listing\n$`)
	offline := func(t *testing.T, p *place) outcome {
		t.Helper()
		o := p.run(t, []string{"PAPERFEEDS_ATTEMPTS=1"}, "--source", nobody, "--now", "2026-06-02T12:00:00Z")
		if o.status != 1 || o.stdout != "" || !want.MatchString(o.stderr) {
			t.Errorf("status %d\n%s%s", o.status, o.stdout, o.stderr)
		}
		if o.state.State != "failed" || "paperfeeds: "+o.state.Error+"\n" != o.stderr {
			t.Errorf("status.json says %s: %s", o.state.State, o.state.Error)
		}
		return o
	}
	t.Run("nothing published yet", func(t *testing.T) {
		t.Parallel()
		p := newPlace(t, nobody, "")
		offline(t, p)
		if files := p.files(t, nil).changed(nil); len(files) != 1 {
			t.Errorf("wrote %v", files)
		}
	})
	t.Run("published before", func(t *testing.T) {
		t.Parallel()
		p := newPlace(t, nobody, "")
		listings, err := sample.Listings()
		if err != nil {
			t.Fatal(err)
		}
		args := []string{"--now", "2026-06-01T12:00:00Z"}
		for _, l := range listings {
			name := filepath.Join(t.TempDir(), l.Name)
			if err := os.WriteFile(name, l.Body, 0o644); err != nil {
				t.Fatal(err)
			}
			args = append(args, "--listing", name)
		}
		before := p.run(t, nil, args...)
		if before.status != 0 || before.state.State != "ok" {
			t.Fatalf("%+v", before)
		}
		files := p.files(t, nil)
		if len(files) < 100 {
			t.Fatalf("only %d files", len(files))
		}
		after := offline(t, p)
		if diff := cmp.Diff([]string{"status.json"}, p.files(t, nil).changed(files)); diff != "" {
			t.Errorf("written (-want +got):\n%s", diff)
		}
		if after.state.NewestDay != before.state.NewestDay || !after.state.LastGood.Equal(before.state.LastGood) || after.state.NewestDay == "" {
			t.Errorf("status.json forgot: newest day %q, last good %v", after.state.NewestDay, after.state.LastGood)
		}
	})
}
