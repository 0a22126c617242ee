package parser

import (
	"bytes"
	"slices"
)

// How the hydration JSON begins, and how icons and style classes do and end, on every page captured, those of 2024 as well.
const (
	hydrationStart = `data-target="DailyPapers" data-props="`
	iconStart      = "<svg"
	iconEnd        = "</svg>"
	classStart     = ` class="`
	classEnd       = `"`
)

// trim cuts out of a page what an HTML parser need not see. It takes most of the time of a reading: half of a page is the hydration JSON,
// which it goes through letter by letter to find its end, and a third is icons and style classes, which no reading looks at. The JSON is
// returned as it stands in the page, an empty attribute stays behind. What is cut is found by its look alone, so whoever reads the rest has
// to judge whether it is a whole page. Of a page that is not written as all were nothing is cut, and props is nil.
func trim(page []byte) (rest, props []byte) {
	at := bytes.Index(page, []byte(hydrationStart))
	if at < 0 {
		return page, nil
	}
	before, after := page[:at+len(hydrationStart)], page[at+len(hydrationStart):]
	end := bytes.IndexByte(after, '"')
	if end < 0 {
		return page, nil
	}
	props, after = after[:end], after[end:]
	rest = slices.Concat(before, after)
	// As many ends as icons: one that ends in itself would take with it what stands before the end of the next.
	if !plainlyEscaped(props) || bytes.Count(rest, []byte(iconStart)) != bytes.Count(rest, []byte(iconEnd)) {
		return page, nil
	}
	return without(without(rest, iconStart, iconEnd), classStart, classEnd), props
}

// plainlyEscaped tells whether every "&" begins one of the few escapes that mean the same in an attribute and in text. In an attribute
// "&copy=1" is not one, and the site writes "&amp;copy=1".
func plainlyEscaped(props []byte) bool {
	for {
		at := bytes.IndexByte(props, '&')
		if at < 0 {
			return true
		}
		props = props[at:]
		i := slices.IndexFunc(plainEscapes[:], func(escape string) bool { return bytes.HasPrefix(props, []byte(escape)) })
		if i < 0 {
			return false
		}
		props = props[len(plainEscapes[i]):]
	}
}

var plainEscapes = [...]string{"&quot;", "&amp;", "&lt;", "&gt;", "&#39;"}

// without returns a page without what stands between start and end, both included.
func without(page []byte, start, end string) []byte {
	rest := make([]byte, 0, len(page))
	for {
		at := bytes.Index(page, []byte(start))
		if at < 0 {
			return append(rest, page...)
		}
		length := bytes.Index(page[at+len(start):], []byte(end))
		if length < 0 {
			return append(rest, page...)
		}
		rest, page = append(rest, page[:at]...), page[at+len(start)+length+len(end):]
	}
}
