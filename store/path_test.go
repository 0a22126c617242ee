package store

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCheckPath(t *testing.T) {
	for _, good := range []string{
		"all.rss", "orgs/stability.ai/1.rss", "days/2026-07-17.html", "a b/c", "日本語/論文.rss", "...a", ".well-known/x",
		strings.Repeat("n", maxSegment), strings.Repeat("n/", maxPath/2-1) + "n",
	} {
		if err := checkPath(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, test := range []struct{ path, want string }{
		{"", "is empty"},
		{"/a", "empty part"},
		{"a/", "empty part"},
		{"a//b", "empty part"},
		{"/", "empty part"},
		{".", `"." or ".."`},
		{"..", `"." or ".."`},
		{"a/../b", `"." or ".."`},
		{"a/./b", `"." or ".."`},
		{"..../a", "ends with a dot"},
		{"a /b", "ends with a dot or a space"},
		{`a\b`, `'\\'`},
		{"C:a", "':'"},
		{"a\x00", `'\x00'`},
		{"a\tb", `'\t'`},
		{"a\u0085b", `'\u0085'`},
		{"a\u202eb", `'\u202e'`}, // turns the writing around in messages
		{"a\xffb", "not UTF-8"},
		{"a?", "'?'"},
		{"a/.paperfeeds-lock", "kept for locks"},
		{".paperfeeds-tmp-X/a", "kept for locks"},
		{strings.Repeat("n", maxSegment+1), "longer than 255"},
		{strings.Repeat("n/", maxPath/2) + "n", "longer than 1024"},
	} {
		if err := checkPath(test.path); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.path, err, test.want)
		}
	}
}

// FuzzCheckPath: what is let through stays in its folder by anyone's reckoning, and is kept and found under its own name.
func FuzzCheckPath(f *testing.F) {
	for _, seed := range []string{"all.rss", "orgs/a/1.rss", "../a", "a/..", "C:a", `a\..\b`, "a\x00", "é", "a.", ".paperfeeds-lock", "con"} {
		f.Add(seed)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, name string) {
		if checkPath(name) != nil {
			return
		}
		if !filepath.IsLocal(filepath.FromSlash(name)) || path.Clean(name) != name || !utf8.ValidString(name) {
			t.Fatalf("%q was let through", name)
		}
		folder, err := OpenFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := folder.Put(t.Context(), File{Path: name, Body: []byte(name)}, Condition{}); err != nil {
			t.Fatal(err)
		}
		objects, err := folder.List(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if len(objects) != 1 || objects[0].Path != name {
			t.Errorf("put %q, listed %+v", name, objects)
		}
		if err := folder.Delete(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("%q left %v, %v", name, left, err)
		}
	})
}
