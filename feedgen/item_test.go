package feedgen

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// The worst of everything: each of these alone, 99 times over, must not make a document of 1 MB.
func oversizedItems() map[string]Item {
	items := map[string]Item{}
	for name, unit := range map[string]string{
		"ampersands": "&", "quotes": `"`, "tags": "<b>", "emoji": "👩‍👩‍👧", "Chinese": "沙", "words": "word ", "backslashes": `\`, "apostrophes": "' ",
	} {
		long := strings.Repeat(unit, 8_000)
		item := Item{
			Title: long, Abstract: long, Summary: long, Organization: &Organization{long, long, "https://example.org/", "https://example.org/"},
			ArXivID: long, ListDay: long,
		}
		for i := range 300 {
			item.Authors = append(item.Authors, fmt.Sprint(i, long[:300]))
			item.Keywords = append(item.Keywords, fmt.Sprint(i, long[:300]))
		}
		for i := range 200 {
			item.Topics = append(item.Topics, Topic{fmt.Sprint("t", i), fmt.Sprint(i, long[:300]), "https://example.org/topics/" + fmt.Sprint(i) + ".html"})
		}
		items[name] = item
	}
	address := "https://example.org/?" + strings.Repeat("&", 480)
	items["addresses"] = Item{
		Title: "Addresses", Abstract: "Short.", URL: address, ExternalURL: address, PDF: address, Code: address, Project: address, Discussion: address,
		Image: address, Organization: &Organization{"o", "O", address, address}, Topics: []Topic{{"t", "T", address}, {"u", "U", address}},
	}
	return items
}

func TestDocumentsStayUnderOneMegabyte(t *testing.T) {
	for name, item := range oversizedItems() {
		t.Run(name, func(t *testing.T) {
			digest := Item{Title: item.Title, Summary: item.Summary, Authors: item.Authors, Digest: &Digest{RestText: "All", RestURL: "https://example.org/"}}
			for i := range 200 {
				digest.Digest.Lines = append(digest.Digest.Lines, Line{item.Title[:min(900, len(item.Title))], "https://example.org/" + fmt.Sprint(i), item.Title[:min(900, len(item.Title))], item.Abstract[:min(900, len(item.Abstract))]})
			}
			for kind, c := range map[string]struct {
				item Item
				n    int
			}{"papers": {item, 99}, "digests": {digest, 19}} {
				d := sampleDocument(t)
				d.Title, d.Description = item.Title, item.Abstract
				c.item.ID = "https://huggingface.co/papers/" + strings.Repeat("&", maxID-30)
				e := encode(t, c.item)
				for range c.n {
					d.Items = append(d.Items, Entry{e, noon})
				}
				for _, f := range writers {
					document := write(t, f.write, d)
					if len(document) >= 1_000_000 {
						t.Errorf("%d %s in %s are %d bytes", c.n, kind, f.ending, len(document))
					}
					d.Items = d.Items[:1]
					checkDocument(t, f.ending, write(t, f.write, d))
					d.Items = d.Items[:c.n]
				}
			}
		})
	}
}

// What is left out of an item that is too long, in which order.
func TestShorten(t *testing.T) {
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("seven w ", n/8)) }
	many := func(n int, prefix string) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprintf("%s %04d", prefix, i))
		}
		return list
	}
	keywords := many(20, "a keyword of a length that is not seldom")
	for _, c := range []struct {
		name              string
		change            func(*Item)
		authors, keywords [2]int // at least, at most
		abstract          [2]int // characters
		body              string
	}{
		{"a real paper loses nothing", func(*Item) {}, [2]int{7, 7}, [2]int{10, 10}, [2]int{1900, 1900}, "Author 0006"},
		{"a hundred authors", func(i *Item) { i.Authors = many(100, "Author") }, [2]int{30, 99}, [2]int{10, 10}, [2]int{1900, 1900}, "Author 0009 and 90 more"},
		{"three thousand", func(i *Item) { i.Authors = many(3000, "Author") }, [2]int{30, 100}, [2]int{10, 10}, [2]int{1900, 1900}, "Author 0009 and 2990 more"},
		{"then keywords", func(i *Item) { i.Authors, i.Keywords, i.Abstract = many(100, "Author"), keywords, words(3200) },
			[2]int{10, 10}, [2]int{1, 19}, [2]int{3190, 3200}, "Author 0009 and 90 more"},
		{"then the abstract", func(i *Item) { i.Authors, i.Keywords, i.Abstract = many(100, "Author"), keywords, words(9000) },
			[2]int{10, 10}, [2]int{1, 1}, [2]int{2000, 4500}, "…</p><p><a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			item := samplePaper()
			item.Authors, item.Keywords, item.Abstract = many(7, "Author"), many(10, "keyword"), words(1900)
			c.change(&item)
			var feed struct {
				Items []struct {
					HTML      string `json:"content_html"`
					Authors   []struct{ Name string }
					Extension struct{ Keywords []string } `json:"_paperfeeds"`
					Tags      []string
				}
			}
			if err := json.Unmarshal(write(t, WriteJSON, sampleDocument(t, item)), &feed); err != nil {
				t.Fatal(err)
			}
			got := feed.Items[0]
			within := func(what string, n int, bounds [2]int) {
				if n < bounds[0] || n > bounds[1] {
					t.Errorf("%d %s, want %d to %d", n, what, bounds[0], bounds[1])
				}
			}
			within("authors", len(got.Authors), c.authors)
			within("keywords", len(got.Extension.Keywords), c.keywords)
			_, abstract, _ := strings.Cut(got.HTML, "<p>seven")
			abstract, _, _ = strings.Cut(abstract, "</p>")
			within("characters", utf8.RuneCountInString("seven"+abstract), [2]int{c.abstract[0] - 10, c.abstract[1]})
			if !strings.Contains(got.HTML, c.body) {
				t.Errorf("no %q in %s", c.body, got.HTML)
			}
			agree(t, sampleDocument(t, item)) // all formats lose the same
		})
	}
}

func TestLongDigest(t *testing.T) {
	item := sampleDigest()
	for i := range 300 {
		item.Digest.Lines = append(item.Digest.Lines, Line{fmt.Sprintf("Title %03d", i), "https://huggingface.co/papers/2606." + fmt.Sprint(i), "Somebody", strings.Repeat("word ", 60) + "end."})
	}
	before := item.Digest.Lines[4]
	got := string(write(t, WriteJSON, sampleDocument(t, item)))
	if strings.Contains(got, "end.") || !strings.Contains(got, "word…") {
		t.Error("the sentences were not shortened first")
	}
	if !strings.Contains(got, " more</p>") && !strings.Contains(got, "Title 299") {
		t.Error("lines are missing and it does not say so")
	}
	if item.Digest.Lines[4] != before {
		t.Error("Encode changed the caller's digest")
	}
}

func TestEncodeRefusesIDs(t *testing.T) {
	for _, id := range []string{"", "2606.00001", "javascript:x", "https://", "https://huggingface.co/papers/a b", "HTTPS://huggingface.co/x", "https://huggingface.co/" + strings.Repeat("x", 256), "https://user@huggingface.co/x"} {
		if _, err := Encode(Item{ID: id, Title: "Title"}); err == nil {
			t.Errorf("id %q was accepted", id)
		}
	}
}
