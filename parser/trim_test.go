package parser

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"paperfeeds/captured"
)

// readTrimmed reads what trim left of a page.
func readTrimmed(t *testing.T, page []byte) (Listing, error) {
	t.Helper()
	rest, props := trim(page)
	if props == nil {
		t.Fatal("the JSON was not cut out")
	}
	return readTwice(rest, props)
}

func TestTrim(t *testing.T) {
	page := site{cards: paperItems(9)}.build(t)
	rest, props := trim(page)
	if len(props) == 0 || bytes.Contains(rest, props) || bytes.Contains(rest, []byte("<svg")) {
		t.Errorf("%d bytes of JSON cut out of a page, and not all of it or of its icons", len(props))
	}
	got, err := readTrimmed(t, page)
	if err != nil {
		t.Fatal(err)
	}
	want, err := readTwice(page, nil)
	if err != nil {
		t.Fatal(err)
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
		cut        bool
	}{
		{"an icon that ends in itself", strings.Replace(whole, "<article", `<svg class="x"/><article`, 1), false},
		{"an icon that never ends", strings.Replace(whole, "</section>", "<svg></section>", 1), false},
		{"an icon that swallows a card", strings.Replace(strings.Replace(whole, "<article", `<svg><article`, 1), "</article>", "</article></svg>", 1), true},
		{"an empty day with cards in an icon", strings.Replace(strings.Replace(string(site{items: []object{}, cards: paperItems(9)}.build(t)),
			"<article", "<svg/><article", 1), "</section>", "</svg></section>", 1), true},
		{"a section instead of the div", strings.Replace(whole, `<div class="SVELTE_HYDRATER contents" `+marker, `<section `+marker, 1), true},
		{"a comment with the JSON of other papers", `<!-- <div ` + marker + escapeProps(props) + `"> -->` + whole, true},
		{"the element in a comment", strings.Replace(whole, `<div class="SVELTE_HYDRATER contents" `+marker, `<!-- <div --><i `+marker, 1), true},
		{"an & that is none in an attribute", strings.Replace(whole, "https://example.com/3102", "https://example.com/?a=1&copy=2#3102", 1), false},
		{"the & of another escape", strings.Replace(whole, "find that", "find&nbsp;that", 1), false},
		{"a script about the element", `<script>'<div ` + marker + `"></div>'</script>` + whole, true},
		{"a comment about the element", `<!-- <div ` + marker + ` -->` + whole, true},
		{"a second element", strings.Replace(whole, "</section>", `<div `+marker+`{}"></div></section>`, 1), true},
		{"another order of attributes", strings.Replace(whole, marker, `id="x" data-target="DailyPapers"  data-props="`, 1), false},
		{"no end of the JSON", whole[:strings.Index(whole, marker)+len(marker)+99], false},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := []byte(test.page)
			if _, props := trim(page); (props != nil) != test.cut {
				t.Fatalf("cut: %v, want %v", props != nil, test.cut)
			}
			got, err := Page(page)
			want, wholeErr := readTwice(page, nil)
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
		rest, _ := trim(page)
		if len(rest) > len(page)/2 {
			t.Errorf("%s: %d of %d bytes left", path, len(rest), len(page))
		}
		got, err := readTrimmed(t, page)
		if err != nil || len(got.Warnings) > 0 {
			t.Errorf("%s: read again, as a whole: %v %v", path, err, got.Warnings)
		}
		want, err := readTwice(page, nil)
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, got, want)
	}
}
