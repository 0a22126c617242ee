package feedgen

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/feeds"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// The golden files are what subscribers get, byte for byte: a change here is a change for all of them.
func TestGolden(t *testing.T) {
	for name, d := range sampleDocuments(t) {
		for _, f := range writers {
			file := name + f.ending + ".golden"
			t.Run(file, func(t *testing.T) {
				compareGolden(t, filepath.Join("testdata", file), write(t, f.write, d))
			})
		}
	}
}

func compareGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// The slow way: the same structs, with items that are not pasted but marshalled in their place.
type (
	slowRSSChannel struct {
		XMLName xml.Name `xml:"channel"`
		*feeds.RssFeed
		Links   []documentLink `xml:"atom:link"`
		Archive *struct{}      `xml:"fh:archive"`
		Items   []*rssItem     `xml:"item"`
	}
	slowRSS struct {
		XMLName xml.Name `xml:"rss"`
		*rssDocument
		Channel *slowRSSChannel
	}
	slowAtom struct {
		XMLName xml.Name `xml:"feed"`
		*atomDocument
		Entries []*atomEntry `xml:"entry"`
	}
	slowJSONItem struct {
		*jsonItem
		ModifiedDate string `json:"date_modified,omitempty"`
	}
	slowJSON struct {
		*jsonDocument
		Items []slowJSONItem `json:"items"`
	}
)

func (s *slowRSS) FeedXml() any  { return s }
func (s *slowAtom) FeedXml() any { return s }

// Pasting fragments must not show: the documents are those that encoding/xml and encoding/json make of the whole.
func TestPastedIsMarshalled(t *testing.T) {
	items := []Item{samplePaper(), changedPaper(), barePaper(), hostilePaper(), sampleDigest()}
	for n := range len(items) + 1 {
		d := sampleDocument(t, items[:n]...)
		var rssItems []*rssItem
		var entries []*atomEntry
		jsonItems := []slowJSONItem{}
		for i, item := range items[:n] {
			r := newRow(item)
			shared := r.texts()
			entered := d.Items[i].Entered
			ri := r.rss(shared)
			ri.PubDate = entered.Format(time.RFC1123Z)
			rssItems = append(rssItems, ri)
			ae := r.atom(shared)
			ae.Published, ae.Updated = entered.Format(time.RFC3339), entered.Format(time.RFC3339)
			ji := slowJSONItem{jsonItem: r.json(shared)}
			ji.PublishedDate = entered.Format(time.RFC3339)
			if item.Updated.After(entered) {
				ae.Updated = item.Updated.Format(time.RFC3339)
				ji.ModifiedDate = ae.Updated
			}
			entries, jsonItems = append(entries, ae), append(jsonItems, ji)
		}

		head, err := d.head(rssEnding, rssType)
		if err != nil {
			t.Fatal(err)
		}
		rss := head.rss("")
		slow := &slowRSS{rssDocument: rss, Channel: &slowRSSChannel{
			RssFeed: rss.Channel.RssFeed, Links: rss.Channel.Links, Archive: rss.Channel.Archive, Items: rssItems,
		}}
		if diff := cmp.Diff(toXML(t, slow), string(write(t, WriteRSS, d))); diff != "" {
			t.Errorf("RSS of %d items (-marshalled +pasted):\n%s", n, diff)
		}
		if head, err = d.head(atomEnding, atomType); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(toXML(t, &slowAtom{atomDocument: head.atom(""), Entries: entries}), string(write(t, WriteAtom, d))); diff != "" {
			t.Errorf("Atom of %d items (-marshalled +pasted):\n%s", n, diff)
		}
		if head, err = d.head(jsonEnding, jsonType); err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(slowJSON{jsonDocument: head.json(), Items: jsonItems}); err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer // without the line breaks between items, the one thing that json.Marshal cannot do
		if err := json.Compact(&got, write(t, WriteJSON, d)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimSpace(want.String()), got.String()); diff != "" {
			t.Errorf("JSON of %d items (-marshalled +pasted):\n%s", n, diff)
		}
	}
}

func toXML(t *testing.T, f feeds.XmlFeed) string {
	t.Helper()
	s, err := feeds.ToXML(f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The same item in two feeds differs by its date only, and is "updated" never before it entered, as A-PUBUP asks.
func TestDates(t *testing.T) {
	item := changedPaper() // changed at noon + 26 h and a bit
	for _, c := range []struct {
		name              string
		entered           time.Time
		updated, modified string
	}{
		{"entered before the change", noon.Add(900 * time.Millisecond), "2026-06-04T14:00:00Z", "2026-06-04T14:00:00Z"},
		{"entered in another zone", noon.In(time.FixedZone("", 9*3600)), "2026-06-04T14:00:00Z", "2026-06-04T14:00:00Z"},
		{"entered as it was changed", noon.Add(26 * time.Hour), "2026-06-04T14:00:00Z", ""},
		{"entered after the change", noon.Add(48 * time.Hour), "2026-06-05T12:00:00Z", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sampleDocument(t)
			d.Items = []Entry{{encode(t, item), c.entered}}
			entered := c.entered.UTC().Truncate(time.Second)
			for i, want := range [][]string{
				{"<pubDate>" + entered.Format(time.RFC1123Z) + "</pubDate>"},
				{"<published>" + entered.Format(time.RFC3339) + "</published>", "    <updated>" + c.updated + "</updated>", "\n  <updated>" + c.updated + "</updated>"},
				{`"date_published":"` + entered.Format(time.RFC3339) + `"`},
			} {
				got := string(write(t, writers[i].write, d))
				for _, w := range want {
					if !strings.Contains(got, w) {
						t.Errorf("%s: no %s in\n%s", writers[i].ending, w, got)
					}
				}
			}
			got := string(write(t, WriteJSON, d))
			if _, after, ok := strings.Cut(got, `"date_modified":"`); ok != (c.modified != "") || !strings.HasPrefix(after, c.modified) {
				t.Errorf("date_modified: got %q, want %q", after, c.modified)
			}
		})
	}
}

// A document is as new as its newest item, wherever that stands: an old one may have been changed today.
func TestDocumentUpdated(t *testing.T) {
	d := sampleDocument(t, samplePaper(), barePaper(), changedPaper())
	want := map[string]string{
		rssEnding:  "<lastBuildDate>Thu, 04 Jun 2026 14:00:00 +0000</lastBuildDate>",
		atomEnding: "\n  <updated>2026-06-04T14:00:00Z</updated>",
	}
	wantEmpty := map[string]string{
		rssEnding:  "<lastBuildDate>Thu, 01 Jan 2026 00:00:00 +0000</lastBuildDate>",
		atomEnding: "\n  <updated>2026-01-01T00:00:00Z</updated>",
	}
	for _, f := range writers[:2] {
		if got := string(write(t, f.write, d)); !strings.Contains(got, want[f.ending]) {
			t.Errorf("%s: no %s", f.ending, want[f.ending])
		}
		if got := string(write(t, f.write, sampleDocument(t))); !strings.Contains(got, wantEmpty[f.ending]) {
			t.Errorf("empty %s: no %s", f.ending, wantEmpty[f.ending])
		}
	}
}

// Where a document leads, by RFC 5005 and WebSub: each to documents of its own format, and a hub only from the one that changes.
func TestLinks(t *testing.T) {
	documents := sampleDocuments(t)
	const feed = sampleBase + "topics/agents"
	for _, c := range []struct {
		document string
		want     []string // rel and address; # stands for the ending
		next     string   // of JSON Feed
		archive  bool
	}{
		{"newest", []string{"self " + feed + "#", "alternate " + feed + ".html", "hub https://hub.example.org/", "prev-archive " + feed + "/2#"}, feed + "/2.json", false},
		{"archive", []string{
			"self " + feed + "/2#", "alternate " + feed + ".html", "current " + feed + "#", "next-archive " + feed + "/3#", "prev-archive " + feed + "/1#",
		}, feed + "/1.json", true},
		{"oldest", []string{"self " + feed + "/1#", "alternate " + feed + ".html", "current " + feed + "#", "next-archive " + feed + "/2#"}, "", true},
		{"empty", []string{"self " + feed + "#", "alternate " + feed + ".html"}, "", false},
	} {
		t.Run(c.document, func(t *testing.T) {
			type links struct {
				Links []struct {
					Rel  string `xml:"rel,attr"`
					Href string `xml:"href,attr"`
				} `xml:"http://www.w3.org/2005/Atom link"`
				Archive *struct{} `xml:"http://purl.org/syndication/history/1.0 archive"`
			}
			var rss struct {
				Channel links `xml:"channel"`
			}
			var atom links
			var feed struct {
				NextURL string `json:"next_url"`
				Hubs    []struct{ Type, URL string }
			}
			d := documents[c.document]
			err := errors.Join(xml.Unmarshal(write(t, WriteRSS, d), &rss), xml.Unmarshal(write(t, WriteAtom, d), &atom), json.Unmarshal(write(t, WriteJSON, d), &feed))
			if err != nil {
				t.Fatal(err)
			}
			for ending, l := range map[string]links{rssEnding: rss.Channel, atomEnding: atom} {
				var got []string
				for _, link := range l.Links {
					got = append(got, strings.Replace(link.Rel+" "+link.Href, ending, "#", 1))
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", ending, diff)
				}
				if (l.Archive != nil) != c.archive {
					t.Errorf("%s: fh:archive is %v", ending, l.Archive)
				}
			}
			if feed.NextURL != c.next {
				t.Errorf("next_url %q, want %q", feed.NextURL, c.next)
			}
			if hub := slices.ContainsFunc(c.want, func(s string) bool { return strings.HasPrefix(s, "hub ") }); hub != (len(feed.Hubs) == 1) {
				t.Errorf("hubs %v", feed.Hubs)
			}
		})
	}
}

func TestDocumentWithoutIdentity(t *testing.T) {
	for name, spoil := range map[string]func(*Document){
		"no id":        func(d *Document) { d.ID = "" },
		"no title":     func(d *Document) { d.Title = "\x00" },
		"no home":      func(d *Document) { d.HomeURL = "" },
		"relative":     func(d *Document) { d.Self = "/topics/agents" },
		"not a scheme": func(d *Document) { d.HomeURL = "javascript:x" },
	} {
		d := sampleDocument(t)
		spoil(&d)
		for _, f := range writers {
			if err := f.write(&bytes.Buffer{}, d); err == nil {
				t.Errorf("%s: %s was written", name, f.ending)
			}
		}
	}
}
