package feedgen

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"time"

	"github.com/gorilla/feeds"
)

// RSS 2.0: https://www.rssboard.org/rss-specification and https://www.rssboard.org/rss-profile, with content, dc, media, and atom for
// links (RFC 5005 appendix B). A field declared beside an embedded type of gorilla/feeds replaces the one of the same name in it.

const (
	rssEnding = ".rss"
	rssType   = "application/rss+xml"
	rssDocs   = "https://www.rssboard.org/rss-specification"
	rssTTL    = 60                                // minutes
	rssDate   = "Mon, 02 Jan 2006 15:04:05 -0700" // the profile wants four digits of the year
	rssTail   = "</pubDate>\n    </item>"         // what follows the date of an item
)

type rssItem struct {
	XMLName xml.Name `xml:"item"`
	*feeds.RssItem
	// Not the library's CDATA, which encoding/xml does not check: one control character in it makes the whole feed unreadable.
	Content    string        `xml:"content:encoded"`
	Creator    string        `xml:"dc:creator,omitempty"`
	Categories []rssCategory `xml:"category"`
	Thumbnail  *rssThumbnail `xml:"media:thumbnail"`
	Media      *rssMedia     `xml:"media:content"`
	PubDate    string        `xml:"pubDate"` // last, see Encoded
}

type rssCategory struct {
	Domain string `xml:"domain,attr,omitempty"`
	Name   string `xml:",chardata"`
}

type rssThumbnail struct {
	URL string `xml:"url,attr"`
}

type rssMedia struct {
	URL    string `xml:"url,attr"`
	Medium string `xml:"medium,attr"`
}

// rss returns the item without its date.
func (r *row) rss(t texts) *rssItem {
	item := &rssItem{
		RssItem: &feeds.RssItem{
			Title:       r.Title,
			Link:        r.URL,
			Description: escapeIfNeeded(t.excerpt),
			Comments:    r.Discussion,
			Guid:        &feeds.RssGuid{Id: r.ID, IsPermaLink: "false"},
		},
		Content: t.html,
		// One element: most readers show only the first of several.
		Creator: strings.Join(r.Authors[:r.credited], ", "),
	}
	if r.ID == r.URL {
		item.Guid.IsPermaLink = "true"
	}
	for _, s := range t.subjects {
		item.Categories = append(item.Categories, rssCategory{Domain: s.scheme, Name: s.label})
	}
	if r.Image != "" {
		item.Thumbnail, item.Media = &rssThumbnail{URL: r.Image}, &rssMedia{URL: r.Image, Medium: "image"}
	}
	return item
}

// xmlFragment encodes an element as it stands in a document, indented by prefix and after a line break, without tail.
func xmlFragment(element any, prefix, tail string) ([]byte, error) {
	b := bytes.NewBufferString("\n")
	e := xml.NewEncoder(b)
	e.Indent(prefix, "  ")
	if err := e.Encode(element); err != nil {
		return nil, err
	}
	return cutTail(b.Bytes(), tail)
}

type rssDocument struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Content string   `xml:"xmlns:content,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Media   string   `xml:"xmlns:media,attr"`
	History string   `xml:"xmlns:fh,attr"`
	Channel *rssChannel
}

type rssChannel struct {
	XMLName xml.Name `xml:"channel"`
	*feeds.RssFeed
	Links   []documentLink `xml:"atom:link"`
	Archive *struct{}      `xml:"fh:archive"`
	Items   []byte         `xml:",innerxml"` // fragments, pasted
}

// FeedXml makes a document one that gorilla/feeds can write.
func (d *rssDocument) FeedXml() any { return d }

// WriteRSS writes d as RSS 2.0.
func WriteRSS(w io.Writer, d Document) error {
	h, err := d.head(rssEnding, rssType)
	if err != nil {
		return err
	}
	return feeds.WriteXML(h.rss(d.rssItems()), w)
}

func (h *head) rss(items []byte) *rssDocument {
	channel := &rssChannel{
		RssFeed: &feeds.RssFeed{
			Title:         h.title,
			Link:          h.homeURL,
			Description:   escapeIfNeeded(h.description),
			Language:      language,
			LastBuildDate: h.updated.Format(rssDate),
			Generator:     h.generator,
			Docs:          rssDocs,
			Ttl:           rssTTL,
		},
		Links:   h.links,
		Archive: h.archive,
		Items:   items,
	}
	if h.icon != "" { // without a size: readers that know none draw it small, and true sizes are not known
		channel.Image = &feeds.RssImage{Url: h.icon, Title: h.title, Link: h.homeURL}
	}
	return &rssDocument{
		Version: "2.0",
		Atom:    "http://www.w3.org/2005/Atom",
		Content: "http://purl.org/rss/1.0/modules/content/",
		DC:      "http://purl.org/dc/elements/1.1/",
		Media:   "http://search.yahoo.com/mrss/",
		History: "http://purl.org/syndication/history/1.0",
		Channel: channel,
	}
}

func (d *Document) rssItems() []byte {
	size := 0
	for _, e := range d.Items {
		size += len(e.Item.rss) + len(rssDate) + len(rssTail)
	}
	b := make([]byte, 0, size)
	for _, e := range d.Items {
		b = append(b, e.Item.rss...)
		b = wholeSecond(e.Entered).AppendFormat(b, rssDate)
		b = append(b, rssTail...)
	}
	return b
}

func wholeSecond(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
