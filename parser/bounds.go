package parser

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Bounds on what one listing may hold, so that a hostile one cannot make a huge archive. None was ever reached: there were 105 papers,
// 664 authors and 44 keywords at most, titles of 300 characters, abstracts of 1,923, summaries of 1,606, pages of 1.6 MB.
const (
	maxBytes    = 16 << 20
	maxPapers   = 1000
	maxAuthors  = 5_000
	maxKeywords = 50
	maxCount    = 10_000_000
)

// The same in characters.
const (
	maxTitle    = 500
	maxAbstract = 10_000
	maxSummary  = 2_000
	maxName     = 200 // of a person or an organization
	maxKeyword  = 100
)

// idForm is the only form of id in 12,450 listed papers; the old one (hep-th/9901001) cannot be on a daily list.
var idForm = regexp.MustCompile(`^\d{4}\.\d{4,5}$`)

// slugForm is a little wider than that of the 785 slugs seen, but still one segment of a path.
var slugForm = regexp.MustCompile(`^[\pL\pN_-][\pL\pN._-]{0,99}$`)

// organizationIDForm is the form of an organization's "_id", 24 hexadecimal digits so far.
var organizationIDForm = regexp.MustCompile(`^[0-9A-Za-z]{1,64}$`)

// bound cleans s and cuts it after limit characters; it tells whether anything was cut. Of a text far too long only the beginning
// is cleaned: a megabyte of TeX is not worth reading to keep a line of it.
func bound(s string, limit int, clean func(string) string) (string, bool) {
	cut := len(s) > 8*limit
	if cut {
		s = strings.ToValidUTF8(s[:8*limit], "")
	}
	s = clean(s)
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s, cut
	}
	end := 0
	for range limit {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return strings.TrimSpace(s[:end]), true
}

// count is n, or 0 where n cannot be a count of votes, comments or stars.
func count(n int) int {
	if n < 0 || n > maxCount {
		return 0
	}
	return n
}
