package feedgen

import (
	"slices"
	"strconv"
	"strings"

	"paperfeeds/archive"
)

const (
	typeHTML = "text/html; charset=utf-8"
	typeJSON = "application/json; charset=utf-8"
)

// newestShown is how many papers a feed's page shows.
const newestShown = 30

// A page is what every page for people has: its head, and where it lies.
type page struct {
	Site        string // title of the site
	Base        string // where the place is served
	Path        string // of the page: its canonical address is Base + Path
	Root        string // the way from the page's folder to the place: "", "../"
	Title       string
	Description string
	Feeds       []address // that the page announces to browsers and readers
}

// An address is one format of a feed.
type address struct{ Format, Type, Title, URL string }

func (p *planner) newPage(path, title, description string, feed *Feed) page {
	return page{
		Site: p.site.Settings.Title, Base: p.site.BaseURL, Path: path, Root: strings.Repeat("../", strings.Count(path, "/")),
		Title: title, Description: description, Feeds: p.addresses(feed),
	}
}

// addresses are those of a feed in all formats, the most wanted first. They are absolute: they are there to be copied.
func (p *planner) addresses(f *Feed) []address {
	var list []address
	for i, name := range []string{"RSS", "Atom", "JSON Feed"} {
		mediaType, _, _ := strings.Cut(formats[i].contentType, ";")
		list = append(list, address{name, mediaType, f.Title + " (" + name + ")", p.site.URL(f.Path + formats[i].ending)})
	}
	return list
}

// A feedPage is the page of one feed.
type feedPage struct {
	page
	Feed     *Feed
	Home     string // page of the organization at the source, or empty
	Papers   []card
	Archived []pageLink // the newest archive document and the first
	Siblings []pageLink // other feeds of the kind
}

// pages plans the page of every feed.
func (p *planner) pages(feeds []*Feed) []*File {
	siblings := map[Kind][]*Feed{}
	for _, f := range feeds {
		if f.Listed && f.Kind != KindOrganization { // a thousand are for the index page
			siblings[f.Kind] = append(siblings[f.Kind], f)
		}
	}
	speakers := organizations(p.archive.Catalogue())
	files := make([]*File, 0, len(feeds))
	for _, f := range feeds {
		home := ""
		if o := speakers[strings.TrimPrefix(f.Path, "orgs/")]; f.Kind == KindOrganization && o != nil {
			home = "https://huggingface.co/" + o.Slug
		}
		files = append(files, p.feedPage(f, siblings[f.Kind], home))
	}
	return files
}

// feedPage plans the page of a feed. Like the feed it tells no counts of votes, so it changes when the feed does.
func (p *planner) feedPage(f *Feed, siblings []*Feed, home string) *File {
	view := feedPage{page: p.newPage(f.Path+".html", f.Title, f.Description, f), Feed: f, Home: home}
	per := p.site.Place.PerDocument
	if n := documents(len(f.Members), per); n > 0 {
		view.Archived = append(view.Archived, pageLink{"papers 1 to " + number(per), f.Path + "/1.rss"})
		if n > 1 {
			label := "papers " + number((n-1)*per+1) + " to " + number(n*per)
			view.Archived = slices.Insert(view.Archived, 0, pageLink{label, f.Path + "/" + strconv.Itoa(n) + ".rss"})
		}
	}
	h := newDigest(p.common, templatesVersion(), f.Path, string(f.Kind), f.Name, f.Title, f.Description, f.Icon, home,
		strconv.Itoa(len(f.Members)), typeHTML, cacheFeed)
	for _, s := range siblings {
		if s != f {
			view.Siblings = append(view.Siblings, pageLink{s.Name, s.Path + ".html"})
			h.Write(newDigest(s.Path, s.Name).Sum(nil))
		}
	}
	newest := slices.Clone(f.Members[max(0, len(f.Members)-newestShown):])
	slices.Reverse(newest)
	rows := make([]*archive.Row, len(newest))
	for i, m := range newest {
		rows[i] = m.Row
		digestMember(h, m)
	}
	return &File{
		Path: view.Path, ContentType: typeHTML, CacheControl: cacheFeed, Digest: finish(h.Sum(nil)), papers: rows,
		render: func(records []*archive.Record) ([]byte, error) {
			view := view
			view.Papers = make([]card, len(records))
			for i, r := range records {
				view.Papers[i] = p.card(r)
				view.Papers[i].When = newest[i].Entered
			}
			return execute("feed.html", view)
		},
	}
}
