package feedgen

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gorilla/feeds"
	"github.com/valyala/quicktemplate"
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

// item.qtpl writes an rssItem; its tags say the same once more, for the test that compares.
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

func (e *Encoded) encodeRSS(r *row, t texts) error {
	e.rss = xmlFragment(func(w io.Writer) { writerssXML(w, r.rss(t)) })
	return nil
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

// xmlFragment keeps what write writes. It copies: thousands of fragments are kept at once, and the buffer is used again.
func xmlFragment(write func(io.Writer)) []byte {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	write(b)
	return bytes.Clone(b.Bytes())
}

// xmlEscaper escapes text without forbidden characters as encoding/xml does.
var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")

// streamxmlText is xmlText in item.qtpl.
func streamxmlText(w *quicktemplate.Writer, text string) { _, _ = xmlEscaper.WriteString(w.W(), text) } // to memory

// itemsMark stands in an XML document for its items. A comment cannot come from a text: its "<" would be escaped.
const itemsMark = "<!--items-->"

// writeXML writes a document, and where the mark stands in it, what items writes.
func writeXML(to *bytes.Buffer, document feeds.XmlFeed, items func()) error {
	var b bytes.Buffer
	if err := feeds.WriteXML(document, &b); err != nil {
		return err
	}
	before, after, found := bytes.Cut(b.Bytes(), []byte(itemsMark))
	if !found {
		return fmt.Errorf("%T has no place for items", document)
	}
	to.Write(before)
	items()
	to.Write(after)
	return nil
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
	Items   string         `xml:",innerxml"` // itemsMark
}

// FeedXml makes a document one that gorilla/feeds can write.
func (d *rssDocument) FeedXml() any { return d }

// WriteRSS writes d as RSS 2.0.
func WriteRSS(to *bytes.Buffer, d Document) error {
	h, err := d.head(rssEnding, rssType)
	if err != nil {
		return err
	}
	return writeXML(to, h.rss(itemsMark), func() {
		d.paste(to, func(b []byte, e Entry) []byte {
			b = append(b, e.Item.rss...)
			b = wholeSecond(e.Entered).AppendFormat(b, rssDate)
			return append(b, rssTail...)
		})
	})
}

func (h *head) rss(items string) *rssDocument {
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

func wholeSecond(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
