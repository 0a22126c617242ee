package feedgen

import (
	"bytes"
	"encoding/xml"
	"io"

	"github.com/gorilla/feeds"
)

// Atom 1.0: https://www.rfc-editor.org/rfc/rfc4287, archives by https://www.rfc-editor.org/rfc/rfc5005.

const (
	atomEnding = ".atom"
	atomType   = "application/atom+xml"
	atomDate   = "2006-01-02T15:04:05Z"
	atomMiddle = "</published>\n    <updated>"
	atomTail   = "</updated>\n  </entry>"
)

// item.qtpl writes an atomEntry; its tags say the same once more, for the test that compares.
type atomEntry struct {
	XMLName xml.Name `xml:"entry"`
	Title   atomText `xml:"title"`
	*feeds.AtomEntry
	Summary    atomText           `xml:"summary"`
	Authors    []feeds.AtomPerson `xml:"author"`
	Categories []atomCategory     `xml:"category"`
	Published  string             `xml:"published"` // the dates last, see Encoded
	Updated    string             `xml:"updated"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// newAtomText writes text so that readers that go by the type and readers that take everything for HTML show the same: a title with a
// <tag> in it must be escaped HTML, as type "text" some swallow the tag.
func newAtomText(plain string) atomText {
	if escaped := escapeIfNeeded(plain); escaped != plain {
		return atomText{Type: "html", Text: escaped}
	}
	return atomText{Type: "text", Text: plain}
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"`
	Label  string `xml:"label,attr,omitempty"`
}

func (e *Encoded) encodeAtom(r *row, t texts) error {
	e.atom = xmlFragment(func(w io.Writer) { writeatomXML(w, r.atom(t)) })
	return nil
}

// atom returns the item without its dates.
func (r *row) atom(t texts) *atomEntry {
	entry := &atomEntry{
		AtomEntry: &feeds.AtomEntry{
			Id:      r.ID,
			Links:   []feeds.AtomLink{{Rel: "alternate", Type: "text/html", Href: r.URL}},
			Content: &feeds.AtomContent{Type: "html", Content: t.html},
		},
		Title:   newAtomText(r.Title),
		Summary: newAtomText(t.excerpt),
	}
	if r.ExternalURL != "" {
		entry.Links = append(entry.Links, feeds.AtomLink{Rel: "related", Type: "text/html", Href: r.ExternalURL})
	}
	if r.Discussion != "" { // RFC 4685
		entry.Links = append(entry.Links, feeds.AtomLink{Rel: "replies", Type: "text/html", Href: r.Discussion})
	}
	for _, name := range r.Authors[:r.credited] {
		entry.Authors = append(entry.Authors, feeds.AtomPerson{Name: name})
	}
	for _, s := range t.subjects {
		c := atomCategory{Term: s.term, Scheme: s.scheme}
		if s.label != s.term {
			c.Label = s.label
		}
		entry.Categories = append(entry.Categories, c)
	}
	return entry
}

type atomDocument struct {
	XMLName xml.Name `xml:"feed"`
	Lang    string   `xml:"xml:lang,attr"`
	History string   `xml:"xmlns:fh,attr"`
	*feeds.AtomFeed
	Title     atomText       `xml:"title"`
	Subtitle  atomText       `xml:"subtitle"`
	Generator string         `xml:"generator"`
	Links     []documentLink `xml:"link"`
	Archive   *struct{}      `xml:"fh:archive"`
	Entries   string         `xml:",innerxml"` // itemsMark
}

// FeedXml makes a document one that gorilla/feeds can write.
func (d *atomDocument) FeedXml() any { return d }

// WriteAtom writes d as Atom 1.0.
func WriteAtom(to *bytes.Buffer, d Document) error {
	h, err := d.head(atomEnding, atomType)
	if err != nil {
		return err
	}
	return writeXML(to, h.atom(itemsMark), func() {
		d.paste(to, func(b []byte, e Entry) []byte {
			b = append(b, e.Item.atom...)
			b = wholeSecond(e.Entered).AppendFormat(b, atomDate)
			b = append(b, atomMiddle...)
			b = e.updated().AppendFormat(b, atomDate)
			return append(b, atomTail...)
		})
	})
}

func (h *head) atom(entries string) *atomDocument {
	return &atomDocument{
		Lang:    language,
		History: "http://purl.org/syndication/history/1.0",
		AtomFeed: &feeds.AtomFeed{
			Xmlns:   "http://www.w3.org/2005/Atom",
			Id:      h.id,
			Updated: h.updated.Format(atomDate),
			// Both: readers know one or the other.
			Icon: h.icon,
			Logo: h.icon,
			// Required where an entry names nobody.
			Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: h.author}},
		},
		Title:     newAtomText(h.title),
		Subtitle:  newAtomText(h.description),
		Generator: h.generator,
		Links:     h.links,
		Archive:   h.archive,
		Entries:   entries,
	}
}
