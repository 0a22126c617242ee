package feedgen

import (
	"bytes"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"paperfeeds/parser"
	"paperfeeds/sample"
)

const pagesBase = "https://feeds.example.org/papers/"

// pagesOf are the paths of all pages.
func (p *samplePlace) pagesOf() []string {
	return slices.DeleteFunc(p.paths(), func(path string) bool { return !strings.HasSuffix(path, ".html") })
}

// TestPageLinks: every address of ours on every page leads to a file that is published, and none is of any other scheme than http(s).
// Pages link each other relatively, so that they hold together wherever they are served.
func TestPageLinks(t *testing.T) {
	place := newSamplePlace(t, pagesBase, "families: {both: {title: Both, of: [papercrane-ai, tidewater-nlp]}}")
	published := map[string]bool{"status.json": true}
	for _, path := range place.paths() {
		published[path] = true
	}
	for _, page := range place.pagesOf() {
		for _, link := range addressesIn(t, place.render(t, page)) {
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %v", page, err)
				continue
			}
			target, ours := strings.CutPrefix(link, pagesBase)
			switch {
			case u.Scheme == "":
				target = path.Join(path.Dir(page), u.Path)
				if u.Path == "" {
					continue // a place on the same page
				}
			case !ours:
				if u.Scheme != "https" && u.Scheme != "http" {
					t.Errorf("%s links to %s", page, link)
				}
				continue
			}
			if !published[target] {
				t.Errorf("%s links to %s, which is not published", page, target)
			}
		}
	}
}

// addressesIn are the values of all href and src attributes.
func addressesIn(t *testing.T, body []byte) []string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" || a.Key == "src" {
				list = append(list, a.Val)
			}
		}
	}
	return list
}

var announced = regexp.MustCompile(`<link rel="alternate" type="application/(rss\+xml|atom\+xml|feed\+json)" title="([^"]+)" href="([^"]+)">`)

// TestAutodiscovery: every page of a feed announces it in its three formats, RSS first, by absolute addresses, in a form that a
// regular expression finds: many readers have no more.
func TestAutodiscovery(t *testing.T) {
	place := newSamplePlace(t, pagesBase, "")
	for _, page := range place.pagesOf() {
		feed := strings.TrimSuffix(page, ".html")
		if page == "index.html" || strings.HasPrefix(page, "days/") {
			feed = "all"
		}
		var got []string
		for _, m := range announced.FindAllSubmatch(place.render(t, page), -1) {
			got = append(got, string(m[1])+" "+string(m[3]))
		}
		want := []string{
			"rss+xml " + pagesBase + feed + ".rss", "atom+xml " + pagesBase + feed + ".atom", "feed+json " + pagesBase + feed + ".json",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", page, diff)
		}
	}
}

// TestPolicyHolds: no page has an inline script, style or handler, which its Content-Security-Policy would forbid.
func TestPolicyHolds(t *testing.T) {
	place := newSamplePlace(t, pagesBase, "")
	inline := regexp.MustCompile(`(?i)<style|<[^>]+\s(style|on\w+)\s*=|<script[^>]*>[^<]|javascript:`)
	for _, page := range place.pagesOf() {
		body := place.render(t, page)
		if found := inline.Find(body); found != nil {
			t.Errorf("%s has %q", page, found)
		}
		if !bytes.Contains(body[:500], []byte("default-src 'none'")) && !bytes.Contains(body[:500], []byte("default-src &#39;none&#39;")) {
			t.Errorf("%s has no policy at its beginning", page)
		}
	}
}

// TestForeignText: titles, names and addresses of the source are text on a page, whatever they hold.
func TestForeignText(t *testing.T) {
	place := newSamplePlace(t, pagesBase, "")
	day := time.Date(2026, 6, 8, 12, 0, 0, 0, time.UTC)
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	place.read(t, parser.Listing{Date: "2026-06-08", Papers: []parser.Paper{{
		ID: "2606.99991", Title: evil, Abstract: evil, Summary: evil, Authors: []string{evil}, Keywords: []string{evil},
		Code: "javascript:alert(1)", Project: "https://example.org/" + evil, Image: `https://example.org/"onerror="alert(1)`,
		Organization: &parser.Organization{ID: "1", Slug: `<evil>"`, Name: evil, Avatar: "data:text/html," + evil},
	}}}, day)
	for _, page := range place.pagesOf() {
		body := place.render(t, page)
		if bytes.Contains(body, []byte("<script>")) || bytes.Contains(body, []byte("<img src=x")) {
			t.Errorf("%s lets foreign markup through", page)
		}
		for _, link := range addressesIn(t, body) {
			if strings.HasPrefix(link, "javascript:") || strings.HasPrefix(link, "data:") {
				t.Errorf("%s links to %s", page, link)
			}
		}
	}
}

// TestDigestsCoverBytes: whatever changes, no file gets other bytes under the same digest: it would not be put. And where counts
// change, nothing is put but the days' files.
func TestDigestsCoverBytes(t *testing.T) {
	later := laterReading(t)
	retold := later.Papers[0]
	retold.Title, retold.Abstract = "Another title altogether", "Another abstract."
	counted := later.Papers[0]
	counted.Comments += 3
	moved := later.Papers[0]
	moved.Organization = &parser.Organization{ID: "63f000000000000000000001", Slug: "New-Lab", Name: "New Lab", Avatar: "https://example.org/new.png"}
	another := later.Papers[0]
	another.ID = "2605.99999"
	for _, test := range []struct {
		name    string
		paper   *parser.Paper
		wishes  string
		changed []string // exactly these, where it says
	}{
		{name: "nothing", changed: []string{}},
		{name: "comments", paper: &counted, changed: []string{"days/2026-05-29.html", "days/2026-05-29.json"}},
		{name: "title", paper: &retold},
		{name: "organization", paper: &moved},
		{name: "new paper", paper: &another},
		{name: "site's title", wishes: "title: Other papers"},
		{name: "topic off", wishes: "topics: {off: [agents]}"},
		{name: "hidden paper", wishes: "hide: ['" + later.Papers[0].ID + "']"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newSamplePlace(t, pagesBase, "")
			p.read(t, later, noon.AddDate(0, 0, 2))
			before, digests := p.bytes(t), p.digests()
			if test.paper != nil {
				p.read(t, parser.Listing{Date: later.Date, Papers: []parser.Paper{*test.paper}}, noon.AddDate(0, 0, 3))
			}
			if test.wishes != "" {
				p.site.Settings = sampleSettings(t, test.wishes)
			}
			p.replan(t)
			changed := []string{}
			after := p.bytes(t)
			for path, digest := range p.digests() {
				if digest != digests[path] {
					changed = append(changed, path)
				} else if !bytes.Equal(before[path], after[path]) {
					t.Errorf("%s has other bytes under the same digest", path)
				}
			}
			slices.Sort(changed)
			if test.changed == nil && len(changed) == 0 {
				t.Error("nothing changed")
			}
			if diff := cmp.Diff(test.changed, changed); test.changed != nil && diff != "" {
				t.Errorf("changed: -want +got\n%s", diff)
			}
		})
	}
}

// laterReading is the sample's second reading of a day.
func laterReading(t *testing.T) parser.Listing {
	t.Helper()
	later, err := sample.Later()
	if err != nil {
		t.Fatal(err)
	}
	body, err := sample.Page(later)
	if err != nil {
		t.Fatal(err)
	}
	l, err := parser.Page(body)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestRenderingIsPure: the same plan gives the same bytes, for every file.
func TestRenderingIsPure(t *testing.T) {
	one, two := newSamplePlace(t, pagesBase, ""), newSamplePlace(t, pagesBase, "")
	if diff := cmp.Diff(one.digests(), two.digests()); diff != "" {
		t.Fatal(diff)
	}
	again := two.bytes(t)
	for path, body := range one.bytes(t) {
		if !bytes.Equal(body, again[path]) {
			t.Errorf("%s is not the same twice", path)
		}
	}
}
