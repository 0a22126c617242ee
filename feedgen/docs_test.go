package feedgen_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var shown = regexp.MustCompile("(?s)<!-- (\\S+) -->\n```\\w+\n(.*?)```\n")

// TestDocs: what docs/feeds.md shows of files is what the program publishes of the sample, white space aside. A line "…" stands for
// anything.
func TestDocs(t *testing.T) {
	doc, err := os.ReadFile("../docs/feeds.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := published(t, "https://feeds.example.org/", "", false)
	examples := shown.FindAllStringSubmatch(string(doc), -1)
	if len(examples) < 8 {
		t.Errorf("only %d examples found", len(examples))
	}
	for _, example := range examples {
		rest := tight(strings.Join(values(t, filepath.Join(dir, filepath.FromSlash(example[1]))), "\n"))
		for part := range strings.SplitSeq("\n"+example[2], "\n…\n") {
			_, after, found := strings.Cut(rest, tight(part))
			if !found {
				t.Errorf("%s has nowhere, or not in this place:\n%s", example[1], part)
				break
			}
			rest = after
		}
	}
}

// tight is s without white space.
func tight(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
