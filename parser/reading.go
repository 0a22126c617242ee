package parser

import (
	"fmt"
	"slices"

	"paperfeeds/text"
)

// A reading is a listing in the making, with what only the judgement of a page needs.
type reading struct {
	Listing
	ids     map[string]bool // of the papers
	authors map[string]int  // how many authors the source counts for a paper, hidden ones too; missing where it does not say
}

func newReading() *reading {
	return &reading{ids: map[string]bool{}, authors: map[string]int{}}
}

// add takes a paper in, unless its id is there already: the first one stands higher in the list and is kept.
func (r *reading) add(p Paper, authors int) {
	if r.ids[p.ID] {
		r.warn("paper %s: listed twice, the first is kept", p.ID)
		return
	}
	r.ids[p.ID] = true
	if authors > 0 {
		r.authors[p.ID] = authors
	}
	r.Papers = append(r.Papers, p)
}

// skip leaves out the paper at a place for a reason. An id is kept only if it is one.
func (r *reading) skip(place int, id, reason string) {
	if !idForm.MatchString(id) {
		id = ""
	}
	r.Skipped = append(r.Skipped, Skip{Place: place, ID: id, Reason: reason})
}

func (r *reading) warn(format string, args ...any) {
	r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...))
}

// nameless counts the papers skipped without an id.
func (r *reading) nameless() int {
	n := 0
	for _, s := range r.Skipped {
		if s.ID == "" {
			n++
		}
	}
	return n
}

// line is a field of paper id as plain text with TeX made readable, cut at limit with a warning.
func (r *reading) line(id, field, s string, limit int) string {
	s, cut := bound(s, limit, text.Readable)
	if cut {
		r.warn("paper %s: %s cut at %d characters", id, field, limit)
	}
	return s
}

// organization is who paper id comes from, or nil where the slug, the one thing no link can do without, is none. An id that is none
// is left empty.
func (r *reading) organization(id, orgID, slug, name, avatar string) *Organization {
	if !slugForm.MatchString(slug) {
		r.warn("paper %s: organization without a usable name dropped", id)
		return nil
	}
	o := &Organization{ID: orgID, Slug: slug, Avatar: text.URL(avatar)}
	if orgID != "" && !organizationIDForm.MatchString(orgID) {
		o.ID = ""
		r.warn("paper %s: organization %s without a usable _id", id, slug)
	}
	if o.Name, _ = bound(name, maxName, text.Clean); o.Name == "" {
		o.Name = slug
	}
	return o
}

// Join puts the pages of one answer of the API together, in their order. A list that moves between two requests can show a paper on
// both pages: the first is kept. The day is that of the first listing that names one.
func Join(pages ...Listing) Listing {
	all := newReading()
	place := 0
	for _, page := range pages {
		if all.Date == "" {
			all.Date = page.Date
		}
		all.Papers = slices.Grow(all.Papers, len(page.Papers))
		for _, p := range page.Papers {
			all.add(p, 0)
		}
		for _, s := range page.Skipped {
			s.Place += place
			all.Skipped = append(all.Skipped, s)
		}
		all.Warnings = append(all.Warnings, page.Warnings...)
		place += len(page.Papers) + len(page.Skipped)
	}
	return all.Listing
}
