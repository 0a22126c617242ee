package feedgen

import (
	"cmp"
	"strings"
	"time"

	"paperfeeds/archive"
)

// A card is a paper on a page for people.
type card struct {
	Title, URL, Image string
	Byline            string
	Organization      pageLink
	Excerpt, Abstract string
	Topics            []pageLink
	Links             []pageLink
	When              time.Time // entered the feed
	Day               string    // first list day
	Count             *archive.Count
}

// A pageLink is a link on a page; URL is absolute, or relative to the folder of the place.
type pageLink struct{ Label, URL string }

// card makes the card of a paper from the same clean texts and addresses that feeds have.
func (p *planner) card(r *archive.Record) card {
	row := newRow(p.site.item(r, p.topics))
	c := card{
		Title: row.Title, URL: row.URL, Image: row.Image, Byline: row.byline(),
		Excerpt: cmp.Or(row.Summary, row.excerpt()), Abstract: row.Abstract, Day: row.ListDay,
	}
	if o := row.Organization; o != nil {
		c.Organization = pageLink{o.Name, "orgs/" + archive.OrganizationPath(o.Slug) + ".html"}
	}
	for _, t := range row.Topics {
		c.Topics = append(c.Topics, pageLink{t.Name, "topics/" + t.Slug + ".html"})
	}
	for _, l := range []pageLink{
		{"arXiv", row.ExternalURL}, {"PDF", row.PDF}, {"Code", row.Code}, {"Project page", row.Project}, {"Discussion", row.Discussion},
	} {
		if l.URL != "" {
			c.Links = append(c.Links, l)
		}
	}
	return c
}

// An issue is one digest on the page of its feed.
type issue struct {
	Title, URL string
	Anchor     string // what the feed's item links to, where it is this page
	When       time.Time
	Lines      []Line
	More       int // lines that are not shown
	Rest       pageLink
}

// shownLines is how many papers of a digest a page names; the feed names all.
const shownLines = 10

func newIssue(it Item, when time.Time) issue {
	r := newRow(it)
	lines := r.Digest.Lines
	shown := min(len(lines), shownLines)
	_, anchor, _ := strings.Cut(r.URL, "#")
	return issue{
		Title: r.Title, URL: r.ID, Anchor: anchor, When: when, Lines: lines[:shown], More: len(lines) - shown,
		Rest: pageLink{r.Digest.RestText, r.Digest.RestURL},
	}
}
