package archive

import (
	"maps"
	"reflect"
	"slices"

	"paperfeeds/parser"
)

// take takes over what a listing says of a paper, and reports whether that was news. What a listing lacks stays as it was
// known: the source now and then drops an organization or a repository, and the cards of a page know no abstract. Counts are not
// taken: they have a place of their own.
func (r *Record) take(p *parser.Paper, day string) bool {
	before := r.clone()
	r.ID = p.ID
	keep(&r.Title, p.Title)
	keep(&r.Abstract, p.Abstract)
	keep(&r.Summary, p.Summary)
	keep(&r.Code, p.Code)
	keep(&r.Project, p.Project)
	keep(&r.Image, p.Image)
	if len(p.Authors) > 0 {
		r.Authors = slices.Clone(p.Authors)
	}
	if len(p.Keywords) > 0 {
		r.Keywords = slices.Clone(p.Keywords)
	}
	if !p.Published.IsZero() {
		r.Published = p.Published
	}
	if !p.Submitted.IsZero() && r.Submitted.IsZero() {
		r.Submitted = p.Submitted
	}
	if o := p.Organization; o != nil && o.ID != "" { // a card knows no id
		org := *o
		r.Organization = &org
		if a := (Affiliation{o.ID, o.Slug}); !slices.Contains(r.Affiliations, a) {
			r.Affiliations = append(r.Affiliations, a)
		}
	}
	if i, found := slices.BinarySearch(r.Days, day); !found {
		r.Days = slices.Insert(r.Days, i, day)
	}
	return !reflect.DeepEqual(before, r)
}

func keep(known *string, read string) {
	if read != "" {
		*known = read
	}
}

func (r *Record) clone() *Record {
	c := *r
	c.Authors, c.Keywords, c.Days = slices.Clone(r.Authors), slices.Clone(r.Keywords), slices.Clone(r.Days)
	c.Feeds, c.Affiliations, c.Entered = slices.Clone(r.Feeds), slices.Clone(r.Affiliations), maps.Clone(r.Entered)
	if r.Organization != nil {
		o := *r.Organization
		c.Organization = &o
	}
	return &c
}
