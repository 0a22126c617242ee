// Package captured lets tests use what was captured of the source: listings that stand beside the checkout, and a server that plays them
// back under a clock of its own.
//
// In: a name. Out: the bytes, or a skipped test where nothing stands beside the checkout. It is for tests alone, never writes, and never
// says what a listing means: what tests expect must not come from the code under test.
package captured

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"html"
)

// root is seen from a package's folder, where its tests run.
var root = filepath.Join("..", "..", "shared")

// Listings are the files of a folder of the captured listings ("api", "html"), sorted, at least so many.
func Listings(tb testing.TB, folder string, least int) []string {
	tb.Helper()
	dir := Path(tb, "listings")
	names, err := filepath.Glob(filepath.Join(dir, folder, "*.gz"))
	if err != nil || len(names) < least {
		tb.Fatalf("%d captured listings in %s, want %d or more (%v)", len(names), folder, least, err)
	}
	return names
}

// Path is where something stands; the test is skipped where it does not.
func Path(tb testing.TB, elements ...string) string {
	tb.Helper()
	path := filepath.Join(append([]string{root}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("nothing captured beside this checkout: %v", err)
	}
	return path
}

// Read reads a file whole; one that is called .gz is unpacked.
func Read(tb testing.TB, path string) []byte {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			tb.Fatalf("%s: %v", path, err)
		}
	}
	body, err := io.ReadAll(r)
	if err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return body
}

var props = regexp.MustCompile(`data-target="DailyPapers" data-props="([^"]*)"`)

// Props cuts the JSON out of a captured page, by another way than the parser's: the attribute ends at the first quote, since quotes in
// it are escaped.
func Props(tb testing.TB, page []byte) json.RawMessage {
	tb.Helper()
	m := props.FindSubmatch(page)
	if m == nil {
		tb.Fatal("a captured page has no JSON")
	}
	return json.RawMessage(html.UnescapeString(string(m[1])))
}
