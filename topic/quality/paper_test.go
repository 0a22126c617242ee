package quality

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const answer = `[{"paper":{"id":"2601.90001","title":"On Bees","summary":"Bees hum.","authors":[{"name":"A B"}]},"title":"On Bees","summary":"Bees hum."}]`

// capture writes captured files into a new folder, by name, packed.
func capture(t *testing.T, files map[string]string) string {
	t.Helper()
	shared := t.TempDir()
	for name, body := range files {
		file := filepath.Join(shared, "listings", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return shared
}

// A paper has the first list day it was captured on, also where a page was captured more than once.
func TestReadPapers(t *testing.T) {
	got, err := ReadPapers(capture(t, map[string]string{
		"api/2026-01-06.json.gz":                      answer,
		"api/2026-01-05@2026-01-07T10-00-00Z.json.gz": answer,
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := []Paper{{ID: "2601.90001", Date: "2026-01-05", Title: "On Bees", Abstract: "Bees hum."}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("papers (-want +got):\n%s", diff)
	}
}

// What is learned and measured must not change by itself because a file was left out.
func TestReadPapersNamesWhatItCannotRead(t *testing.T) {
	for _, test := range []struct{ name, file, body string }{
		{"a page without data", "html/2026-01-05.html.gz", "<html></html>"},
		{"an answer of another form", "api/2026-01-05.json.gz", `{"error":"busy"}`},
		{"a name without a day", "api/x.json.gz", answer},
		{"a name with half a day", "api/2026-01-0.json.gz", answer},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ReadPapers(capture(t, map[string]string{test.file: test.body}))
			if err == nil || !strings.Contains(err.Error(), filepath.Base(test.file)) {
				t.Errorf("error %v, want one that names %s", err, test.file)
			}
		})
	}
}
