package parser

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"text/template"
	"time"

	stdhtml "html"

	"github.com/google/go-cmp/cmp"
)

// The builder makes pages of invented papers in the form of the site: the hydration JSON escaped with nothing but &quot; &amp; &lt;,
// and beside it the cards that the site would make of the same items, in each layout there was.

//go:embed testdata/*.tmpl
var layoutFiles embed.FS

var layouts = template.Must(template.New("").ParseFS(layoutFiles, "testdata/*.tmpl"))

type object = map[string]any

// A site is a page to be built. Its zero fields are filled in by build.
type site struct {
	layout string   // of the cards: svelte5, svelte4, 2024, trending; "" is svelte5
	top    object   // changes to the top level of the JSON; a nil value removes the key
	items  []object // in the JSON; nil for the items of the cards
	cards  []object // the items cards are made of
	url    string   // og:url
	tile   string   // the day in <time datetime>
	props  func(string) string
}

const listDay = "2031-02-03"

// paperItem is an item with every field a recent one has; edits change it.
func paperItem(id string, edits ...func(item, paper object)) object {
	organization := object{"_id": "65448bef5b5d9185ba3202b9", "name": "Larkspur-Lab", "fullname": "Larkspur Laboratory",
		"avatar": "https://cdn-avatars.example.com/larkspur.png"}
	paper := object{
		"id": id, "title": "Invented Paper " + id, "summary": "We invent paper " + id + " and find that it can be read.",
		"authors": []any{object{"_id": "1", "name": "Ada Example", "hidden": false}, object{"_id": "2", "name": "Ben Example",
			"user": object{"user": "ben", "name": "ben", "fullname": "Ben E."}, "status": "claimed_verified", "hidden": false}},
		"publishedAt": "2031-02-01T00:00:00.000Z", "submittedOnDailyAt": "2031-02-03T00:00:00.000Z",
		"upvotes": 12, "discussionId": "6a1f9080e292c1c78ecb1335", "ai_summary": "A paper is invented.",
		"ai_keywords": []any{"invention", "reading"}, "githubRepo": "https://github.com/example/" + id, "githubStars": 34,
		"projectPage": "https://example.com/" + id, "organization": organization,
	}
	item := object{
		"paper": paper, "title": paper["title"], "summary": paper["summary"], "publishedAt": "2031-01-31T19:00:00.000Z",
		"thumbnail": "https://cdn-thumbnails.example.com/" + id + ".png", "numComments": 2, "upvoted": false,
		"submittedBy": object{"name": "casey", "fullname": "Casey"}, "organization": maps.Clone(organization),
	}
	for _, edit := range edits {
		edit(item, paper)
	}
	return item
}

// paperItems makes n items with ids that count up from 3102.00001.
func paperItems(n int) []object {
	items := make([]object, n)
	for i := range items {
		items[i] = paperItem(fmt.Sprintf("3102.%05d", i+1))
	}
	return items
}

// both sets a key of the item and of its paper, as the site does with title, summary and organization.
func both(key string, value any) func(item, paper object) {
	return func(item, paper object) { item[key], paper[key] = value, value }
}

func inPaper(key string, value any) func(item, paper object) {
	return func(_, paper object) { paper[key] = value }
}

func inItem(key string, value any) func(item, paper object) {
	return func(item, _ object) { item[key] = value }
}

// drop removes a key from the item and from its paper.
func drop(keys ...string) func(item, paper object) {
	return func(item, paper object) {
		for _, key := range keys {
			delete(item, key)
			delete(paper, key)
		}
	}
}

func marshal(tb testing.TB, v any) []byte {
	tb.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		tb.Fatal(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

func escapeProps(props string) string {
	return strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(props)
}

// hydrate is the least page there is around hydration JSON.
func hydrate(props []byte) []byte {
	return []byte(`<div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="` + escapeProps(string(props)) + `"></div>`)
}

// build makes the page.
func (s site) build(tb testing.TB) []byte {
	tb.Helper()
	if s.items == nil {
		s.items = s.cards
	}
	if s.items == nil {
		s.items = []object{}
	}
	top := object{"canSubmit": false, "dateString": listDay, "dailyPapers": s.items, "prevDate": "2031-01-31", "nextDate": "2031-02-04",
		"publisher": object{"user": "akhaliq"}, "periodType": "day", "query": object{}, "isTrending": false}
	for key, value := range s.top {
		if top[key] = value; value == nil {
			delete(top, key)
		}
	}
	props := string(marshal(tb, top))
	if s.props != nil {
		props = s.props(props)
	}
	page := struct {
		URL, Tile, Props string
		Cards            []string
	}{URL: "https://huggingface.co/papers/date/" + listDay, Tile: s.tile, Props: escapeProps(props)}
	if s.url != "" {
		page.URL = s.url
	}
	for _, item := range s.cards {
		page.Cards = append(page.Cards, cardOf(tb, s.layout, item))
	}
	return render(tb, "page", page)
}

// cardOf is the card the site shows of an item.
func cardOf(tb testing.TB, layout string, item object) string {
	tb.Helper()
	paper := item["paper"].(object)
	shown := map[string]any{"ID": paper["id"], "Title": item["title"], "Image": item["thumbnail"], "Votes": siteCount(paper["upvotes"]),
		"Teaser": paper["ai_summary"], "Code": paper["githubRepo"], "Comments": ""}
	if n := item["numComments"]; n != 0 {
		shown["Comments"] = siteCount(n)
	}
	if stars, ok := paper["githubStars"]; ok {
		shown["Stars"] = siteCount(stars)
	}
	if by, ok := item["submittedBy"].(object); ok {
		shown["Submitter"] = by["name"]
	}
	if media, _ := item["mediaUrls"].([]any); len(media) > 0 {
		if shown["Image"] = media[0]; !still(media[0].(string)) {
			shown["Video"] = media[0]
		}
	}
	if org, ok := paper["organization"].(object); ok {
		shown["Slug"], shown["Name"], shown["Avatar"] = org["name"], org["fullname"], org["avatar"]
	}
	authors := paper["authors"].([]any)
	shown["Authors"] = len(authors)
	var faces []string
	for _, a := range authors[:min(5, len(authors))] {
		faces = append(faces, a.(object)["name"].(string))
	}
	shown["Faces"] = faces
	for key, value := range shown {
		if s, ok := value.(string); ok {
			shown[key] = stdhtml.EscapeString(s)
		}
	}
	if layout == "" {
		layout = "svelte5"
	}
	return string(render(tb, "card_"+layout, shown))
}

func render(tb testing.TB, name string, data any) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := layouts.ExecuteTemplate(&b, name+".html.tmpl", data); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// siteCount is a number as the site shows it.
func siteCount(v any) string {
	n, ok := v.(int)
	switch {
	case !ok || n == 0:
		return "-"
	case n < 1000:
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%.3gk", float64(n)/1000)
}

func ids(l Listing) []string {
	var all []string
	for _, p := range l.Papers {
		all = append(all, p.ID)
	}
	return all
}

func wantIDs(t *testing.T, l Listing, want ...string) {
	t.Helper()
	if got := ids(l); !slices.Equal(got, want) {
		t.Errorf("ids %v, want %v", got, want)
	}
}

// wantWarning wants one warning with words in it, or none at all where words are empty.
func wantWarning(t *testing.T, l Listing, words string) {
	t.Helper()
	if words == "" && len(l.Warnings) == 0 || words != "" && len(l.Warnings) == 1 && strings.Contains(l.Warnings[0], words) {
		return
	}
	t.Errorf("warnings %q, want one about %q", l.Warnings, words)
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func wantSame[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
