package feedgen

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"time"

	"paperfeeds/archive"
)

// RenderVersion goes up when the same inputs give other bytes, so that everything is rendered again.
const RenderVersion = 1

// A Plan names every public file that can be made from an archive.
type Plan struct {
	// Groups are to be put one after the other: what a file links to is there before the file.
	Groups  [][]*File
	Feeds   int // how many feeds there are
	encoder *encoder
}

// Expect tells the plan which of its files are going to be rendered, each once. An item is encoded once for all that it stands in, and
// kept until the last of them is rendered; of a plan that was told nothing, to the end.
func (p Plan) Expect(files []*File) { p.encoder.expect(files) }

// Files are the files of all groups.
func (p Plan) Files() iter.Seq[*File] {
	return func(yield func(*File) bool) {
		for _, group := range p.Groups {
			for _, f := range group {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// A File is one public file: its headers, a digest of all it is made from, and how to make it.
type File struct {
	Path         string
	ContentType  string
	CacheControl string
	Digest       string
	papers       []string // ids
	digests      bool     // rendering needs the digests
	items        []string // what is encoded for it: papers, or digests
	render       func(to *bytes.Buffer, records []*archive.Record) error
}

// Papers are the ids of the papers whose records rendering needs, in their order.
func (f *File) Papers() []string { return f.papers }

// IsFeed tells whether the file is what people subscribe to: the newest document of a feed in one of its formats.
func (f *File) IsFeed() bool {
	return !IsDocument(f.Path) && slices.ContainsFunc(formats, func(format format) bool { return format.contentType == f.ContentType })
}

// Needs names the files of the archive that have to be loaded before the file can be rendered.
func (f *File) Needs(a *archive.Archive) []string {
	if f.digests {
		return a.NeedsDigests()
	}
	return a.NeedsRecords(f.papers)
}

// Render appends the file, made from the records of [File.Papers]. It may be called by several goroutines at once for different files.
func (f *File) Render(to *bytes.Buffer, records []*archive.Record) error {
	return f.render(to, records)
}

// A format is one of the three forms of a feed.
type format struct {
	ending      string
	contentType string
	encode      func(*Encoded, *row, texts) error
	write       func(*bytes.Buffer, Document) error
}

var formats = []format{
	{rssEnding, "application/rss+xml; charset=utf-8", (*Encoded).encodeRSS, WriteRSS},
	{atomEnding, "application/atom+xml; charset=utf-8", (*Encoded).encodeAtom, WriteAtom},
	{jsonEnding, "application/feed+json; charset=utf-8", (*Encoded).encodeJSON, WriteJSON},
}

// How long clients may keep a file. Bots poll feeds every 2 to 15 minutes; a document behind the newest one is read once.
const (
	cacheFeed     = "public, max-age=300"
	cacheDocument = "public, max-age=86400"
)

// A planner makes a plan.
type planner struct {
	site    Site
	archive *archive.Archive
	encoder *encoder
	topics  map[string]Topic // that papers name
	common  string           // sum of what all files are made from
}

// NewPlan plans all files of a site. The archive's catalogue must be loaded.
func NewPlan(site Site, a *archive.Archive) (Plan, error) {
	c := a.Catalogue()
	p := &planner{site: site, archive: a, encoder: newEncoder(), topics: site.topics()}
	common, err := json.Marshal([]any{RenderVersion, site.BaseURL, site.Place, site.Settings.Hub, site.Settings.Title, p.topics})
	if err != nil {
		return Plan{}, fmt.Errorf("plan: %w", err)
	}
	sum := sha256.Sum256(common)
	p.common = string(sum[:])
	feeds := Feeds(site, c)
	plan := Plan{Feeds: len(feeds), encoder: p.encoder}
	plan.Groups = [][]*File{p.documents(feeds), p.pages(feeds), p.days(), p.index(feeds)}
	return plan, nil
}

// documents plans the documents of all feeds, by their newest items: a paper stands in several feeds, and what lies near together in time
// needs the fewest papers kept as they were encoded. An archive document comes before those that lead to it.
func (p *planner) documents(feeds []*Feed) []*File {
	type document struct {
		newest time.Time
		files  []*File
	}
	var all []document
	for _, f := range feeds {
		per := p.perDocument(f)
		n := documents(len(f.Members), per)
		for i := range n {
			members := f.Members[i*per : (i+1)*per]
			all = append(all, document{members[per-1].Entered, p.document(f, i+1, n, members)})
		}
		all = append(all, document{f.Newest(), p.document(f, 0, n, f.Members[n*per:])})
	}
	slices.SortStableFunc(all, func(a, b document) int { return a.newest.Compare(b.newest) })
	var files []*File
	for _, d := range all {
		files = append(files, d.files...)
	}
	return files
}

// digestsAreLonger: a document holds so many times fewer digests than papers, since each digest lists dozens.
const digestsAreLonger = 5

// documents tells how many archive documents a feed of n items has behind its newest document, which keeps per to 2·per−1 items: when
// 2·per have gathered, the oldest per become the next archive document.
func documents(n, per int) int {
	return max(0, n/per-1)
}

// An archive document lies in the folder of its feed; votes/10.rss is a feed. Nothing else is ever deleted, so names are what [text.Slug]
// makes, or settings and topics may hold: what stands in a damaged manifest must not stop a run.
var documentPath = regexp.MustCompile(`^(all|code|(topics|orgs|families|feeds|votes)/` + documentName + `|digest/(daily|weekly|topics/` + documentName +
	`))/\d{1,9}\.(rss|atom|json)$`)

const documentName = `[a-z0-9]([a-z0-9._-]{0,253}[a-z0-9_-])?`

// IsDocument tells whether a path is that of an archive document.
func IsDocument(path string) bool { return documentPath.MatchString(path) }

// document plans one document of a feed in each format; number 0 is the newest one, and last the number of the newest archive document.
func (p *planner) document(f *Feed, number, last int, members []Member) []*File {
	path, cache := f.Path, cacheFeed
	archived := func(i int) string {
		if i < 1 || i > last {
			return ""
		}
		return p.site.URL(f.Path + "/" + strconv.Itoa(i))
	}
	doc := Document{
		ID: p.site.TagURI(f.Path), Title: f.Title, Description: f.Description, Author: p.site.Settings.Title,
		Generator: generator, HomeURL: p.site.URL(f.Path + ".html"), Icon: cmp.Or(f.Icon, p.site.URL("assets/icon.png")), Hub: p.site.Settings.Hub,
		Self: p.site.URL(f.Path), Prev: archived(last), Updated: p.site.started(),
	}
	if number > 0 {
		path, cache = f.Path+"/"+strconv.Itoa(number), cacheDocument
		doc.Current, doc.Self, doc.Prev, doc.Next = doc.Self, p.site.URL(path), archived(number-1), archived(number+1)
	}
	papers := make([]string, len(members))
	for i, m := range members {
		papers[i] = m.Row.ID
	}
	in := newInputs().texts(p.common, itemsVersion(), path, f.Title, f.Description, f.Icon, doc.Prev, doc.Next).members(members)
	items := papers
	item := func(i int, records []*archive.Record) (Item, error) { return p.site.item(records[i], p.topics), nil }
	if f.Kind == KindDigest {
		papers = nil
		for i, m := range members {
			items[i] = f.Path + " " + m.Row.ID
		}
		in = in.texts(p.site.Settings.Hide...)
		item = func(i int, _ []*archive.Record) (Item, error) { return p.digest(f, members[i].Row.ID) }
	}
	base := in.sum()
	var files []*File
	for _, format := range formats {
		files = append(files, &File{
			Path: path + format.ending, ContentType: format.contentType, CacheControl: cache,
			Digest: newInputs().texts(base, format.contentType, cache).sum(), papers: papers, digests: f.Kind == KindDigest, items: items,
			render: func(to *bytes.Buffer, records []*archive.Record) error {
				defer p.encoder.rendered(items)
				doc := doc
				doc.Items = make([]Entry, len(members))
				encoded, err := p.encoder.encode(items, func(i int) (Item, error) { return item(i, records) })
				if err != nil {
					return err
				}
				for i, m := range members {
					doc.Items[len(members)-1-i] = Entry{encoded[i], m.Entered} // newest first
				}
				to.Grow(doc.room())
				return format.write(to, doc)
			},
		})
	}
	return files
}
