package parser

import (
	"bytes"
	"errors"
	"slices"
	"sync"
)

// hydrationStart is how the hydration JSON begins, on every page captured, those of 2024 as well.
const hydrationStart = `data-target="DailyPapers" data-props="`

// cuts are what no reading looks at, by how it begins and ends: icons, the comments that Svelte scatters, style classes.
var cuts = [...]struct{ start, end string }{{"<svg", "</svg>"}, {"<!--", "-->"}, {` class="`, `"`}}

// errUnusual is of pages that are not written as all were. Nobody sees it: they are read whole.
var errUnusual = errors.New("not as pages are written")

// readTrimmed reads a page twice, like [readTwice], in a third of the time. Most of that is taken by the HTML parser: half of a page is the
// hydration JSON, which it goes through letter by letter to find its end, and most of the rest is what no reading looks at. So both are cut
// out, and the JSON is read beside the cards. What is cut out is found by its look alone, so the listing counts only where both readings
// name papers and agree in everything, as they do on every captured page.
func readTrimmed(page []byte) (listing Listing, ok bool) {
	rest, attribute, ok := trim(page)
	if !ok {
		return Listing{}, false
	}
	var props *reading
	var propsErr error
	var early sync.WaitGroup
	early.Go(func() { props, propsErr = readAttribute(attribute) })
	cards, err := readRest(rest)
	early.Wait()
	if propsErr != nil || err != nil {
		return Listing{}, false
	}
	listing, err = judge(props, cards)
	return listing, err == nil && len(listing.Papers) > 0 && len(listing.Warnings) == 0
}

// trim takes the hydration JSON out of a page, as it stands there; an empty attribute stays behind.
func trim(page []byte) (rest, attribute []byte, ok bool) {
	at := bytes.Index(page, []byte(hydrationStart))
	if at < 0 || len(page) > maxBytes {
		return nil, nil, false
	}
	before, after := page[:at+len(hydrationStart)], page[at+len(hydrationStart):]
	end := bytes.IndexByte(after, '"')
	if end < 0 {
		return nil, nil, false
	}
	return slices.Concat(before, after[end:]), after[:end], true
}

func readAttribute(attribute []byte) (*reading, error) {
	props, ok := unescape(attribute)
	if !ok {
		return nil, errUnusual
	}
	return readHydration(props)
}

// readRest reads the cards of what trim left of a page, which is overwritten.
func readRest(page []byte) (*reading, error) {
	for _, cut := range cuts {
		var ok bool
		if page, ok = without(page, cut.start, cut.end); !ok {
			return nil, errUnusual
		}
	}
	doc, err := document(page)
	if err != nil {
		return nil, err
	}
	if props, found := hydration(doc); !found || props != "" {
		return nil, errUnusual // the JSON stood elsewhere
	}
	return readCards(doc)
}

// escapes are those that the site writes in the JSON, and two more as plain. What other ones mean is for the HTML parser to say.
var escapes = [...]struct {
	text  string
	means byte
}{{"&quot;", '"'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#39;", '\''}}

// unescape returns what an attribute says, if every "&" in it begins one of the escapes.
func unescape(attribute []byte) (plain []byte, ok bool) {
	plain = make([]byte, 0, len(attribute))
	for {
		at := bytes.IndexByte(attribute, '&')
		if at < 0 {
			return append(plain, attribute...), true
		}
		plain, attribute = append(plain, attribute[:at]...), attribute[at:]
		found := false
		for _, escape := range escapes {
			if attribute, found = bytes.CutPrefix(attribute, []byte(escape.text)); found {
				plain = append(plain, escape.means)
				break
			}
		}
		if !found {
			return nil, false
		}
	}
}

// without takes out of a page, which it overwrites, what stands between start and end, both included. It gives up where a start has
// another one before its end, for an icon that ends in itself would take with it what stands before the end of the next; and where a card
// begins.
func without(page []byte, start, end string) (rest []byte, ok bool) {
	rest = page[:0]
	for {
		at := bytes.Index(page, []byte(start))
		if at < 0 {
			return append(rest, page...), true
		}
		inside, after, found := bytes.Cut(page[at+len(start):], []byte(end))
		if !found || bytes.Contains(inside, []byte(start)) || bytes.Contains(inside, []byte("<article")) {
			return nil, false
		}
		rest, page = append(rest, page[:at]...), after
	}
}
