package feedgen_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/settings"
	"paperfeeds/store"
)

// published publishes the sample into a folder, as the program does, its later reading an hour after the others.
func published(t *testing.T, baseURL, wanted string, later bool) string {
	t.Helper()
	dir := t.TempDir()
	place, err := store.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	wishes, err := settings.Parse([]byte(wanted))
	if err != nil {
		t.Fatal(err)
	}
	listings, err := sample.Listings()
	if err != nil {
		t.Fatal(err)
	}
	p := &publisher.Publisher{Place: place, BaseURL: baseURL, Settings: wishes, Sample: true, Every: time.Hour}
	now := time.Date(2026, 6, 5, 12, 0, 0, 0, time.UTC)
	var saved publisher.SavedListings
	for _, l := range listings {
		saved = append(saved, publisher.SavedListing{Name: l.Name, Body: l.Body})
	}
	run := func(saved publisher.SavedListings, now time.Time, past bool) {
		if _, err := p.Run(context.Background(), publisher.Request{Reader: saved, Now: now, Past: past}); err != nil {
			t.Fatal(err)
		}
	}
	run(saved, now, true)
	if later {
		day, err := sample.Later()
		if err != nil {
			t.Fatal(err)
		}
		body, err := sample.Page(day)
		if err != nil {
			t.Fatal(err)
		}
		run(publisher.SavedListings{{Name: "later.html", Body: body}}, now.Add(time.Hour), false)
	}
	return dir
}

// TestSchemas holds every JSON file that others may build on against its schema, as the program publishes it.
func TestSchemas(t *testing.T) {
	dir := published(t, "https://feeds.example.org/papers/",
		"families: {both: {title: Both, of: [papercrane-ai, tidewater-nlp]}}\ntopics: {off: [agents]}", true)
	for _, test := range []struct{ schema, files string }{
		{"days", "days/*.json"},
		{"feeds", "feeds.json"},
		{"status", "status.json"},
		{"archive-index", archive.IndexFile},
		{"archive-counts", archive.CountsFile},
		{"archive-digest", archive.DigestsFile},
		{"archive-paper", "archive/2*.jsonl.gz"},
	} {
		t.Run(test.schema, func(t *testing.T) {
			schema := compile(t, test.schema)
			names, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(test.files)))
			if err != nil || len(names) == 0 {
				t.Fatalf("no %s: %v", test.files, err)
			}
			n := 0
			for _, name := range names {
				for _, line := range values(t, name) {
					v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
					if err == nil {
						err = schema.Validate(v)
					}
					if err != nil {
						t.Errorf("%s: %v", path.Base(name), err)
					}
					n++
				}
			}
			t.Logf("%d values in %d files", n, len(names))
		})
	}
}

// TestSchemasRefuse: a schema that lets everything through would hold nothing.
func TestSchemasRefuse(t *testing.T) {
	for _, test := range []struct{ schema, value string }{
		{"days", `{"date":"2026-06-01","papers":[{"id":"2606.00001"}]}`},
		{"days", `{"date":"June","papers":[]}`},
		{"feeds", `{"format":2,"title":"x","home":"https://example.org/","feeds":[]}`},
		{"feeds", `{"format":1,"title":"x","home":"/","feeds":[]}`},
		{"status", `{"format":1,"state":"fine","run":{}}`},
		{"archive-index", `{"format":1,"months":{}}`},
		{"archive-counts", `{"format":1,"papers":{"x":{}}}`},
		{"archive-digest", `{"v":1,"feed":"digest/daily","period":"today","issued":"2026-06-01T00:00:00Z","papers":0,"lines":[]}`},
		{"archive-paper", `{"v":1,"id":"2606.00001","title":"x","abstract":"","days":[],"first_seen":"2026-06-01T00:00:00Z"}`},
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(test.value))
		if err != nil {
			t.Fatal(err)
		}
		if compile(t, test.schema).Validate(v) == nil {
			t.Errorf("%s admits %s", test.schema, test.value)
		}
	}
}

func compile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile("schema/" + name + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// values are the JSON values of a file: each line of a .jsonl, else the whole.
func values(t *testing.T, name string) []string {
	t.Helper()
	body, err := os.ReadFile(name)
	if err == nil && strings.HasSuffix(name, ".gz") {
		var plain *gzip.Reader
		if plain, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
			body, err = io.ReadAll(plain)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".jsonl.gz") {
		return strings.Split(strings.TrimSpace(string(body)), "\n")
	}
	return []string{string(body)}
}
