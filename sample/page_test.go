package sample

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// everyDay are the three days and the later reading.
func everyDay(t testing.TB) []Day {
	t.Helper()
	days, err := Days()
	if err != nil {
		t.Fatal(err)
	}
	later, err := Later()
	if err != nil {
		t.Fatal(err)
	}
	return append(days, later)
}

func page(t testing.TB, day Day) []byte {
	t.Helper()
	body, err := Page(day)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// Blob and cards are two independent readings of the same page, so both must tell everything they can of the day.
func TestPageTellsTheDayTwice(t *testing.T) {
	for _, day := range everyDay(t) {
		t.Run(day.Date, func(t *testing.T) {
			body := page(t, day)
			var p props
			if err := json.Unmarshal([]byte(hydration(t, body)), &p); err != nil {
				t.Fatal(err)
			}
			if p.DateString != day.Date || p.PrevDate != day.Prev || p.NextDate != day.Next || p.PeriodType != "day" {
				t.Errorf("the blob is of %q between %q and %q", p.DateString, p.PrevDate, p.NextDate)
			}
			for i, item := range p.DailyPapers {
				if item.Upvoted == nil || *item.Upvoted {
					t.Errorf("item %d: upvoted is not false", i)
				}
				p.DailyPapers[i].Upvoted = nil
			}
			if diff := cmp.Diff(day.Items, p.DailyPapers); diff != "" {
				t.Errorf("blob (-want +got):\n%s", diff)
			}
			var want []card
			for _, item := range day.Items {
				want = append(want, wanted(item))
			}
			if diff := cmp.Diff(want, cards(t, body)); diff != "" {
				t.Errorf("cards (-want +got):\n%s", diff)
			}
		})
	}
}

// The items of a page and of an API answer differ in one key, upvoted, and in nothing else down to the order of keys.
func TestAPIHasTheItemsOfThePage(t *testing.T) {
	for _, day := range everyDay(t) {
		body, err := API(day)
		if err != nil {
			t.Fatal(err)
		}
		blob := strings.ReplaceAll(hydration(t, page(t, day)), `,"upvoted":false`, "")
		if !strings.Contains(blob, `"dailyPapers":`+string(body)+`,"prevDate"`) {
			t.Errorf("%s: the answer does not stand in the page", day.Date)
		}
	}
	read := Day{Items: []Item{{Upvoted: new(bool)}}} // as read from a page
	if body, err := API(read); err != nil || strings.Contains(string(body), "upvoted") {
		t.Errorf("an item of a page answers %s, %v", body, err)
	}
	if read.Items[0].Upvoted == nil {
		t.Error("the answer changed the day it was made from")
	}
	if body, err := API(Day{Date: "2026-05-30"}); err != nil || string(body) != "[]" {
		t.Errorf("an empty day answers %s, %v", body, err)
	}
}

// A page that escaped more than the source does would not test the parsers' unescaping.
func TestPageEscapesAsSvelteDoes(t *testing.T) {
	entity := regexp.MustCompile(`&[a-z#0-9]+;`)
	seen := map[string]bool{}
	for _, day := range everyDay(t) {
		for _, e := range entity.FindAllString(string(page(t, day)), -1) {
			seen[e] = true
		}
	}
	want := map[string]bool{"&quot;": true, "&amp;": true, "&lt;": true}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("entities (-want +got):\n%s", diff)
	}
	for _, raw := range []string{"'", ">"} {
		if !strings.Contains(hydration(t, page(t, everyDay(t)[0])), raw) {
			t.Errorf("no raw %s in the data", raw)
		}
	}
}

func TestPageLinksItsNeighbours(t *testing.T) {
	tests := map[string]struct {
		day  Day
		want []string
	}{
		"between two": {Day{Date: "2026-05-29", Prev: "2026-05-28", Next: "2026-06-01"},
			[]string{"/papers/date/2026-05-28", "/papers/date/2026-06-01", "/papers/date/2026-05-28", "/papers/date/2026-06-01"}},
		"newest": {Day{Date: "2026-06-01", Prev: "2026-05-29"}, []string{"/papers/date/2026-05-29", "/papers/date/2026-05-29"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			doc := document(t, page(t, test.day))
			var got []string
			for _, a := range allOf(doc, "a") {
				if href := attr(a, "href"); strings.HasPrefix(href, "/papers/date/") {
					got = append(got, href)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
			url := allOf(doc, "meta", html.Attribute{Key: "property", Val: "og:url"})
			if len(url) != 1 || attr(url[0], "content") != "https://huggingface.co/papers/date/"+test.day.Date {
				t.Error("og:url does not name the day")
			}
		})
	}
}

// Whatever stands in a paper comes back out of the page as it was: tests put hostile text in here and must know that it arrives.
func TestPageCarriesAnyText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("<>&\"'\\/!-;=` \n\tae#x{}$%"))))
		paper := Paper{ID: "2605.99999", Title: text.Draw(rt, "title"), Summary: text.Draw(rt, "abstract"), Upvotes: 1}
		paper.Authors = []Author{{Name: text.Draw(rt, "author")}}
		if rapid.Bool().Draw(rt, "has organization") {
			paper.Organization = &Organization{Name: "Example", Fullname: text.Draw(rt, "organization")}
		}
		item := NewItem(paper, 0)
		body := page(t, Day{Date: "2026-06-01", Items: []Item{item}})
		var p props
		if err := json.Unmarshal([]byte(hydration(t, body)), &p); err != nil {
			rt.Fatal(err)
		}
		p.DailyPapers[0].Upvoted = nil
		if diff := cmp.Diff(item, p.DailyPapers[0]); diff != "" {
			rt.Fatalf("blob (-want +got):\n%s", diff)
		}
		// HTML itself knows neither carriage returns nor NUL in text.
		asHTML := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace
		want, got := wanted(item), cards(t, body)
		if len(got) != 1 || got[0].Title != asHTML(want.Title) || got[0].Organization != asHTML(want.Organization) {
			rt.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestShort(t *testing.T) {
	for stars, want := range map[int]string{0: "0", 949: "949", 1039: "1.04k", 1360: "1.36k", 15866: "15.9k", 57966: "58k", 999_499: "999k"} {
		if got := short(&stars); got != want {
			t.Errorf("%d stars: got %s, want %s", stars, got, want)
		}
	}
	if got := short(nil); got != "0" {
		t.Errorf("stars not counted yet: got %s, want 0", got)
	}
}

func TestFaces(t *testing.T) {
	account := &User{User: "login"}
	all := []Author{{Name: "1"}, {Name: "2"}, {Name: "3", User: account}, {Name: "4"}, {Name: "5"}, {Name: "6"}, {Name: "7", User: account}}
	var got []string
	for _, a := range faces(all) {
		got = append(got, a.Name)
	}
	if diff := cmp.Diff([]string{"4", "2", "1", "7", "3"}, got); diff != "" {
		t.Errorf("accounts first, five at most, right to left (-want +got):\n%s", diff)
	}
	if all[0].Name != "1" || all[6].Name != "7" {
		t.Error("the authors themselves were put in another order")
	}
}

// A trap of the source: the outer date of a paper of the 28th is on the 27th.
func TestNewItemShiftsTheOuterDate(t *testing.T) {
	for inner, want := range map[string]string{"2026-05-28T00:00:00.000Z": "2026-05-27T20:00:00.000Z", "soon": "soon"} {
		if got := NewItem(Paper{PublishedAt: inner}, 0).PublishedAt; got != want {
			t.Errorf("%s: got %s, want %s", inner, got, want)
		}
	}
}
