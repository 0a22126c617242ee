package parser

import "time"

// A Listing is what one reading of one list day gave: its papers in the order of the source, which is by votes and therefore not
// stable from one reading to the next.
type Listing struct {
	// Date is the list day, "2006-01-02", as the listing itself names it; a page asked for an empty day serves an older one. It is
	// empty where the listing names none (trending pages, search pages).
	Date string
	// Papers have distinct ids.
	Papers []Paper
	// Skipped are the papers that could not be read.
	Skipped []Skip
	// Warnings say what was odd about the listing but did not cost a paper.
	Warnings []string
}

// A Skip is one malformed paper of a listing, left out for Reason.
type Skip struct {
	Place  int    // its place in the listing, from 0
	ID     string // its id, if it had a readable one
	Reason string // lower case, e.g. "no abstract"
}

// A Paper is one paper as a listing tells it. All text is plain, of one line, with TeX made readable; addresses are http(s) or
// empty; hidden authors are left out.
type Paper struct {
	ID           string        `json:"id"` // arXiv id, "2606.03748"
	Title        string        `json:"title"`
	Abstract     string        `json:"abstract"`
	Summary      string        `json:"summary,omitempty"` // the source's own AI summary, about one sentence
	Authors      []string      `json:"authors,omitempty"`
	Published    time.Time     `json:"published,omitzero"` // arXiv's date, UTC; since 2026-04 at midnight
	Submitted    time.Time     `json:"submitted,omitzero"` // put on the daily list, UTC; zero where the source gives no time of day
	Organization *Organization `json:"organization,omitempty"`
	Keywords     []string      `json:"keywords,omitempty"` // distinct, not empty
	Code         string        `json:"code,omitempty"`     // repository
	Project      string        `json:"project,omitempty"`  // project page
	Image        string        `json:"image,omitempty"`    // thumbnail, else the first still picture among the media
	Upvotes      int           `json:"upvotes,omitempty"`
	Comments     int           `json:"comments,omitempty"`
	Stars        int           `json:"stars,omitempty"`
}

// An Organization is who a paper comes from. Its ID stays when it is renamed; its Slug, the path of its page, does not.
type Organization struct {
	ID     string `json:"id"`
	Slug   string `json:"slug"` // as the source spells it, "OpenMOSS-Team"
	Name   string `json:"name"`
	Avatar string `json:"avatar,omitempty"`
}
