package feedgen

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed site
var siteFiles embed.FS

// templates are the pages' templates. A mistake in one is an error of every page, and of the tests.
var templates = sync.OnceValues(func() (*template.Template, error) {
	return template.New("site").Funcs(template.FuncMap{
		"date":   func(t time.Time) string { return t.UTC().Format("2 January 2006") },
		"iso":    func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"day":    longDay,
		"number": number,
		"plural": plural,
		// A card does not know how deep its page lies.
		"at": func(root string, c card) placedCard { return placedCard{root, c} },
	}).ParseFS(siteFiles, "site/*.html")
})

// templatesVersion is a digest of the templates: pages are made again when their look changes, without anybody counting up.
var templatesVersion = sync.OnceValue(func() string { return digestFiles("site/*.html") })

// SiteVersion is a digest of everything that pages look and work with. A run that finds another one has to plan again.
func SiteVersion() string { return siteVersion() }

var siteVersion = sync.OnceValue(func() string { return digestFiles("site/*") })

func digestFiles(pattern string) string {
	h := sha256.New()
	names, err := fs.Glob(siteFiles, pattern)
	for _, name := range names {
		var b []byte
		if b, err = siteFiles.ReadFile(name); err != nil {
			break
		}
		h.Write(b)
	}
	if err != nil {
		return "" // rendering, from the same files, tells
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

type placedCard struct {
	Root string
	card
}

// execute renders a page.
func execute(name string, data any) ([]byte, error) {
	all, err := templates()
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	var out bytes.Buffer
	if err := all.ExecuteTemplate(&out, name, data); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// longDay is a list day for people: "Wednesday, 3 June 2026".
func longDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("Monday, 2 January 2006")
}

// number sets a comma between thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func plural(n int, one string) string {
	switch {
	case n == 1:
		return "1 " + one
	case strings.HasSuffix(one, "y"):
		return number(n) + " " + strings.TrimSuffix(one, "y") + "ies"
	}
	return number(n) + " " + one + "s"
}
