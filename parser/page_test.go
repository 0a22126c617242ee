package parser

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// idsOf are the ids that paperItems(to) has and paperItems(from) has not.
func idsOf(from, to int) []string {
	var all []string
	for i := from + 1; i <= to; i++ {
		all = append(all, fmt.Sprintf("3102.%05d", i))
	}
	return all
}

// Every line of the judgement of a page, in the order of [Page]'s comment.
func TestJudgement(t *testing.T) {
	nameless := func(item, _ object) { delete(item, "paper") }
	unreadable := drop("summary")
	tests := []struct {
		name    string
		page    site
		ids     []string
		err     error
		warning string
		skipped int
	}{
		{name: "both agree", page: site{cards: paperItems(10)}, ids: idsOf(0, 10)},
		{name: "both agree on an empty day", page: site{}},
		{name: "a card too few", page: site{items: paperItems(10), cards: paperItems(9)}, ids: idsOf(0, 10),
			warning: "1 papers only in the JSON, 0 only on cards"},
		{name: "an item too few", page: site{items: paperItems(9), cards: paperItems(10)}, ids: idsOf(0, 10),
			warning: "0 papers only in the JSON, 1 only on cards"},
		{name: "one of six differs", page: site{items: paperItems(5), cards: paperItems(6)}, ids: idsOf(0, 6), warning: "differ"},
		{name: "one of five differs", page: site{items: paperItems(4), cards: paperItems(5)}, err: ErrDisagree},
		{name: "a fifth of the union, one on each side", page: site{items: paperItems(9), cards: append(paperItems(8), paperItem("3102.77777"))},
			err: ErrDisagree},
		{name: "nothing in common", page: site{items: paperItems(3), cards: []object{paperItem("3102.77777")}}, err: ErrDisagree},
		{name: "an empty JSON list beside cards", page: site{items: []object{}, cards: paperItems(3)}, err: ErrDisagree},
		{name: "no cards", page: site{items: paperItems(3)}, ids: idsOf(0, 3), warning: "no second reading"},
		{name: "JSON missing", page: site{cards: paperItems(3), props: func(string) string { return "" }}, ids: idsOf(0, 3), err: ErrCardsOnly},
		{name: "JSON cut off", page: site{cards: paperItems(3), props: func(s string) string { return s[:len(s)/2] }}, ids: idsOf(0, 3),
			err: ErrCardsOnly},
		{name: "JSON of something else", page: site{cards: paperItems(3), top: object{"dailyPapers": nil}}, ids: idsOf(0, 3), err: ErrCardsOnly},
		{name: "JSON with an object for the list", page: site{cards: paperItems(3), top: object{"dailyPapers": object{}}}, ids: idsOf(0, 3),
			err: ErrCardsOnly},
		{name: "JSON of papers in another form", page: site{cards: paperItems(2), items: []object{paperItem("3102.00001", unreadable),
			paperItem("3102.00002", unreadable)}}, ids: idsOf(0, 2), err: ErrCardsOnly},
		{name: "too many papers", page: site{items: paperItems(1001)}, err: ErrNoListing},
		{name: "neither", page: site{props: func(string) string { return "" }}, err: ErrNoListing},
		{name: "a week", page: site{cards: paperItems(3), top: object{"dateString": "2031-W06", "periodType": "week"}}, err: ErrNoListing},
		{name: "a month", page: site{cards: paperItems(3), top: object{"dateString": "2031-02", "periodType": "month"}}, err: ErrNoListing},
		{name: "a week without its JSON", page: site{cards: paperItems(3), url: "https://huggingface.co/papers/week/2031-W06",
			props: func(string) string { return "" }}, err: ErrNoListing},
		{name: "a malformed paper with an id costs nothing else", page: site{cards: paperItems(4), items: append(paperItems(3),
			paperItem("3102.00004", unreadable))}, ids: idsOf(0, 3), skipped: 1},
		{name: "a malformed paper without an id is the one its card names", page: site{cards: paperItems(4), items: append(paperItems(3),
			paperItem("", nameless))}, ids: idsOf(0, 4), warning: "1 only on cards", skipped: 1},
		{name: "a malformed card is the one the JSON names", page: site{items: paperItems(4), cards: append(paperItems(3),
			paperItem("nonsense"))}, ids: idsOf(0, 4), warning: "*", skipped: 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Page(test.page.build(t))
			if !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			for _, other := range []error{ErrNoListing, ErrCardsOnly, ErrDisagree, ErrFormat} {
				if errors.Is(err, other) && other != test.err {
					t.Errorf("error %v is %v too: a caller could not tell", err, other)
				}
			}
			wantIDs(t, got, test.ids...)
			if len(got.Skipped) != test.skipped {
				t.Errorf("skipped %v, want %d", got.Skipped, test.skipped)
			}
			if test.warning != "*" {
				wantWarning(t, got, test.warning)
			}
			if !errors.Is(err, ErrNoListing) && got.Date != listDay {
				t.Errorf("day %q, want %q", got.Date, listDay)
			}
		})
	}
}

// Bodies that are no page at all, as firewalls, gateways and wrong types give them.
func TestPageOfSomethingElse(t *testing.T) {
	deep := strings.Repeat("<div>", 5000)
	for name, body := range map[string]string{
		"nothing":        "",
		"a challenge":    `<!DOCTYPE html><html><head><script src="https://x.awswaf.com/challenge.js"></script></head><body><div id="challenge-container"></div></body></html>`,
		"a gateway":      "<html><body><center><h1>502 Bad Gateway</h1></center></body></html>",
		"JSON":           `[{"paper":{"id":"3102.00001"}}]`,
		"random bytes":   "\x00\xff\xfe\x80<\x01article",
		"deep elements":  deep,
		"an article":     "<article><h3><a href='/blog/x'>News</a></h3></article>",
		"nested objects": `<div data-target="DailyPapers" data-props='` + strings.Repeat(`{"a":`, 100_000) + `'></div>`,
		"nested arrays":  `<div data-target="DailyPapers" data-props='{"dailyPapers":` + strings.Repeat(`[`, 100_000) + `'></div>`,
		"too large":      strings.Repeat(" ", maxBytes+1),
		"too large JSON": `<div ` + hydrationStart + strings.Repeat(" ", maxBytes) + `"></div>`,
	} {
		t.Run(name, func(t *testing.T) {
			for reading, read := range map[string]func([]byte) (Listing, error){"Page": Page, "JSON": JSON, "Cards": Cards} {
				if got, err := read([]byte(body)); !errors.Is(err, ErrNoListing) || len(got.Papers) > 0 {
					t.Errorf("%s: %d papers, error %v, want %v", reading, len(got.Papers), err, ErrNoListing)
				}
			}
		})
	}
}

// The fields of a paper both readings have are the JSON's; that the cards tell it otherwise is said.
func TestFieldsDiffer(t *testing.T) {
	for name, test := range map[string]struct {
		edit    func(item, paper object)
		warning string
	}{
		"title":                {both("title", "Another Title"), "1 titles"},
		"votes":                {inPaper("upvotes", 13), "1 votes"},
		"votes, rounded":       {inPaper("upvotes", 1093), "1 votes"},
		"comments":             {inItem("numComments", 0), "1 comments"},
		"organization":         {both("organization", object{"name": "Other", "fullname": "Other"}), "1 organizations"},
		"name of organization": {both("organization", object{"name": "Larkspur-Lab", "fullname": "Other"}), "1 organizations"},
		"no organization":      {drop("organization"), "1 organizations"},
	} {
		t.Run(name, func(t *testing.T) {
			items := paperItems(3)
			got, err := Page(site{items: items, cards: []object{items[0], paperItem("3102.00002", test.edit), items[2]}}.build(t))
			if err != nil {
				t.Fatal(err)
			}
			wantWarning(t, got, test.warning)
			want, err := JSON(site{items: items}.build(t))
			if err != nil {
				t.Fatal(err)
			}
			wantSame(t, got.Papers, want.Papers)
		})
	}
	t.Run("number of authors", func(t *testing.T) {
		alone := paperItem("3102.00001", drop("organization"))
		fewer := paperItem("3102.00001", drop("organization"), inPaper("authors", []any{object{"name": "Ada Example"}}))
		got, err := Page(site{items: []object{alone}, cards: []object{fewer}}.build(t))
		if err != nil {
			t.Fatal(err)
		}
		wantWarning(t, got, "1 numbers of authors")
	})
	t.Run("not by rounding", func(t *testing.T) {
		items := []object{paperItem("3102.00001", inPaper("upvotes", 1093), inPaper("githubStars", 62246))}
		got, err := Page(site{cards: items}.build(t))
		if err != nil {
			t.Fatal(err)
		}
		wantWarning(t, got, "")
		if got.Papers[0].Upvotes != 1093 {
			t.Errorf("%d votes, want the JSON's 1093", got.Papers[0].Upvotes)
		}
	})
}

// An empty day serves the page of an older one; its own dateString counts, whatever the address says.
func TestPageOfAnotherDay(t *testing.T) {
	got, err := Page(site{cards: paperItems(2), url: "https://huggingface.co/papers/date/2031-02-05", tile: "2031-02-05"}.build(t))
	if err != nil || got.Date != listDay {
		t.Errorf("day %q, error %v, want %q", got.Date, err, listDay)
	}
	// So it does when it is all that could be read of the JSON.
	got, err = Page(site{cards: paperItems(2), url: "https://huggingface.co/papers/date/2031-02-05",
		props: func(s string) string {
			return `{"dateString":"` + listDay + `",` + s[1:len(s)-20]
		}}.build(t))
	if !errors.Is(err, ErrCardsOnly) || got.Date != listDay {
		t.Errorf("day %q, error %v, want %q", got.Date, err, listDay)
	}
}

// What a paper only on a card can give: no abstract, so that it is known not to be ready for publication.
func TestPaperOnlyOnCard(t *testing.T) {
	got, err := Page(site{items: paperItems(9), cards: paperItems(10)}.build(t))
	if err != nil {
		t.Fatal(err)
	}
	last := got.Papers[9]
	if last.ID != "3102.00010" || last.Title == "" || last.Upvotes != 12 || last.Abstract != "" {
		t.Errorf("got %+v", last)
	}
	if slices.ContainsFunc(got.Papers[:9], func(p Paper) bool { return p.Abstract == "" }) {
		t.Error("a paper of the JSON lost its abstract")
	}
}
