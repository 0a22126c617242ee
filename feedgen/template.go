package feedgen

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What pages look and work with, and, to know when they change, the templates, which are compiled to the *.qtpl.go beside them.
//
//go:generate go tool qtc -skipLineComments
//go:embed site *.qtpl
var siteFiles embed.FS

// templatesVersion is a digest of the templates: pages are made again when their look changes, without anybody counting up.
var templatesVersion = sync.OnceValue(func() string { return digestFiles("*.qtpl") })

// itemsVersion is the same of the template of items, for documents.
var itemsVersion = sync.OnceValue(func() string { return digestFiles("item.qtpl") })

// SiteVersion is a digest of everything that pages look and work with. A run that finds another one has to plan again.
func SiteVersion() string { return siteVersion() }

var siteVersion = sync.OnceValue(func() string { return digestFiles("site/*") + templatesVersion() })

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
