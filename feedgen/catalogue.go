package feedgen

import (
	"net/url"
	"time"

	"paperfeeds/text"
)

// CatalogueFormat is the version of feeds.json.
const CatalogueFormat = 1

// A catalogueDocument is feeds.json: every feed that is listed, for programs.
type catalogueDocument struct {
	Format int              `json:"format"`
	Title  string           `json:"title"`
	Home   string           `json:"home"`
	Feeds  []catalogueEntry `json:"feeds"`
}

type catalogueEntry struct {
	Path        string    `json:"path"`
	Kind        Kind      `json:"kind"`
	Name        string    `json:"name"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	Count       int       `json:"count"`
	Newest      time.Time `json:"newest,omitzero"`
	RSS         string    `json:"rss"`
	Atom        string    `json:"atom"`
	JSON        string    `json:"json"`
	HTML        string    `json:"html"`
}

// catalogue renders feeds.json.
func (p *planner) catalogue(listed []*Feed) ([]byte, error) {
	doc := catalogueDocument{Format: CatalogueFormat, Title: p.site.Settings.Title, Home: p.site.URL("index.html"), Feeds: []catalogueEntry{}}
	for _, f := range listed {
		at := p.site.URL(f.Path)
		doc.Feeds = append(doc.Feeds, catalogueEntry{
			Path: f.Path, Kind: f.Kind, Name: f.Name, Title: f.Title, Description: f.Description,
			Count: len(f.Members), Newest: f.Newest().UTC(), RSS: at + ".rss", Atom: at + ".atom", JSON: at + ".json", HTML: at + ".html",
		})
	}
	return plainJSON(doc)
}

// menuPath is where a browser looks for the feeds of a site: draft-nottingham-feed-menu-01 (2026-07-20). It is a draft, and costs a
// file.
const menuPath = ".well-known/feed-menu.json"

// A menuEntry is a submenu or a feed.
type menuEntry struct {
	Menu        string      `json:"feed-menu,omitempty"`
	Items       []menuEntry `json:"items,omitempty"`
	Title       string      `json:"feed-title,omitempty"`  // at most 50 characters
	Description string      `json:"description,omitempty"` // at most 140
	RSS         string      `json:"rss,omitempty"`
	Atom        string      `json:"atom,omitempty"`
}

// ownsHost tells whether the place lies at the root of its host, the only place for .well-known (RFC 8615).
func (p *planner) ownsHost() bool {
	u, err := url.Parse(p.site.BaseURL)
	return err == nil && u.Path == "/"
}

func (p *planner) menu(listed []*Feed) ([]byte, error) {
	doc := menuEntry{Menu: text.Excerpt(p.site.Settings.Title, 50)}
	for _, g := range groups() {
		sub := menuEntry{Menu: g.Title}
		for _, f := range listed {
			if g.has(f) {
				at := p.site.URL(f.Path)
				sub.Items = append(sub.Items, menuEntry{
					Title: text.Excerpt(f.Name, 50), Description: text.Excerpt(f.Description, 140), RSS: at + ".rss", Atom: at + ".atom",
				})
			}
		}
		if len(sub.Items) > 0 {
			doc.Items = append(doc.Items, sub)
		}
	}
	return plainJSON(doc)
}
