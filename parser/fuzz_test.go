package parser

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"paperfeeds/text"
)

// wantSound holds what every listing of whatever bytes must hold: distinct ids of the known form, clean strings within their bounds,
// http(s) addresses, counts that are counts, and a reason for every paper that is left out.
func wantSound(t *testing.T, l Listing) {
	t.Helper()
	if l.Date != "" && day(l.Date) != l.Date {
		t.Errorf("day %q", l.Date)
	}
	seen := map[string]bool{}
	for _, p := range l.Papers {
		if !idForm.MatchString(p.ID) || seen[p.ID] {
			t.Errorf("id %q, seen before: %v", p.ID, seen[p.ID])
		}
		seen[p.ID] = true
		wantClean(t, p.Title, maxTitle)
		wantClean(t, p.Abstract, maxAbstract)
		wantClean(t, p.Summary, maxSummary)
		for _, a := range p.Authors {
			wantClean(t, a, maxName)
		}
		for _, k := range p.Keywords {
			wantClean(t, k, maxKeyword)
		}
		addresses := []string{p.Code, p.Project, p.Image}
		if o := p.Organization; o != nil {
			wantClean(t, o.Name, maxName)
			if !slugForm.MatchString(o.Slug) || o.ID != "" && !organizationIDForm.MatchString(o.ID) {
				t.Errorf("organization %+v", o)
			}
			addresses = append(addresses, o.Avatar)
		}
		for _, a := range addresses {
			if a != text.URL(a) || a != "" && !strings.HasPrefix(a, "http://") && !strings.HasPrefix(a, "https://") {
				t.Errorf("address %q", a)
			}
		}
		if p.Title == "" || p.Upvotes < 0 || p.Comments < 0 || p.Stars < 0 {
			t.Errorf("paper %+v", p)
		}
	}
	for _, s := range l.Skipped {
		if s.ID != "" && !idForm.MatchString(s.ID) || s.Reason == "" {
			t.Errorf("skipped %+v", s)
		}
	}
	if len(l.Papers) > maxPapers {
		t.Errorf("%d papers", len(l.Papers))
	}
	if _, err := json.Marshal(l); err != nil {
		t.Error(err)
	}
}

func wantClean(t *testing.T, s string, limit int) {
	t.Helper()
	if s != text.Clean(s) || utf8.RuneCountInString(s) > limit {
		t.Errorf("not clean, or over %d characters: %q", limit, s)
	}
}

// seeds are pages of all layouts, whole and spoiled.
func seeds(f *testing.F) {
	items := []object{paperItem("3102.00001"), paperItem("3102.00002", drop("organization")),
		paperItem("3102.00003", both("title", "<b>&amp; $R^2$\x00\u202e"), inPaper("upvotes", "x"))}
	for _, layout := range []string{"svelte5", "svelte4", "2024", "trending"} {
		f.Add(site{layout: layout, cards: items}.build(f))
	}
	f.Add(site{items: items}.build(f))
	f.Add(site{cards: items, props: func(s string) string { return s[:len(s)/2] }}.build(f))
	f.Add(site{items: items[:2], cards: items[1:]}.build(f))
	f.Add([]byte(`<article><h3><a href="/papers/3102.00001">x</a></h3><input type=checkbox>1`))
}

func FuzzPage(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, page []byte) {
		got, err := Page(page)
		wantSound(t, got)
		switch {
		case err == nil, errors.Is(err, ErrCardsOnly):
		case len(got.Papers) > 0:
			t.Errorf("%d papers beside %v", len(got.Papers), err)
		}
	})
}

func FuzzCards(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, page []byte) {
		got, err := Cards(page)
		wantSound(t, got)
		if (err == nil) != (len(got.Papers) > 0) {
			t.Errorf("%d papers, error %v", len(got.Papers), err)
		}
	})
}

func FuzzAPI(f *testing.F) {
	f.Add(marshal(f, paperItems(2)))
	f.Add(marshal(f, []any{paperItem("3102.00001", both("title", "<b>&amp; $R^2$\x00")), nil, "x", paperItem("3102.00001")}))
	f.Add([]byte(`[]`))
	f.Add([]byte(`{"error":"no"}`))
	f.Add([]byte(`[{"paper":{"id":"3102.00001","title":"\ud800","summary":"` + "\xff" + `","upvotes":1e400,"authors":[{"name":"\u0000A"}]}}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := API(body, listDay)
		wantSound(t, got)
		if err != nil && len(got.Papers) > 0 {
			t.Errorf("%d papers beside %v", len(got.Papers), err)
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add([]byte(searchText))
	f.Add([]byte("T\n\nA\n\n• 2 authors\n·\nFeb 30 9\n\nT\n\n\xff x\n·\nJul 1, 0000"))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := Text(body, date("2031-11-20"))
		if (err == nil) != (len(got) > 0) {
			t.Errorf("%d papers, error %v", len(got), err)
		}
		for _, p := range got {
			wantClean(t, p.Title, maxTitle)
			wantClean(t, p.Abstract, maxAbstract)
			if p.Title == "" || p.Authors < 0 || p.Comments < 0 {
				t.Errorf("%+v", p)
			}
			if p.Organization != nil {
				wantClean(t, p.Organization.Name, maxName)
			}
		}
	})
}
