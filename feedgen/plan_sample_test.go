package feedgen

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"paperfeeds/archive"
	"paperfeeds/parser"
	"paperfeeds/sample"
	"paperfeeds/settings"
)

// A samplePlace is a whole site of the sample papers, in memory.
type samplePlace struct {
	archive *archive.Archive
	site    Site
	plan    Plan
	planned map[string]*File
}

func sampleSettings(t testing.TB, wishes string) settings.Settings {
	t.Helper()
	s, err := settings.Parse([]byte(wishes))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newSamplePlace reads the sample's list days and plans; what is in the settings is all that may differ.
func newSamplePlace(t testing.TB, baseURL, wishes string) *samplePlace {
	t.Helper()
	p := &samplePlace{archive: archive.New(archive.Place{Host: "feeds.example.org", Year: 2026, PerDocument: 5, Kind: "sample"})}
	p.site = Site{BaseURL: baseURL, Place: p.archive.Index.Place, Settings: sampleSettings(t, wishes)}
	listings, err := sample.Listings()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range listings {
		listing, err := parser.Page(l.Body)
		if err != nil {
			t.Fatal(err)
		}
		p.read(t, listing, time.Date(2026, 6, 5, 12, 0, 0, 0, time.UTC))
	}
	return p
}

// read merges a listing and plans again.
func (p *samplePlace) read(t testing.TB, l parser.Listing, now time.Time) {
	t.Helper()
	in := archive.Intake{Listings: []parser.Listing{l}, Now: now, Past: true}
	if _, err := p.archive.Merge(in, p.site.Settings); err != nil {
		t.Fatal(err)
	}
	p.replan(t)
}

func (p *samplePlace) replan(t testing.TB) {
	t.Helper()
	plan, err := NewPlan(p.site, p.archive)
	if err != nil {
		t.Fatal(err)
	}
	p.plan, p.planned = plan, map[string]*File{}
	for f := range plan.Files() {
		p.planned[f.Path] = f
	}
}

func (p *samplePlace) render(t testing.TB, path string) []byte {
	t.Helper()
	f := p.planned[path]
	if f == nil {
		t.Fatalf("%s is not planned", path)
	}
	records, err := p.archive.Records(f.Papers())
	if err != nil {
		t.Fatal(err)
	}
	const before = "what was rendered before"
	body := bytes.NewBufferString(before)
	if err := f.Render(body, records); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	rendered, ok := bytes.CutPrefix(body.Bytes(), []byte(before))
	if !ok {
		t.Fatalf("%s: rendering does not append", path)
	}
	return rendered
}

// paths are those of all planned files, ascending.
func (p *samplePlace) paths() []string {
	var list []string
	for f := range p.plan.Files() {
		list = append(list, f.Path)
	}
	slices.Sort(list)
	return list
}

// digests tell, for each path, what the file is made from.
func (p *samplePlace) digests() map[string]string {
	d := map[string]string{}
	for f := range p.plan.Files() {
		d[f.Path] = f.Digest
	}
	return d
}

// bytes are all files.
func (p *samplePlace) bytes(t testing.TB) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for f := range p.plan.Files() {
		files[f.Path] = p.render(t, f.Path)
	}
	return files
}
