package feedgen

import (
	"bytes"
	"encoding/xml"
	"slices"
	"time"

	"paperfeeds/archive"
)

// OPML 2.0 (http://opml.org/spec2.opml): lists of feeds that readers import, or follow (FreshRSS and Inoreader add what is new by
// themselves).
type opmlDocument struct {
	XMLName  xml.Name  `xml:"opml"`
	Version  string    `xml:"version,attr"`
	Title    string    `xml:"head>title"`
	Modified string    `xml:"head>dateModified"`
	Outlines []outline `xml:"body>outline"`
}

// An outline is a feed, or a folder of feeds. Importers differ in whether they show text or title; both are there.
type outline struct {
	Text        string    `xml:"text,attr"`
	Title       string    `xml:"title,attr,omitempty"`
	Type        string    `xml:"type,attr,omitempty"`
	XMLURL      string    `xml:"xmlUrl,attr,omitempty"`
	HTMLURL     string    `xml:"htmlUrl,attr,omitempty"`
	Description string    `xml:"description,attr,omitempty"`
	Language    string    `xml:"language,attr,omitempty"`
	Version     string    `xml:"version,attr,omitempty"`
	Category    string    `xml:"category,attr,omitempty"`
	Outlines    []outline `xml:"outline"`
}

const typeOPML = "text/x-opml; charset=utf-8"

// opml plans the lists of all feeds, of the topics and of the organizations.
func (p *planner) opml(listed []*Feed) []*File {
	all := groups()
	only := func(id string) []group {
		return slices.DeleteFunc(slices.Clone(all), func(g group) bool { return g.ID != id })
	}
	return []*File{
		p.outlines("opml/all.opml", "all feeds", all, listed),
		p.outlines("opml/topics.opml", "topics", only("topics"), listed),
		p.outlines("opml/orgs.opml", "organizations", only("organizations"), listed),
	}
}

func (p *planner) outlines(path, what string, groups []group, listed []*Feed) *File {
	doc := opmlDocument{Version: "2.0", Title: p.site.Settings.Title + ": " + what}
	newest := p.site.started()
	in := newInputs().texts(p.common, path, doc.Title, typeOPML, cacheFeed)
	for _, g := range groups {
		for _, f := range g.of(listed) {
			in = in.texts(f.Path, string(f.Kind), f.Name, f.Title, f.Description) // all that folder tells of it
			if f.Newest().After(newest) {
				newest = f.Newest()
			}
		}
	}
	doc.Modified = newest.UTC().Format(time.RFC1123Z)
	return &File{
		Path: path, ContentType: typeOPML, CacheControl: cacheFeed, Digest: in.texts(doc.Modified).sum(),
		render: func(to *bytes.Buffer, _ []*archive.Record) error {
			doc := doc
			for _, g := range groups {
				if folder := p.folder(g, listed); len(folder.Outlines) > 0 || len(groups) == 1 { // a body has an outline at least
					doc.Outlines = append(doc.Outlines, folder)
				}
			}
			to.WriteString(xml.Header)
			e := xml.NewEncoder(to)
			e.Indent("", " ")
			if err := e.Encode(doc); err != nil {
				return err
			}
			to.WriteByte('\n')
			return nil
		},
	}
}

// folder has those of the listed feeds that are in a group.
func (p *planner) folder(g group, listed []*Feed) outline {
	folder := outline{Text: g.Title, Title: g.Title}
	for _, f := range g.of(listed) {
		at := p.site.URL(f.Path)
		folder.Outlines = append(folder.Outlines, outline{
			Text: f.Name, Title: f.Title, Type: "rss", XMLURL: at + ".rss", HTMLURL: at + ".html",
			Description: f.Description, Language: language, Version: "RSS", Category: "/" + string(f.Kind),
		})
	}
	return folder
}
