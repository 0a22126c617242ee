package parser

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// Every layout gives the same papers of the same items, but for what it does not show.
func TestCardLayouts(t *testing.T) {
	film := "https://cdn.example.com/film.mp4"
	items := []object{
		paperItem("3102.00001", inPaper("upvotes", 94)),
		paperItem("3102.00002", inPaper("upvotes", 0), inItem("numComments", 0), drop("organization", "submittedBy", "githubRepo", "githubStars")),
		paperItem("3102.00003", both("title", `On <think> & "quotes", p < .001`), inPaper("upvotes", 1093), inItem("mediaUrls", []any{film})),
		paperItem("3102.00004", drop("organization"), inPaper("authors", []any{object{"name": "Ada"}}), inPaper("githubStars", 62246)),
	}
	larkspur := &Organization{Slug: "Larkspur-Lab", Name: "Larkspur Laboratory", Avatar: "https://cdn-avatars.example.com/larkspur.png"}
	thumbnail := func(id string) string { return "https://cdn-thumbnails.example.com/" + id + ".png" }
	want := []Paper{
		{ID: "3102.00001", Title: "Invented Paper 3102.00001", Organization: larkspur, Image: thumbnail("3102.00001"), Upvotes: 94, Comments: 2, Stars: 34},
		{ID: "3102.00002", Title: "Invented Paper 3102.00002", Image: thumbnail("3102.00002")},
		{ID: "3102.00003", Title: `On <think> & "quotes", p < .001`, Organization: larkspur, Upvotes: 1090, Comments: 2, Stars: 34},
		{ID: "3102.00004", Title: "Invented Paper 3102.00004", Image: thumbnail("3102.00004"), Upvotes: 12, Comments: 2, Stars: 62200},
	}
	for layout, without := range map[string]func(p *Paper){
		"svelte5":  func(*Paper) {},
		"svelte4":  func(*Paper) {},
		"2024":     func(p *Paper) { p.Organization, p.Stars = nil, 0 },
		"trending": func(p *Paper) { p.Comments = 0 },
	} {
		t.Run(layout, func(t *testing.T) {
			page := site{layout: layout, cards: items}.build(t)
			got, err := Cards(page)
			if err != nil {
				t.Fatal(err)
			}
			shown := Listing{Date: listDay}
			for _, p := range want {
				if without(&p); layout == "trending" && p.ID != "3102.00002" {
					p.Code = "https://github.com/example/" + p.ID
				}
				shown.Papers = append(shown.Papers, p)
			}
			wantSame(t, got, shown)

			doc, err := document(page)
			if err != nil {
				t.Fatal(err)
			}
			r, err := readCards(doc)
			if err != nil {
				t.Fatal(err)
			}
			authors := map[string]int{"3102.00002": 2, "3102.00004": 1}
			switch layout {
			case "2024": // before organizations every card shows its authors
				authors["3102.00001"], authors["3102.00003"] = 2, 2
			case "trending": // none does
				authors = map[string]int{}
			}
			wantSame(t, r.authors, authors)
		})
	}
}

// The day of a page without its JSON.
func TestCardsDay(t *testing.T) {
	for _, test := range []struct{ name, url, tile, want string }{
		{"by the address", "https://huggingface.co/papers/date/2031-02-03", "", "2031-02-03"},
		{"by the tile (2024)", "https://huggingface.co/papers", "2031-02-03", "2031-02-03"},
		{"the tile is surer", "https://huggingface.co/papers/date/2031-02-05", "2031-02-03", "2031-02-03"},
		{"newest day", "https://huggingface.co/papers", "", ""},
		{"trending", "https://huggingface.co/papers/trending", "", ""},
		{"no such day", "https://huggingface.co/papers/date/2031-02-30", "2031-99-99", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Cards(site{cards: paperItems(1), url: test.url, tile: test.tile}.build(t))
			if err != nil || got.Date != test.want {
				t.Errorf("day %q, error %v, want %q", got.Date, err, test.want)
			}
		})
	}
	// A time on a card is that of a paper.
	page := site{cards: paperItems(1), url: "https://huggingface.co/papers/date/2031-02-03"}.build(t)
	page = bytes.ReplaceAll(page, []byte("</article>"), []byte(`<time datetime="2031-02-01">Feb 1</time></article>`))
	if got, err := Cards(page); err != nil || got.Date != "2031-02-03" {
		t.Errorf("with a time on a card: day %q, error %v", got.Date, err)
	}
	if _, err := Cards(site{cards: paperItems(1), url: "https://huggingface.co/papers/month/2031-02"}.build(t)); !errors.Is(err, ErrNoListing) {
		t.Errorf("a month: error %v", err)
	}
}

// Cards that are none, or not whole, cost nothing but themselves.
func TestOddCards(t *testing.T) {
	good := cardOf(t, "", paperItem("3102.00001"))
	for _, test := range []struct {
		name, card string
		skipped    string
		ids        []string
	}{
		{"an article about something else", `<article><h3><a href="/blog/x">News</a></h3></article>`, "", nil},
		{"no link in the title", `<article><h3>Title</h3><a href="/papers/3102.00002">read</a></article>`, "no id in the link", nil},
		{"a path for an id", `<article><h3><a href="/papers/../x">Title</a></h3></article>`, "no id in the link", nil},
		{"no title", `<article><h3><a href="/papers/3102.00002"> </a></h3></article>`, "no title", nil},
		{"a link into the page", `<article><h3><a href="/papers/3102.00002#top">Title</a></h3></article>`, "", []string{"3102.00002"}},
		{"never closed", `<article><h3><a href="/papers/3102.00002">Title`, "", []string{"3102.00002"}},
		{"other styles, other wrapping", `<article><section><header><h3 class="x"><a class="y" href="/papers/3102.00002"><span>Ti</span><b>tle</b></a></h3></header></section></article>`,
			"", []string{"3102.00002"}},
		{"the same again", good, "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Cards([]byte(good + test.card))
			if err != nil {
				t.Fatal(err)
			}
			wantIDs(t, got, append([]string{"3102.00001"}, test.ids...)...)
			if (test.skipped == "") != (len(got.Skipped) == 0) || test.skipped != "" && !strings.Contains(got.Skipped[0].Reason, test.skipped) {
				t.Errorf("skipped %v, want %q", got.Skipped, test.skipped)
			}
		})
	}
	if _, err := Cards([]byte(strings.Repeat(good, 1001))); !errors.Is(err, ErrNoListing) {
		t.Errorf("1001 cards: error %v", err)
	}
}

func TestParseCount(t *testing.T) {
	for shown, want := range map[string]int{"-": 0, "0": 0, "7": 7, "364": 364, "1.09k": 1090, "2.35k": 2350, "62.2k": 62200, "1k": 1000, "1.2M": 1_200_000,
		"1,024": 1024} {
		if got, ok := parseCount(shown); got != want || !ok {
			t.Errorf("%s: %d, %v, want %d", shown, got, ok, want)
		}
	}
	for _, none := range []string{"", "N", "k", "-1", "1e9", "0x1", "1.2.3", "99999999999", "Inf", "3 authors", "١٢"} {
		if got, ok := parseCount(none); ok {
			t.Errorf("%q is no count, got %d", none, got)
		}
	}
}
