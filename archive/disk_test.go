package archive

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"paperfeeds/parser"
	"paperfeeds/settings"
)

// A disk keeps the files of an archive between the runs of a test, and notes which ones a run read.
type disk struct {
	t        *testing.T
	files    map[string][]byte
	read     []string
	settings settings.Settings
}

func newDisk(t *testing.T) *disk {
	s, err := settings.Default()
	if err != nil {
		t.Fatal(err)
	}
	return &disk{t: t, files: map[string][]byte{}, settings: s}
}

var somePlace = Place{Host: "feeds.example", Year: 2026, PerDocument: 50, Kind: "real"}

// open opens the archive, or starts one where there is none.
func (d *disk) open() *Archive {
	d.t.Helper()
	if d.files[IndexFile] == nil {
		return New(somePlace)
	}
	a, err := Open(d.files[IndexFile])
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d *disk) load(a *Archive, needs func() []string) error {
	for names := needs(); len(names) > 0; names = needs() {
		for _, name := range names {
			d.read = append(d.read, name)
			if err := a.Load(name, d.files[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

// merge does what a run does with an archive: open, load, merge, keep. It returns the names of the files that were written.
func (d *disk) merge(in Intake) (Change, []string) {
	d.t.Helper()
	d.read = nil
	a := d.open()
	if err := d.load(a, func() []string { return a.Needs(in, d.settings) }); err != nil {
		d.t.Fatal(err)
	}
	change, err := a.Merge(in, d.settings)
	if err != nil {
		d.t.Fatal(err)
	}
	files, err := a.Changed()
	if err != nil {
		d.t.Fatal(err)
	}
	var written []string
	for _, f := range files {
		d.files[f.Name] = f.Body
		written = append(written, f.Name)
	}
	return change, written
}

// whole opens the archive with everything loaded.
func (d *disk) whole() *Archive {
	d.t.Helper()
	a := d.open()
	if err := d.load(a, a.NeedsCatalogue); err != nil {
		d.t.Fatal(err)
	}
	if err := d.load(a, func() []string { return a.unloaded(a.allMonths()) }); err != nil {
		d.t.Fatal(err)
	}
	return a
}

// record finds a paper that must be there.
func (d *disk) record(id string) *Record {
	d.t.Helper()
	r := d.whole().Record(id)
	if r == nil {
		d.t.Fatalf("paper %s is not in the archive", id)
	}
	return r
}

func at(s string) time.Time {
	t, err := time.Parse(time.DateTime, s)
	if err != nil {
		panic(err)
	}
	return t
}

// on is a live reading of one list day.
func on(day string, now time.Time, papers ...parser.Paper) Intake {
	return Intake{Listings: []parser.Listing{{Date: day, Papers: papers}}, Now: now}
}

func past(in Intake) Intake {
	in.Past = true
	return in
}

// paper is an invented one; change makes it special.
func paper(id string, change ...func(*parser.Paper)) parser.Paper {
	p := parser.Paper{
		ID: id, Title: "Counting Sheep with Graph Neural Networks " + id,
		Abstract: "We count sheep of flock " + id + " and find that graph neural networks fall asleep.",
		Authors:  []string{"Ana Ovelha"},
	}
	for _, c := range change {
		c(&p)
	}
	return p
}

func by(id, slug string) func(*parser.Paper) {
	return func(p *parser.Paper) {
		p.Organization = &parser.Organization{ID: id, Slug: slug, Name: "The " + slug}
	}
}

func votes(n int) func(*parser.Paper)        { return func(p *parser.Paper) { p.Upvotes = n } }
func code(p *parser.Paper)                   { p.Code = "https://github.com/example/sheep" }
func titled(t string) func(*parser.Paper)    { return func(p *parser.Paper) { p.Title = t } }
func submitted(s string) func(*parser.Paper) { return func(p *parser.Paper) { p.Submitted = at(s) } }

// papers are n different ones.
func papers(n int) []parser.Paper {
	var list []parser.Paper
	for i := range n {
		list = append(list, paper(fmt.Sprintf("2606.%05d", 90000+i)))
	}
	return list
}

func ids(a *Archive) []string { return slices.Sorted(maps.Keys(a.records)) }
