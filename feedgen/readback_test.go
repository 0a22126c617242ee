package feedgen

import (
	"bytes"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mmcdole/gofeed"
	"pgregory.net/rapid"
)

// An account is what a reader makes of an item.
type account struct {
	ID, Link, Title, Short string
	Published, Updated     time.Time
	Subjects               []string
	Authors                []string
}

// readBack reads a document with gofeed, a library that readers are built on.
func readBack(t rapid.TB, ending string, document []byte) []account {
	t.Helper()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(document))
	if err != nil {
		t.Fatalf("%s: gofeed: %v\n%s", ending, err, document)
	}
	var list []account
	for _, i := range feed.Items {
		a := account{ID: i.GUID, Link: i.Link, Title: i.Title, Short: i.Description, Published: *i.PublishedParsed, Subjects: i.Categories}
		a.Updated = a.Published
		if i.UpdatedParsed != nil {
			a.Updated = *i.UpdatedParsed
		}
		for _, p := range i.Authors {
			a.Authors = append(a.Authors, p.Name)
		}
		switch ending { // what is HTML by the format
		case rssEnding:
			a.Short, a.Updated = html.UnescapeString(a.Short), time.Time{} // RSS knows one date
		case atomEnding:
			a.Title, a.Short = html.UnescapeString(a.Title), html.UnescapeString(a.Short)
		}
		list = append(list, a)
	}
	return list
}

// Whatever the format, readers are told the same.
func TestFormatsAgree(t *testing.T) {
	for name, d := range sampleDocuments(t) {
		t.Run(name, func(t *testing.T) { agree(t, d) })
	}
}

func agree(t rapid.TB, d Document) {
	t.Helper()
	rss := readBack(t, rssEnding, write(t, WriteRSS, d))
	atom := readBack(t, atomEnding, write(t, WriteAtom, d))
	json := readBack(t, jsonEnding, write(t, WriteJSON, d))
	if len(atom) != len(d.Items) {
		t.Errorf("%d items in Atom, want %d", len(atom), len(d.Items))
	}
	if diff := cmp.Diff(atom, json, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-Atom +JSON):\n%s", diff)
	}
	for i := range atom { // what RSS has no place for, or one place
		atom[i].Updated = time.Time{}
		if len(atom[i].Authors) > 0 {
			atom[i].Authors = []string{strings.Join(atom[i].Authors, ", ")}
		}
	}
	if diff := cmp.Diff(atom, rss, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-Atom +RSS):\n%s", diff)
	}
}

func TestReadBack(t *testing.T) {
	item := changedPaper()
	want := account{
		ID:        item.ID,
		Link:      item.URL,
		Title:     item.Title,
		Short:     item.Abstract, // it has no summary, and its abstract is short
		Published: noon,
		Updated:   time.Date(2026, 6, 4, 14, 0, 0, 0, time.UTC),
		Subjects:  []string{"AI agents", "Reinforcement learning", "tool use", "sparse rewards"},
		Authors:   item.Authors,
	}
	for _, f := range writers[1:] { // that RSS says the same is TestFormatsAgree's
		got := readBack(t, f.ending, write(t, f.write, sampleDocument(t, item)))
		if diff := cmp.Diff([]account{want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.ending, diff)
		}
	}
}

func TestFeedReadBack(t *testing.T) {
	for name, d := range sampleDocuments(t) {
		for _, f := range writers {
			feed, err := gofeed.NewParser().Parse(bytes.NewReader(write(t, f.write, d)))
			if err != nil {
				t.Fatal(err)
			}
			if title := html.UnescapeString(feed.Title); title != d.Title {
				t.Errorf("%s%s: title %q, want %q", name, f.ending, title, d.Title)
			}
			if feed.Link != d.HomeURL || feed.FeedLink != d.Self+f.ending {
				t.Errorf("%s%s: link %q, self %q", name, f.ending, feed.Link, feed.FeedLink)
			}
			if !slices.Contains([]string{"en", ""}, feed.Language) { // gofeed knows no language of JSON
				t.Errorf("%s%s: language %q", name, f.ending, feed.Language)
			}
			if d.Icon != "" && (feed.Image == nil || feed.Image.URL != d.Icon) {
				t.Errorf("%s%s: image %v, want %q", name, f.ending, feed.Image, d.Icon)
			}
		}
	}
}
