package parser

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

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
	whole := string(site{cards: paperItems(9)}.build(t))
	props := string(marshal(t, object{"dateString": listDay, "dailyPapers": paperItems(9)}))
	const marker = hydrationStart
	for _, test := range []struct {
		name, page string
		same       bool // nothing of what is read was cut out
	}{
		{"an icon that ends in itself", strings.Replace(whole, "<article", `<svg class="x"/><article`, 1), false},
		{"an icon that never ends", strings.Replace(whole, "</section>", "<svg></section>", 1), false},
		{"an icon that swallows a card", strings.Replace(strings.Replace(whole, "<article", `<svg><article`, 1), "</article>", "</article></svg>", 1), false},
		{"an empty day with cards in an icon", strings.Replace(strings.Replace(string(site{items: []object{}, cards: paperItems(9)}.build(t)),
			"<article", "<svg/><article", 1), "</section>", "</svg></section>", 1), false},
		{"a section instead of the div", strings.Replace(whole, `<div class="SVELTE_HYDRATER contents" `+marker, `<section `+marker, 1), false},
		{"a comment with the JSON of other papers", `<!-- <div ` + marker + escapeProps(props) + `"> -->` + whole, false},
		{"the element in a comment", strings.Replace(whole, `<div class="SVELTE_HYDRATER contents" `+marker, `<!-- <div --><i `+marker, 1), false},
		{"an & that is none in an attribute", strings.Replace(whole, "https://example.com/3102", "https://example.com/?a=1&copy=2#3102", 1), false},
		{"the & of another escape", strings.Replace(whole, "find that", "find&nbsp;that", 1), false},
		{"a script about the element", `<script>'<div ` + marker + `"></div>'</script>` + whole, false},
		{"a comment about the element", `<!-- <div ` + marker + ` -->` + whole, false},
		{"a comment that ends in itself", strings.Replace(whole, "<article", `<!--><article`, 1), false},
		{"a comment that never ends", strings.Replace(whole, "</section>", "<!-- </section>", 1), false},
		{"a second element", strings.Replace(whole, "</section>", `<div `+marker+`{}"></div></section>`, 1), true},
		{"another order of attributes", strings.Replace(whole, marker, `id="x" data-target="DailyPapers"  data-props="`, 1), false},
		{"no end of the JSON", whole[:strings.Index(whole, marker)+len(marker)+99], false},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := []byte(test.page)
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
