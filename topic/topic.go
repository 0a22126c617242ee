package topic

import "regexp"

// A Topic is one subject that has a feed.
type Topic struct {
	Slug        string // lower case, digits and hyphens; part of the feed's address, so it never changes
	Name        string
	Description string // one sentence
}

// A Definition says when a text is about a topic: the form of one entry of topics.json, without its slug. A phrase may have several
// spellings, joined by " | ", that count as one.
type Definition struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Any         []string `json:"any"`   // strong wherever it stands
	Title       []string `json:"title"` // strong only in a title
	Hint        []string `json:"hint"`  // weak support
}

// maxSlug keeps addresses, and the file names of a feed's archive documents, short.
const maxSlug = 60

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ValidSlug tells whether s may stand in an address: words of a-z and 0-9 joined by single hyphens.
func ValidSlug(s string) bool { return len(s) <= maxSlug && slugForm.MatchString(s) }
