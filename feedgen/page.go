package feedgen

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"paperfeeds/archive"
	"paperfeeds/text"
)

const (
	typeHTML = "text/html; charset=utf-8"
	typeJSON = "application/json; charset=utf-8"
)

// How much of its feed a page shows.
const (
	newestPapers  = 30
	newestDigests = 8
)

// A page is what every page for people has: its head, and where it lies.
type page struct {
	Site        string // title of the site
	Base        string // where the place is served
	Path        string // of the page: its canonical address is Base + Path
	Root        string // the way from the page's folder to the place: "", "../"
	Title       string
	Description string
	Addresses   []address // of the feed that the page announces to browsers and readers
}

// An address is one format of a feed.
type address struct{ Format, Type, Title, URL string }

func (p *planner) newPage(path, title, description string, feed *Feed) page {
	return page{
		Site: p.site.Settings.Title, Base: p.site.BaseURL, Path: path, Root: strings.Repeat("../", strings.Count(path, "/")),
		Title: title, Description: description, Addresses: p.addresses(feed),
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
	Issues   []issue    // of a digest feed, which has no papers
	Archived []pageLink // the newest archive document and the first
	Group    group
	Siblings []pageLink // other feeds of the group
}

// pages plans the page of every feed, and before them what all pages look and work with.
func (p *planner) pages(feeds []*Feed) []*File {
	families := map[string]*siblings{}
	for _, g := range groups() {
		family, in := &siblings{group: g}, newInputs()
		for _, f := range g.of(feeds) {
			if f.Listed && f.Kind != KindOrganization { // a thousand are for the index page
				family.feeds, in = append(family.feeds, f), in.texts(f.Path, f.Name)
			}
		}
		family.sum = in.sum()
		families[g.ID] = family
	}
	speakers := organizations(p.archive.Catalogue())
	files := p.assets()
	for _, f := range feeds {
		home := ""
		if o := speakers[strings.TrimPrefix(f.Path, "orgs/")]; f.Kind == KindOrganization && o != nil {
			home = text.URL("https://huggingface.co/" + o.Slug)
		}
		files = append(files, p.feedPage(f, families[groupOf(f)], home))
	}
	return files
}

// siblings are the feeds of a group, which lead to each other.
type siblings struct {
	group group
	feeds []*Feed
	sum   string // of their names and paths
}

// feedPage plans the page of a feed. Like the feed it tells no counts of votes, so it changes when the feed does.
func (p *planner) feedPage(f *Feed, family *siblings, home string) *File {
	shown := newestPapers
	if f.Kind == KindDigest {
		shown = newestDigests
	}
	newest := f.Members[max(0, len(f.Members)-shown):]
	in := newInputs().texts(p.common, templatesVersion(), f.Path, string(f.Kind), f.Name, f.Title, f.Description, f.Icon, home,
		typeHTML, cacheFeed, family.sum).numbers(len(f.Members)).members(newest)
	file := &File{Path: f.Path + ".html", ContentType: typeHTML, CacheControl: cacheFeed}
	view := func() feedPage { // when it is rendered: most pages are not, and each names all others of its group
		return feedPage{
			page: p.newPage(file.Path, f.Title, f.Description, f), Feed: f, Home: home, Archived: p.archived(f),
			Group: family.group, Siblings: family.without(f),
		}
	}
	if f.Kind == KindDigest {
		in = in.texts(p.site.Settings.Hide...)
		file.digests = true
		file.render = func(to *bytes.Buffer, _ []*archive.Record) error { return p.digestFeedPage(to, view(), newest) }
	} else {
		for _, m := range slices.Backward(newest) {
			file.papers = append(file.papers, m.Row.ID)
		}
		file.render = func(to *bytes.Buffer, records []*archive.Record) error {
			return p.paperFeedPage(to, view(), newest, records)
		}
	}
	file.Digest = in.sum()
	return file
}

// without leads from a feed to the others.
func (s *siblings) without(f *Feed) []pageLink {
	var links []pageLink
	for _, other := range s.feeds {
		if other != f {
			links = append(links, pageLink{other.Name, other.Path + ".html"})
		}
	}
	return links
}

// paperFeedPage shows the newest papers, the newest first, as their records are.
func (p *planner) paperFeedPage(to *bytes.Buffer, view feedPage, newest []Member, records []*archive.Record) error {
	view.Papers = make([]card, len(records))
	for i, r := range records {
		view.Papers[i] = p.card(r)
		view.Papers[i].When = newest[len(newest)-1-i].Entered
	}
	writefeedHTML(to, view)
	return nil
}

func (p *planner) digestFeedPage(to *bytes.Buffer, view feedPage, newest []Member) error {
	for _, m := range slices.Backward(newest) {
		it, err := p.digest(view.Feed, m.Row.ID)
		if err != nil {
			return err
		}
		view.Issues = append(view.Issues, newIssue(it, m.Entered))
	}
	writefeedHTML(to, view)
	return nil
}

// archived leads from a feed's page to what the feed itself no longer holds.
func (p *planner) archived(f *Feed) []pageLink {
	per := p.perDocument(f)
	last := documents(len(f.Members), per)
	var links []pageLink
	for _, n := range slices.Compact([]int{last, 1}) {
		if last > 0 {
			label := number((n-1)*per+1) + " to " + number(n*per)
			links = append(links, pageLink{label, f.Path + "/" + strconv.Itoa(n) + ".rss"})
		}
	}
	return links
}

// perDocument is how many items an archive document of a feed holds.
func (p *planner) perDocument(f *Feed) int {
	if f.Kind == KindDigest {
		return max(1, p.site.Place.PerDocument/digestsAreLonger)
	}
	return p.site.Place.PerDocument
}
