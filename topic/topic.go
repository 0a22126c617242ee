package topic

import "strings"

// A Topic is one subject that has a feed.
type Topic struct {
	Slug        string // lower case, digits and hyphens; part of the feed's address, so it never changes
	Name        string
	Description string // one sentence
}

// A Definition says when a text is about a topic: the form of one entry of topics.json, without its slug. A phrase may have several
// spellings, joined by " | ", that count as one.
type Definition struct {
	Name        string   `json:"name" yaml:"name"`
	Description string   `json:"description" yaml:"description"`
	Any         []string `json:"any" yaml:"any"`     // strong wherever it stands
	Title       []string `json:"title" yaml:"title"` // strong only in a title
	Hint        []string `json:"hint" yaml:"hint"`   // weak support
}

// maxSlug keeps addresses, and the file names of a feed's archive documents, short.
const maxSlug = 60

// validSlug tells whether s may stand in an address: words of a-z and 0-9 joined by single hyphens.
func validSlug(s string) bool {
	if s == "" || len(s) > maxSlug || strings.HasPrefix(s, "-") || strings.HasSuffix(s, "-") || strings.Contains(s, "--") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	})
}
