package sample

import (
	"encoding/json"
	"maps"
	"paperfeeds/captured"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// realDays are real pages in the form the sample imitates, with papers of every kind among them.
var realDays = []string{"2026-04-03", "2026-04-06", "2026-05-11", "2026-05-12", "2026-05-13", "2026-05-14", "2026-05-29", "2026-06-03"}

func capturedPage(t *testing.T, day string) []byte {
	t.Helper()
	return captured.Read(t, captured.Path(t, "listings", "html", day+".html.gz"))
}

// skeleton adds the paths of all nodes of the cards of a page, each with its attributes' names, and its classes. Svelte's comments count:
// they split the text a reader wants in one piece. Only text, values and what is drawn are left out.
func skeleton(t *testing.T, page []byte, into map[string]map[string]bool) {
	var walk func(n *html.Node, path string)
	walk = func(n *html.Node, path string) {
		switch n.Type {
		case html.CommentNode:
			path += " <!--" + n.Data + "-->"
		case html.TextNode:
			if strings.TrimSpace(n.Data) == "" {
				return
			}
			path += " #text"
		case html.ElementNode:
			path += " " + n.Data
			if n.Data == "svg" {
				break
			}
			names := map[string]bool{}
			for _, a := range n.Attr {
				names[a.Key] = true
			}
			path += "[" + strings.Join(slices.Sorted(maps.Keys(names)), ",") + "]"
			for c := range n.ChildNodes() {
				walk(c, path)
			}
		}
		if into[path] == nil {
			into[path] = map[string]bool{}
		}
		for name := range strings.FieldsSeq(attr(n, "class")) {
			into[path][name] = true
		}
	}
	for _, article := range allOf(document(t, page), "article") {
		walk(article, "")
	}
}

// A fixture that drifts from the real thing tests nothing. Every node of a sample card must exist in a real card at the same place with
// the same attributes and no class of our own, and every node of a real card in a sample card.
func TestCardsAreBuiltLikeCapturedOnes(t *testing.T) {
	real, ours := map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, day := range realDays {
		skeleton(t, capturedPage(t, day), real)
	}
	for _, day := range everyDay(t) {
		skeleton(t, page(t, day), ours)
	}
	// Organizations without an avatar were captured on pages before Svelte 5 only, where the picture is simply not there; how Svelte 5
	// says "nothing" is known from everywhere else.
	delete(ours, " article[class] div[class] div[class] div[class] div[class] a[class,href] <!--[-1-->")
	for path, classes := range ours {
		if real[path] == nil {
			t.Errorf("only in sample pages: %s", path)
			continue
		}
		for name := range classes {
			if !real[path][name] {
				t.Errorf("class %q is only in sample pages: %s", name, path)
			}
		}
	}
	for path := range real {
		if ours[path] == nil {
			t.Errorf("only in captured pages: %s", path)
		}
	}
}

// capturedItems are the items of a captured page.
func capturedItems(t *testing.T, page []byte) []Item {
	t.Helper()
	var blob props
	if err := json.Unmarshal([]byte(hydration(t, page)), &blob); err != nil {
		t.Fatal(err)
	}
	return blob.DailyPapers
}

// What the sample shows of an item — which picture, which faces in which order, how many stars in which words — is what the source shows.
func TestCapturedCardsShowWhatOursWould(t *testing.T) {
	for _, day := range realDays {
		body := capturedPage(t, day)
		var want []card
		for _, item := range capturedItems(t, body) {
			want = append(want, wanted(item))
		}
		if diff := cmp.Diff(want, cards(t, body)); diff != "" {
			t.Errorf("%s (-ours +captured):\n%s", day, diff)
		}
	}
}

// The outer half of an item follows from the inner one in the source as it does here.
func TestNewItemRepeatsWhatCapturedItemsDo(t *testing.T) {
	for _, day := range realDays {
		for _, item := range capturedItems(t, capturedPage(t, day)) {
			got := NewItem(item.Paper, item.NumComments)
			got.Upvoted, got.Participating = item.Upvoted, item.Participating
			if got.SubmittedBy != nil && item.SubmittedBy != nil { // told only here, or moved on since
				s := *item.SubmittedBy
				got.SubmittedBy.IsHf, got.SubmittedBy.IsHfAdmin, got.SubmittedBy.FollowerCount = s.IsHf, s.IsHfAdmin, s.FollowerCount
				got.SubmittedBy.IsPro, got.SubmittedBy.IsMod, got.SubmittedBy.AvatarURL, got.SubmittedBy.Fullname = s.IsPro, s.IsMod, s.AvatarURL, s.Fullname
			}
			if diff := cmp.Diff(item, got); diff != "" {
				t.Errorf("%s: %s (-captured +ours):\n%s", day, item.Paper.ID, diff)
			}
		}
	}
}

// The structs must lose no key of the source and keep the order: a captured blob goes through them unchanged.
func TestItemsHoldAllKeysOfCapturedOnes(t *testing.T) {
	for _, day := range realDays {
		var blob struct {
			DailyPapers []json.RawMessage `json:"dailyPapers"`
		}
		if err := json.Unmarshal([]byte(hydration(t, capturedPage(t, day))), &blob); err != nil {
			t.Fatal(err)
		}
		for i, raw := range blob.DailyPapers {
			var item Item
			if err := json.Unmarshal(raw, &item); err != nil {
				t.Fatal(err)
			}
			again, err := marshal(item)
			if err != nil {
				t.Fatal(err)
			}
			if string(again) != string(raw) {
				t.Errorf("%s: item %d comes back as %d bytes instead of %d\n%.900s\n%.900s", day, i, len(again), len(raw), again, raw)
				break
			}
		}
	}
}
