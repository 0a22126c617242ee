package parser

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/captured"
	"paperfeeds/text"
)

// These tests read captured listings, which stand beside the checkout and not in it. What is expected is taken from the same
// captures by another way than the parser's: a regular expression, html.UnescapeString, and encoding/json into maps.

func capture(tb testing.TB, path string) []byte {
	tb.Helper()
	return captured.Read(tb, captured.Path(tb, "listings", path))
}

func rawItems(t *testing.T, body []byte) []object {
	t.Helper()
	var items []object
	if err := json.Unmarshal(body, &items); err != nil {
		t.Fatal(err)
	}
	return items
}

// rawPage is the hydration JSON of a page.
func rawPage(t *testing.T, page []byte) (items []object, day string) {
	t.Helper()
	var top struct {
		Date, DateString string
		DailyPapers      json.RawMessage
	}
	if err := json.Unmarshal(captured.Props(t, page), &top); err != nil {
		t.Fatal(err)
	}
	return rawItems(t, top.DailyPapers), (top.DateString + top.Date)[:10]
}

// expected makes a paper out of a raw item, field by field, in another way than the parser does.
func expected(raw object, day string) Paper {
	in := raw["paper"].(object)
	str := func(o object, key string) string { s, _ := o[key].(string); return s }
	num := func(o object, key string) int { f, _ := o[key].(float64); return int(f) }
	p := Paper{
		ID:       str(in, "id"),
		Title:    text.Readable(str(raw, "title")),
		Abstract: text.Readable(str(in, "summary")),
		Summary:  text.Readable(str(in, "ai_summary")),
		Code:     text.URL(str(in, "githubRepo")),
		Project:  text.URL(str(in, "projectPage")),
		Image:    text.URL(str(raw, "thumbnail")),
		Upvotes:  num(in, "upvotes"),
		Comments: num(raw, "numComments"),
		Stars:    num(in, "githubStars"),
	}
	p.Published, _ = time.Parse(time.RFC3339, str(in, "publishedAt"))
	for _, a := range in["authors"].([]any) {
		name := text.Clean(str(a.(object), "name"))
		if hidden, _ := a.(object)["hidden"].(bool); !hidden && !slices.Contains(p.Authors, name) {
			p.Authors = append(p.Authors, name)
		}
	}
	words, _ := in["ai_keywords"].([]any)
	for _, w := range words {
		word := text.Readable(w.(string))
		double := slices.ContainsFunc(p.Keywords, func(k string) bool { return strings.EqualFold(k, word) })
		if word != "" && len([]rune(word)) <= 100 && !double {
			p.Keywords = append(p.Keywords, word)
		}
	}
	if org, ok := in["organization"].(object); ok {
		p.Organization = &Organization{ID: str(org, "_id"), Slug: str(org, "name"), Name: text.Clean(str(org, "fullname")),
			Avatar: text.URL(str(org, "avatar"))}
	}
	if p.Image == "" {
		media, _ := raw["mediaUrls"].([]any)
		if one, ok := raw["mediaUrl"]; ok {
			media = append(media, one)
		}
		for _, m := range media {
			if ext := filepath.Ext(m.(string)); p.Image == "" && ext != ".mp4" && ext != ".qt" && ext != ".webm" {
				p.Image = m.(string)
			}
		}
	}
	if at, ok := in["submittedOnDailyAt"].(string); ok {
		if !strings.HasSuffix(at, "T00:00:00.000Z") {
			p.Submitted, _ = time.Parse(time.RFC3339, at)
		}
	} else if day != "" && day < "2025-03-11" {
		p.Submitted, _ = time.Parse(time.RFC3339, str(raw, "publishedAt"))
		if day >= "2024-11-29" { // the days of these lists are all in New York's winter but the last one
			p.Submitted = p.Submitted.Add(5 * time.Hour)
			if day == "2025-03-10" {
				p.Submitted = p.Submitted.Add(-time.Hour)
			}
		}
	}
	return p
}

func compare(t *testing.T, got Listing, items []object, day string) {
	t.Helper()
	want := Listing{Date: day}
	for _, item := range items {
		want.Papers = append(want.Papers, expected(item, day))
	}
	if !reflect.DeepEqual(want, got) { // much faster than the difference, and there are 8,000 papers
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
}

// Every captured page: no paper lost, both readings agree in every field they share, nothing to warn of.
func TestCapturedPages(t *testing.T) {
	papers, counted := 0, 0
	for _, path := range captured.Listings(t, "html", 36) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			page := captured.Read(t, path)
			items, day := rawPage(t, page)
			got, err := Page(page)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got, items, day)
			papers += len(got.Papers)

			// compareFields is silent; this looks at the same agreement from outside.
			doc, err := document(page)
			if err != nil {
				t.Fatal(err)
			}
			cards, err := readCards(doc)
			if err != nil {
				t.Fatal(err)
			}
			if cards.Date != day || len(cards.Skipped)+len(cards.Warnings) > 0 {
				t.Errorf("cards: day %q, want %q; skipped %v, warnings %v", cards.Date, day, cards.Skipped, cards.Warnings)
			}
			if len(cards.Papers) != len(items) {
				t.Fatalf("%d cards for %d papers", len(cards.Papers), len(items))
			}
			for i, card := range cards.Papers {
				want := got.Papers[i]
				if authors := len(items[i]["paper"].(object)["authors"].([]any)); want.Organization == nil {
					counted++
					if cards.authors[card.ID] != authors {
						t.Errorf("%s: card shows %d authors, JSON has %d", card.ID, cards.authors[card.ID], authors)
					}
				}
				if !shownAs(want.Stars, card.Stars) {
					t.Errorf("%s: card shows %d stars, JSON has %d", card.ID, card.Stars, want.Stars)
				}
				organization := want.Organization
				if organization != nil {
					if avatar := card.Organization.Avatar; avatar != "" && avatar != organization.Avatar {
						t.Errorf("%s: card shows %s, JSON has %s", card.ID, avatar, organization.Avatar)
					}
					organization = &Organization{Slug: organization.Slug, Name: organization.Name, Avatar: card.Organization.Avatar}
				}
				want = Paper{ID: want.ID, Title: want.Title, Organization: organization, Upvotes: want.Upvotes, Comments: want.Comments,
					Stars: card.Stars, Image: card.Image}
				wantSame(t, card, want)
			}
		})
	}
	t.Logf("%d papers, %d with a number of authors on the card", papers, counted)
}

// Every captured answer of the API, 2024-05 to 2026-08: no paper lost, every field where it belongs.
func TestCapturedAnswers(t *testing.T) {
	papers, submitted, organizations := 0, 0, 0
	for _, path := range captured.Listings(t, "api", 451) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			body, day := captured.Read(t, path), filepath.Base(path)[:10]
			got, err := API(body, day)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got, rawItems(t, body), day)
			papers += len(got.Papers)
			for _, p := range got.Papers {
				if !p.Submitted.IsZero() {
					submitted++
				}
				if p.Organization != nil {
					organizations++
				}
			}
		})
	}
	t.Logf("%d papers, %d with a time of submission, %d with an organization", papers, submitted, organizations)
}

// A trending page names no day, and each of its cards holds everything twice.
func TestCapturedTrending(t *testing.T) {
	props := capture(t, "other/trending_2026-10-06_hydration_excerpt.json")
	card := capture(t, "other/trending_2026-10-06_article_excerpt.html")
	cards, err := Cards(card)
	if err != nil {
		t.Fatal(err)
	}
	if len(cards.Papers) != 1 || cards.Date != "" {
		t.Fatalf("%d papers of %q, want 1 of no day", len(cards.Papers), cards.Date)
	}
	p := cards.Papers[0]
	if p.ID != "2609.20519" || p.Stars != 131 || p.Organization == nil || p.Organization.Slug != "nvidia" || p.Organization.Name != "NVIDIA" ||
		p.Image != "" || p.Code != "https://github.com/OWNER/REPO" {
		t.Errorf("card: %+v", p)
	}
	got, err := JSON(hydrate(props))
	if err != nil {
		t.Fatal(err)
	}
	var top struct{ DailyPapers []object }
	if err := json.Unmarshal(props, &top); err != nil {
		t.Fatal(err)
	}
	compare(t, got, top.DailyPapers, "")
}

// A paper's own page is not a listing.
func TestCapturedPaperPage(t *testing.T) {
	if got, err := Page(capture(t, "other/paper_2509.24002.html.gz")); !errors.Is(err, ErrNoListing) {
		t.Errorf("got %d papers and %v, want ErrNoListing", len(got.Papers), err)
	}
}

func TestCapturedText(t *testing.T) {
	papers, err := Text(capture(t, "search-page.txt"), time.Date(2025, 11, 20, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	body := string(capture(t, "search-page.txt"))
	those := func(is func(TextPaper) bool) (n int) {
		for _, p := range papers {
			if is(p) {
				n++
			}
		}
		return n
	}
	for _, p := range papers {
		if p.Title == "" || p.Abstract == "" || p.Published.IsZero() || (p.Organization == nil) == (p.Authors == 0) {
			t.Errorf("incomplete: %+v", p)
		}
	}
	organizations := those(func(p TextPaper) bool { return p.Organization != nil })
	authors := those(func(p TextPaper) bool { return p.Authors != 0 })
	comments := those(func(p TextPaper) bool { return p.Comments != 0 })
	thisYear := those(func(p TextPaper) bool {
		return strings.Contains(body, "·\n"+p.Published.Format("Jan 2")) && !strings.Contains(body, p.Published.Format("Jan 2, 2006"))
	})
	got := []int{len(papers), organizations, authors, thisYear, comments}
	if want := []int{71, 2, 69, 19, 12}; !slices.Equal(got, want) {
		t.Errorf("papers, organizations, authors, without year, comments: %v, want %v", got, want)
	}
}
