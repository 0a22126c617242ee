package feedgen

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/archive"
)

const indexWishes = "families: {both: {title: Both & more, of: [papercrane-ai, tidewater-nlp]}}\ntopics: {off: [agents]}"

// listed are the paths of the feeds that are to be listed, in order.
func (p *samplePlace) listed() []string {
	var list []string
	for _, f := range Feeds(p.site, p.archive.Catalogue()) {
		if f.Listed {
			list = append(list, f.Path)
		}
	}
	return list
}

func (p *samplePlace) unlisted() []string {
	var list []string
	for _, f := range Feeds(p.site, p.archive.Catalogue()) {
		if !f.Listed {
			list = append(list, f.Path)
		}
	}
	return list
}

func TestEveryFeedStandsInOneGroup(t *testing.T) {
	place := newSamplePlace(t, pagesBase, indexWishes)
	feeds := Feeds(place.site, place.archive.Catalogue())
	in := map[*Feed]int{}
	for _, g := range groups() {
		for _, f := range g.of(feeds) {
			in[f]++
		}
	}
	for _, f := range feeds {
		if in[f] != 1 {
			t.Errorf("%s stands in %d groups", f.Path, in[f])
		}
	}
}

func TestCatalogue(t *testing.T) {
	place := newSamplePlace(t, pagesBase, indexWishes)
	var doc catalogueDocument
	if err := json.Unmarshal(place.render(t, "feeds.json"), &doc); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range doc.Feeds {
		paths = append(paths, f.Path)
		if f.RSS != pagesBase+f.Path+".rss" || place.planned[f.Path+".json"] == nil || (f.Count > 0) != !f.Newest.IsZero() {
			t.Errorf("wrong entry: %+v", f)
		}
	}
	if diff := cmp.Diff(place.listed(), paths); diff != "" {
		t.Errorf("-listed +catalogued\n%s", diff)
	}
	if all := doc.Feeds[0]; all.Path != "all" || all.Count != len(place.archive.Catalogue().Rows) {
		t.Errorf("first is %+v", all)
	}
}

// TestIndexPage: the page lists every feed that is listed, each once, and none that is not.
func TestIndexPage(t *testing.T) {
	place := newSamplePlace(t, pagesBase, indexWishes)
	body := place.render(t, "index.html")
	for _, path := range place.listed() {
		for _, ending := range []string{".html", ".rss", ".atom", ".json"} {
			if n := bytes.Count(body, []byte(`<a href="`+path+ending+`"`)) + bytes.Count(body, []byte(`<a class="name" href="`+path+ending+`"`)); n != 1 {
				t.Errorf("%s%s stands there %d times", path, ending, n)
			}
		}
	}
	if len(place.unlisted()) == 0 {
		t.Fatal("the topic that was switched off has no papers: nothing tested")
	}
	for _, path := range place.unlisted() {
		if bytes.Contains(body, []byte(path+".html")) {
			t.Errorf("%s is listed", path)
		}
		place.render(t, path+".html") // but its address goes on
	}
}

// readOPML reads a list as importers do.
func readOPML(t *testing.T, body []byte) (doc opmlDocument, feeds []outline) {
	t.Helper()
	if err := xml.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	for _, folder := range doc.Outlines {
		if folder.Text == "" || folder.XMLURL != "" {
			t.Errorf("no folder: %+v", folder)
		}
		feeds = append(feeds, folder.Outlines...)
	}
	return doc, feeds
}

func TestOPML(t *testing.T) {
	place := newSamplePlace(t, pagesBase, indexWishes)
	for _, test := range []struct {
		path   string
		wanted func(path string) bool
	}{
		{"opml/all.opml", func(string) bool { return true }},
		{"opml/topics.opml", func(path string) bool { return strings.HasPrefix(path, "topics/") }},
		{"opml/orgs.opml", func(path string) bool { return strings.HasPrefix(path, "orgs/") }},
	} {
		t.Run(test.path, func(t *testing.T) {
			doc, feeds := readOPML(t, place.render(t, test.path))
			got := map[string]bool{}
			for _, o := range feeds {
				path, ok := strings.CutPrefix(strings.TrimSuffix(o.XMLURL, ".rss"), pagesBase)
				if !ok || got[path] || o.Text == "" || o.Title == "" || o.Type != "rss" || o.HTMLURL != pagesBase+path+".html" || o.Description == "" {
					t.Errorf("outline %+v", o)
				}
				got[path] = true
			}
			want := map[string]bool{}
			for _, path := range place.listed() {
				if test.wanted(path) {
					want[path] = true
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			// RFC 822 dates, as OPML has them; never now.
			modified, err := time.Parse("Mon, 02 Jan 2006 15:04:05 -0700", doc.Modified)
			if err != nil || modified.After(place.archive.Index.Clock) {
				t.Errorf("modified %q, the newest paper entered %s", doc.Modified, place.archive.Index.Clock)
			}
		})
	}
}

// TestEmptyPlace: before the first paper everything is there, and valid: an OPML body has an outline, JSON lists are lists.
func TestEmptyPlace(t *testing.T) {
	p := &samplePlace{archive: archive.New(archive.Place{Host: "feeds.example.org", Year: 2026, PerDocument: 50, Kind: "real"})}
	p.site = Site{BaseURL: pagesBase, Place: p.archive.Index.Place, Settings: sampleSettings(t, "")}
	p.replan(t)
	p.bytes(t)
	for _, path := range []string{"opml/all.opml", "opml/topics.opml", "opml/orgs.opml"} {
		if doc, _ := readOPML(t, p.render(t, path)); len(doc.Outlines) == 0 {
			t.Errorf("%s has an empty body", path)
		}
	}
	if got, want := string(p.render(t, "days/latest.json")), "{\n \"date\": \"\",\n \"papers\": []\n}\n"; got != want {
		t.Errorf("days/latest.json is %s", got)
	}
}
