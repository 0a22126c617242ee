package feedgen

import (
	"bytes"
	"time"
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
func (p *planner) catalogue(to *bytes.Buffer, listed []*Feed) error {
	doc := catalogueDocument{Format: CatalogueFormat, Title: p.site.Settings.Title, Home: p.site.URL("index.html"), Feeds: []catalogueEntry{}}
	for _, f := range listed {
		at := p.site.URL(f.Path)
		doc.Feeds = append(doc.Feeds, catalogueEntry{
			Path: f.Path, Kind: f.Kind, Name: f.Name, Title: f.Title, Description: f.Description,
			Count: len(f.Members), Newest: f.Newest().UTC(), RSS: at + ".rss", Atom: at + ".atom", JSON: at + ".json", HTML: at + ".html",
		})
	}
	return plainJSON(to, doc)
}
