package parser

import (
	"bytes"
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
	marker := string(hydrationStart)
	for _, test := range []struct {
		name, page string
		cut        bool
	}{
		{"an icon that ends in itself swallows cards", strings.Replace(whole, "<article", `<svg class="x"/><article`, 1), true},
		{"an icon that never ends", strings.Replace(whole, "</section>", "<svg></section>", 1), true},
		{"a script about the element", `<script>'<div ` + marker + `"></div>'</script>` + whole, true},
		{"a comment about the element", `<!-- <div ` + marker + ` -->` + whole, true},
		{"a second element", strings.Replace(whole, "</section>", `<div `+marker+`{}"></div></section>`, 1), true},
		{"another order of attributes", strings.Replace(whole, `data-target="DailyPapers" `, ``, 1) + `<i `, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := []byte(test.page)
			if _, props := trim(page); (props != nil) != test.cut {
				t.Fatalf("cut: %v, want %v", props != nil, test.cut)
			}
			got, err := Page(page)
			want, wholeErr := readTwice(page, nil)
			if (err == nil) != (wholeErr == nil) {
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
