package feedgen

import (
	"bytes"
	"fmt"
	"sync"
	"time"

	"paperfeeds/text"
)

// Encoded is an item written in each format. When it entered differs from feed to feed and is the only thing that does, so the dates
// stand last in an item, and a fragment is everything before them.
type Encoded struct {
	updated         time.Time
	rss, atom, json []byte
}

// No document may grow over maxDocument bytes: readers and crawlers give up at 1 MB (FeedBurner, Feedly). A document holds at most 99
// items, or 19 digests; what is left beside its head is shared out evenly.
const (
	maxDocument = 1_000_000
	headRoom    = 20_000
	paperRoom   = (maxDocument - headRoom) / 99
	digestRoom  = (maxDocument - headRoom) / 19
	dateRoom    = 120 // what a document adds to a fragment: two dates with their tags, a separator
)

// Encode writes item in each format. Whatever the strings of item hold, the result is well-formed and without active content. An item
// that is too long for its share of a document loses, until it fits, authors from the fields for authors (the body goes on saying how
// many there are), then keywords, then the end of its abstract; the same in all formats. The error is an ID that is none.
func Encode(item Item) (*Encoded, error) {
	if item.ID == "" || len(item.ID) > maxID || text.URL(item.ID) != item.ID {
		return nil, fmt.Errorf("encode item %q: the id is not an http(s) address of at most %d bytes", shortName(item.ID), maxID)
	}
	row, room := newRow(item), paperRoom
	if item.Digest != nil {
		room = digestRoom
	}
	encoded, err := row.fit(room)
	if err != nil {
		return nil, fmt.Errorf("encode item %q: %w", item.ID, err)
	}
	return encoded, nil
}

// fit writes the item, and leaves out what it has no room for in any format.
func (r *row) fit(room int) (*Encoded, error) {
	for {
		t := r.texts()
		if len(t.html)+len(t.plain) <= room { // else JSON, which has both, is too long already
			encoded, err := r.encode(t)
			if err != nil || encoded.size()+dateRoom <= room {
				return encoded, err
			}
		}
		if !r.shorten() {
			return nil, fmt.Errorf("over %d bytes", room)
		}
	}
}

// size is how long the item is in the longest of its formats.
func (e *Encoded) size() int { return max(len(e.rss), len(e.atom), len(e.json)) }

// texts are what the formats share of an item.
type texts struct {
	html, plain, excerpt string
	subjects             []subject
}

func (r *row) texts() texts {
	t := texts{excerpt: r.excerpt(), subjects: r.subjects()}
	t.html, t.plain = r.content()
	return t
}

func (r *row) encode(t texts) (*Encoded, error) {
	e := &Encoded{updated: wholeSecond(r.Updated)}
	for _, f := range formats {
		if err := f.encode(e, r, t); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// buffers are what items are encoded in, tens of thousands one after the other.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// cutTail takes the end that a document writes itself off an encoded item. It copies: thousands of fragments are kept at once, and the
// buffer is used again.
func cutTail(b []byte, tail string) ([]byte, error) {
	head, ok := bytes.CutSuffix(b, []byte(tail))
	if !ok {
		return nil, fmt.Errorf("an encoded item does not end in %q", tail)
	}
	return bytes.Clone(head), nil
}

const language = "en"

// A Document is one file of a feed, in neutral form: the one people subscribe to, which holds the newest items, or one of the archive
// documents behind it (RFC 5005 section 4). [WriteRSS], [WriteAtom] and [WriteJSON] write it. They are pure: the same document gives
// the same bytes.
type Document struct {
	ID          string // tag: URI of the feed, the same in all its documents; for ever
	Title       string
	Description string
	Author      string // who makes the feed, where an item names nobody; Title where empty
	Generator   string
	HomeURL     string // the feed's page
	Icon        string // address of a picture, about square; or empty
	Hub         string // of WebSub, or empty: announce none that is not told of changes; archive documents do not
	About       string // page that explains _paperfeeds in JSON, or empty

	// Addresses of documents, without the ending of a format (each links to documents of its own): "https://feeds.example/topics/agents".
	Self    string
	Current string // of the feed's newest document; what makes this one an archive document
	Prev    string // of the archive document with the next older items, or empty
	Next    string // of the archive document with the next newer items, or empty

	// Updated is the date of a document without items. One with items is as new as its newest item, never as "now": that would make
	// other bytes every time.
	Updated time.Time
	Items   []Entry // newest first, ids distinct
}

// room is about how many bytes the document takes in its largest format, so that whoever writes it to memory need not grow twice over.
func (d *Document) room() int {
	size := headRoom / 4
	for _, e := range d.Items {
		size += e.Item.size() + dateRoom
	}
	return size
}

// paste writes the items one after the other: what item appends of each.
func (d *Document) paste(to *bytes.Buffer, item func(b []byte, e Entry) []byte) {
	for _, e := range d.Items {
		to.Write(item(to.AvailableBuffer(), e))
	}
}

// An Entry is an item where it stands in a feed. Entered is when it came to belong there, which never changes; it is the item's date.
type Entry struct {
	Item    *Encoded
	Entered time.Time
}

// updated returns when the entry changed last. It came to the feed as it was when it entered, so never before.
func (e Entry) updated() time.Time {
	entered := wholeSecond(e.Entered)
	if e.Item.updated.After(entered) {
		return e.Item.updated
	}
	return entered
}

// A head is what the formats share of a document: clean text, addresses with the ending of one format.
type head struct {
	id, title, description, author, generator string
	homeURL, icon, hub, about, self, prev     string
	links                                     []documentLink
	archive                                   *struct{} // not nil in archive documents
	updated                                   time.Time
}

// A documentLink is a link of a document to another, or to a page.
type documentLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

func (d *Document) head(ending, mediaType string) (head, error) {
	h := head{
		id:          text.Clean(d.ID),
		title:       short(d.Title, maxTitle),
		description: short(d.Description, maxSummary),
		author:      shortName(d.Author),
		generator:   shortName(d.Generator),
		homeURL:     text.URL(d.HomeURL),
		icon:        text.URL(d.Icon),
		about:       text.URL(d.About),
		self:        text.URL(d.Self + ending),
		updated:     wholeSecond(d.Updated),
	}
	if h.title == "" || h.id == "" || h.homeURL == "" || h.self == "" {
		return h, fmt.Errorf("feed document %q: title, id and addresses are required", d.Self)
	}
	if h.description == "" { // required in RSS
		h.description = h.title
	}
	if h.author == "" {
		h.author = h.title
	}
	for i, e := range d.Items {
		if t := e.updated(); i == 0 || t.After(h.updated) {
			h.updated = t
		}
	}
	link := func(rel, mediaType, address string) {
		if address != "" {
			h.links = append(h.links, documentLink{rel, mediaType, address})
		}
	}
	document := func(rel, address string) string {
		if address != "" {
			address = text.URL(address + ending)
			link(rel, mediaType, address)
		}
		return address
	}
	link("self", mediaType, h.self)
	link("alternate", "text/html", h.homeURL)
	if d.Current == "" { // what changes is the newest document only
		h.hub = text.URL(d.Hub)
		link("hub", "", h.hub)
	} else {
		h.archive = &struct{}{}
		document("current", d.Current)
		document("next-archive", d.Next)
	}
	h.prev = document("prev-archive", d.Prev)
	return h, nil
}
