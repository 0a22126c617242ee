package parser

import (
	"bytes"
	"slices"
)

// How the hydration JSON begins, and how icons do and end, on every page captured, those of 2024 as well.
const (
	hydrationStart = `data-target="DailyPapers" data-props="`
	iconStart      = "<svg"
	iconEnd        = "</svg>"
)

// trim cuts out of a page what an HTML parser need not see. It takes most of the time of a reading: half of a page is the hydration JSON,
// which it goes through letter by letter to find its end, and a fifth is icons, which no reading looks at. The JSON is returned as it stands
// in the page, an empty attribute stays behind. What is cut is found by its look alone, so whoever reads the rest has to judge whether it is
// a whole page. Of a page that is not written as all were nothing is cut, and props is nil.
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
	// As many ends as icons: one that ends in itself would take with it what stands before the end of the next.
	if !plainlyEscaped(props) || icons(before, iconStart)+icons(after, iconStart) != icons(before, iconEnd)+icons(after, iconEnd) {
		return page, nil
	}
	rest = slices.Grow(rest, len(page)-len(props))
	return appendWithoutIcons(appendWithoutIcons(rest, before), after), props
}

// plainlyEscaped tells whether every "&" begins one of the few escapes that mean the same in an attribute and in text. In an attribute
// "&copy=1" is not one, and the site writes "&amp;copy=1".
func plainlyEscaped(props []byte) bool {
	known := 0
	for _, escape := range []string{"&quot;", "&amp;", "&lt;", "&gt;", "&#39;"} {
		known += bytes.Count(props, []byte(escape))
	}
	return known == bytes.Count(props, []byte("&"))
}

func icons(page []byte, mark string) int { return bytes.Count(page, []byte(mark)) }

func appendWithoutIcons(to, page []byte) []byte {
	for {
		start := bytes.Index(page, []byte(iconStart))
		if start < 0 {
			return append(to, page...)
		}
		length := bytes.Index(page[start:], []byte(iconEnd))
		if length < 0 {
			return append(to, page...)
		}
		to, page = append(to, page[:start]...), page[start+length+len(iconEnd):]
	}
}
