package feedgen

import (
	"bytes"
	gofmt "go/format"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/valyala/quicktemplate/parser"
)

// TestTemplates: what is compiled is what stands in the templates, and everything in them but other templates is escaped.
// xmlText, the one such template written by hand, escapes.
func TestTemplates(t *testing.T) {
	names, err := filepath.Glob("*.qtpl")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d templates, %v", len(names), err)
	}
	raw := regexp.MustCompile(`{%-?\s*([a-z]+=|cat\b|=h\b)`) // "{%s= text %}" and what reads files; "{%= template() %}" is neither
	for _, name := range names {
		template, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range raw.FindAll(template, -1) {
			t.Errorf("%s: %s is not escaped", name, tag)
		}
		var code bytes.Buffer
		if err := parser.ParseNoLineComments(&code, bytes.NewReader(template), name, "feedgen"); err != nil {
			t.Fatal(err)
		}
		want, err := gofmt.Source(code.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(name + ".go")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s.go is not what %s makes: go generate ./feedgen\n%s", name, name, diff)
		}
	}
}
