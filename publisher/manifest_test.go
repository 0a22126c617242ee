package publisher_test

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path"
	"strings"
	"testing"

	"paperfeeds/publisher"
	"paperfeeds/store"
)

// A careful is a memory that deletes nothing but archive documents.
type careful struct {
	*memory
	t *testing.T
}

func (c careful) Delete(ctx context.Context, name string) error {
	parts := strings.Split(name, "/")
	if len(parts) < 2 || path.Clean(name) != name || strings.HasPrefix(name, ".") || strings.Trim(strings.TrimSuffix(parts[len(parts)-1], path.Ext(name)), "0123456789") != "" {
		c.t.Errorf("deleted %q", name)
	}
	return c.memory.Delete(ctx, name)
}

// holdsManifest: whatever stands where the manifest should, the next run leaves the files that it would have left, or says that a newer
// program wrote it and touches nothing.
func holdsManifest(t *testing.T, good *memory, want map[string][]byte, body []byte) {
	t.Helper()
	place := good.copy()
	tamper(place, "manifest.json", body)
	before := whole(t, place)
	now := utc("2026-06-29 13:00:00")
	if _, err := run(careful{place, t}, t, publisher.Request{Now: now}); err != nil {
		if !strings.Contains(err.Error(), "manifest.json has format ") || !strings.Contains(err.Error(), "use a newer paperfeeds") || strings.Contains(err.Error(), "\n") {
			t.Errorf("the run says %v", err)
		}
		if d := differing(before, whole(t, place)); len(d) > 0 {
			t.Errorf("it wrote %v", d)
		}
		return
	}
	got, want := whole(t, place), maps.Clone(want)
	delete(got, "manifest.json") // may remember a sum that nobody asks for
	delete(want, "manifest.json")
	if d := differing(got, want); len(d) > 0 {
		t.Errorf("other files: %v", d)
	}
	place.puts = 0
	if mustRun(t, place, publisher.Request{Now: now}); place.puts != 1 {
		t.Errorf("the run after that put %d files", place.puts)
	}
}

// tinyPlace is a place of two papers.
func tinyPlace(t testing.TB) (*memory, map[string][]byte) {
	t.Helper()
	place := newMemory()
	mustRun(t, place, publisher.Request{Reader: saved(t, part(listDays(t, 1)[0], 0, 2)), Now: utc("2026-06-29 12:00:00")})
	return place, whole(t, place)
}

// A byte of the manifest that is another one, wherever it is, costs no more than a look at every file.
func TestManifestByteByByte(t *testing.T) {
	good, want := tinyPlace(t)
	body := good.files["manifest.json"].Body
	step := 53
	if everything {
		step = 1
	}
	for i := 0; i < len(body); i += step {
		flipped := bytes.Clone(body)
		flipped[i] ^= 1 << (i % 8)
		holdsManifest(t, good, want, flipped)
		if i%(7*step) == 0 {
			holdsManifest(t, good, want, body[:i])
		}
		if t.Failed() {
			t.Fatalf("at byte %d: %q is %q", i, body[i], flipped[i])
		}
	}
}

func FuzzManifest(f *testing.F) {
	good, want := tinyPlace(f)
	f.Add(good.files["manifest.json"].Body)
	for _, body := range []string{"", "{}", "[]", "null", `{"format":2,"files":7}`, `{"format":1,"files":null}`, `{"format":-1}`, `{"format":1e99}`,
		`{"format":1,"files":{"topics/../1.rss":{"d":"","e":"","s":""},"orgs/a:b/1.rss":{},"../all/1.rss":{},"all/1.rss":{},"all.rss":{},"":{},"/":{}}}`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) { holdsManifest(t, good, want, body) })
}

// Nothing that is written in a manifest makes a run on a real folder fail, or delete what is no archive document.
func TestManifestOfOddPaths(t *testing.T) {
	dir := t.TempDir()
	place := openPlace(t, dir)
	req := publisher.Request{Now: utc("2026-06-29 12:00:00"), Reader: saved(t, part(listDays(t, 1)[0], 0, 2))}
	mustRun(t, place, req)
	for _, name := range []string{"notes.txt", "orgs/mine/readme.txt"} {
		if _, err := place.Put(t.Context(), store.File{Path: name, Body: []byte("mine")}, store.Condition{}); err != nil {
			t.Fatal(err)
		}
	}
	before := snapshot(t, dir)
	body, _, err := place.Get(t.Context(), "manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	odd := `"files":{`
	for _, name := range []string{"notes.txt", "orgs/mine/readme.txt", "topics/../1.rss", "orgs/a:b/1.rss", "orgs/a./1.rss", "../all/1.rss", "/all/1.rss",
		"orgs/" + strings.Repeat("x", 400) + "/1.rss", "archive/index.json", "orgs/.paperfeeds-x/1.rss", "all/" + strings.Repeat("9", 300) + ".rss"} {
		odd += `"` + name + `":{"d":"x","e":"y","s":"z"},`
	}
	body = bytes.Replace(body, []byte(`"files":{`), []byte(odd), 1)
	if err := os.WriteFile(dir+"/manifest.json", body, 0o644); err != nil {
		t.Fatal(err)
	}
	mustRun(t, place, req)
	after := snapshot(t, dir)
	checkOnlyStatus(t, before, after)
}
