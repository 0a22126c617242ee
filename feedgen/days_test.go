package feedgen

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var sampleDays = []string{"2026-05-28", "2026-05-29", "2026-06-01"}

func (p *samplePlace) dayJSON(t *testing.T, name string) dayDocument {
	t.Helper()
	var doc dayDocument
	dec := json.NewDecoder(bytes.NewReader(p.render(t, "days/"+name+".json")))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestDays: a day has the papers of its listing, most votes first, and the numbers of the listing.
func TestDays(t *testing.T) {
	place := newSamplePlace(t, pagesBase, "")
	later := laterReading(t)
	place.read(t, later, noon.AddDate(0, 0, 2))
	for _, date := range sampleDays {
		doc := place.dayJSON(t, date)
		if doc.Date != date || len(doc.Papers) == 0 {
			t.Errorf("%s is of %q and has %d papers", date, doc.Date, len(doc.Papers))
		}
		if !slices.IsSortedFunc(doc.Papers, func(a, b dayPaper) int { return b.Upvotes - a.Upvotes }) {
			t.Errorf("%s is not in the order of votes", date)
		}
		for _, p := range doc.Papers {
			row := place.archive.Catalogue().Row(p.ID)
			if p.Count != place.archive.Count(row) || !p.FirstSeen.Equal(row.FirstSeen) || !slices.Contains(row.Days, date) {
				t.Errorf("%s: paper %+v", date, p)
			}
		}
	}
	read := map[string]int{}
	for _, p := range later.Papers {
		read[p.ID] = p.Upvotes
	}
	for _, p := range place.dayJSON(t, later.Date).Papers {
		if votes, again := read[p.ID]; again && votes != p.Upvotes {
			t.Errorf("%s has %d votes, the newest reading says %d", p.ID, p.Upvotes, votes)
		}
	}
}

// TestDayJSONKeys: every key is always there, as docs/feeds.md says; a reader of the file need not ask.
func TestDayJSONKeys(t *testing.T) {
	place := newSamplePlace(t, pagesBase, "")
	var doc struct{ Papers []map[string]json.RawMessage }
	if err := json.Unmarshal(place.render(t, "days/2026-06-01.json"), &doc); err != nil {
		t.Fatal(err)
	}
	want := []string{"abstract", "authors", "code", "comments", "first_seen", "id", "image", "keywords", "organization", "project",
		"published", "stars", "summary", "title", "topics", "upvotes"}
	for _, p := range doc.Papers {
		var keys []string
		for k := range p {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		if diff := cmp.Diff(want, keys); diff != "" {
			t.Fatalf("paper %s: -want +got\n%s", p["id"], diff)
		}
		for _, list := range []string{"authors", "topics", "keywords"} {
			if p[list][0] != '[' {
				t.Errorf("paper %s: %s is %s", p["id"], list, p[list])
			}
		}
	}
}

// TestDaysAround: days lead to the ones around them, and latest is the newest.
func TestDaysAround(t *testing.T) {
	place := newSamplePlace(t, pagesBase, "")
	for i, date := range sampleDays {
		page := place.render(t, "days/"+date+".html")
		prev, next := bytes.Contains(page, []byte(`rel="prev"`)), bytes.Contains(page, []byte(`rel="next"`))
		if prev != (i > 0) || next != (i < len(sampleDays)-1) {
			t.Errorf("%s: previous %t, next %t", date, prev, next)
		}
		if i > 0 && !bytes.Contains(page, []byte(`href="`+sampleDays[i-1]+`.html"`)) {
			t.Errorf("%s does not lead to %s", date, sampleDays[i-1])
		}
	}
	for _, ending := range []string{".html", ".json"} {
		if !bytes.Equal(place.render(t, "days/latest"+ending), place.render(t, "days/2026-06-01"+ending)) {
			t.Errorf("latest%s is not the newest day", ending)
		}
	}
}

// TestHiddenDay: a hidden paper is on no day, but the day stays.
func TestHiddenDay(t *testing.T) {
	place := newSamplePlace(t, pagesBase, "")
	wishes := "hide: ["
	for _, p := range place.dayJSON(t, "2026-05-28").Papers {
		wishes += "'" + p.ID + "', "
	}
	place.site.Settings = sampleSettings(t, wishes+"]")
	place.replan(t)
	if n := len(place.dayJSON(t, "2026-05-28").Papers); n != 0 {
		t.Errorf("%d hidden papers are shown", n)
	}
}
