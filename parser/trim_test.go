package parser

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paperfeeds/captured"
)

func TestTrim(t *testing.T) {
	page := site{cards: paperItems(9)}.build(t)
	rest, attribute, _ := trim(page)
	if len(attribute) == 0 || bytes.Contains(rest, attribute[:len(attribute)/2]) {
		t.Errorf("%d bytes of JSON cut out of a page, and not all of it", len(attribute))
	}
	for _, cut := range cuts {
		n := bytes.Count(rest, []byte(cut.start))
		var ok bool
		if rest, ok = without(rest, cut.start, cut.end); n == 0 || !ok || bytes.Contains(rest, []byte(cut.start)) {
			t.Errorf("%q stands in the page %d times, and not all are cut out", cut.start, n)
		}
	}
	got, ok := readTrimmed(page)
	want, err := readTwice(page)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	wantSame(t, got, want)
}

// A page that is not as every page was is read as it is, if trimming would tell another thing.
func TestTrimmedWrongly(t *testing.T) {
	const marker, hydrater = hydrationStart, `<div class="SVELTE_HYDRATER contents" ` + hydrationStart
	whole := string(site{cards: paperItems(9)}.build(t))
	empty := string(site{items: []object{}}.build(t))
	emptyWithCards := string(site{items: []object{}, cards: paperItems(9)}.build(t))
	props := string(marshal(t, object{"dateString": listDay, "dailyPapers": paperItems(9)}))
	// Without icons, comments and classes nothing hinders a cut, but what is in it.
	const title = `<h3><a href="/papers/3102.00099">Another</a></h3>`
	for _, test := range []struct {
		name, page, old, with string // old, where it first stands in the page, gives way to this
		same                  bool   // nothing of what is read was cut out
	}{
		{"an icon that ends in itself", whole, "<article", `<svg class="x"/><article`, false},
		{"an icon that never ends", whole, "</section>", "<svg></section>", false},
		{"an icon around a card", whole, "</section>", `<svg/><article>` + title + `</article></svg></section>`, false},
		{"an icon around a card that is in the JSON", strings.Replace(whole, "</article>", "</article></svg>", 1),
			"<article", "<svg><article", false},
		{"an icon around the cards of an empty day", strings.Replace(emptyWithCards, "</section>", "</svg></section>", 1),
			"<article", "<svg/><article", false},
		{"a comment that ends in itself", whole, "<article", `<!--><article`, false},
		{"a comment that never ends", whole, "</section>", "<!-- </section>", false},
		{"scripts that look like a comment around a card", whole, "</section>",
			`<script>"<!--"</script><article>` + title + `</article><script>"-->"</script></section>`, false},
		{"pictures that look like a comment around a card", whole, "</section>",
			`<img alt="<!--"><article>` + title + `</article><img alt="-->"></section>`, false},
		{"pictures that look like a comment around a title", strings.Replace(whole, "</h3>", `</h3><img alt="-->">`, 1),
			"<h3", `<img alt="<!--"><h3`, false},
		{"the same on an empty day", empty, "</section>", `<article><img alt="<!--">` + title + `<img alt="-->"></article></section>`, false},
		{"a section instead of the div", whole, hydrater, `<section ` + marker, false},
		{"a comment with the JSON of other papers", whole, "<html", `<!-- <div ` + marker + escapeProps(props) + `"> --><html`, false},
		{"the element in a comment", whole, hydrater, `<!-- <div --><i ` + marker, false},
		{"a script about the element", whole, "<html", `<script>'<div ` + marker + `"></div>'</script><html`, false},
		{"a comment about the element", whole, "<html", `<!-- <div ` + marker + ` --><html`, false},
		{"a second element", whole, "</section>", `<div ` + marker + `{}"></div></section>`, true},
		{"another order of attributes", whole, marker, `id="x" data-target="DailyPapers"  data-props="`, false},
		{"an & that is none in an attribute", whole, "https://example.com/3102", "https://example.com/?a=1&copy=2#3102", false},
		{"the & of another escape", whole, "find that", "find&nbsp;that", false},
		{"no end of the JSON", whole[:strings.Index(whole, marker)+len(marker)+99], "", "", false},
		{"larger than a page may be, by its JSON", whole, marker, marker + strings.Repeat(" ", maxBytes), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := []byte(strings.Replace(test.page, test.old, test.with, 1))
			if string(page) == test.page && test.old != "" {
				t.Fatalf("%q stands nowhere in the page", test.old)
			}
			if _, ok := readTrimmed(page); ok != test.same {
				t.Fatalf("its trimmed reading passes for the whole: %v, want %v", ok, test.same)
			}
			got, err := Page(page)
			want, wholeErr := readTwice(page)
			if fmt.Sprint(err) != fmt.Sprint(wholeErr) {
				t.Fatalf("error %v, of the whole page %v", err, wholeErr)
			}
			wantSame(t, got, want)
		})
	}
}

// The escapes of an attribute mean what they do to an HTML parser.
func TestUnescape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{
			"&quot;", "&amp;", "&lt;", "&gt;", "&#39;", "&", "&copy=", "amp;", "quot;", "#39;", "a", "<", "ä", "'",
		})
		attribute := strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "")
		plain, ok := unescape([]byte(attribute))
		if !ok {
			return
		}
		doc, err := document([]byte(`<a b="` + attribute + `">`))
		if err != nil {
			t.Fatal(err)
		}
		if want := doc.Find("a").AttrOr("b", "none"); string(plain) != want {
			t.Errorf("%q is read as %q, by a parser as %q", attribute, plain, want)
		}
	})
}

// What is cut out of a page is what makes reading it slow, so it should be cut out of every page there is.
func TestCapturedPagesAreTrimmed(t *testing.T) {
	for _, path := range captured.Listings(t, "html", 36) {
		page := captured.Read(t, path)
		got, ok := readTrimmed(page)
		if !ok {
			t.Errorf("%s: read again, as a whole", path)
		}
		want, err := readTwice(page)
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, got, want)
	}
}
