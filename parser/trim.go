package parser

import (
	"bytes"
	"slices"
)

// How the hydration JSON begins, and how icons do and end, on every page captured, those of 2024 as well.
var hydrationStart, iconStart, iconEnd = []byte(`data-target="DailyPapers" data-props="`), []byte("<svg"), []byte("</svg>")

// trim cuts out of a page what an HTML parser need not see. It takes most of the time of a reading: half of a page is the hydration JSON,
// which it goes through letter by letter to find its end, and a fifth is icons, which no reading looks at. The JSON is returned as it stands
// in the page, or nil where it does not begin as it always did; an empty attribute stays behind. What is cut is found by its look alone, so
// whoever reads the rest has to judge whether it is a whole page.
func trim(page []byte) (rest, props []byte) {
	at := bytes.Index(page, hydrationStart)
	if at < 0 {
		return page, nil
	}
	before, after := page[:at+len(hydrationStart)], page[at+len(hydrationStart):]
	end := bytes.IndexByte(after, '"')
	if end < 0 {
		return page, nil
	}
	rest = slices.Grow(rest, len(page)-end)
	return appendWithoutIcons(appendWithoutIcons(rest, before), after[end:]), after[:end]
}

func appendWithoutIcons(to, page []byte) []byte {
	for {
		start := bytes.Index(page, iconStart)
		if start < 0 {
			return append(to, page...)
		}
		length := bytes.Index(page[start:], iconEnd)
		if length < 0 {
			return append(to, page...)
		}
		to, page = append(to, page[:start]...), page[start+length+len(iconEnd):]
	}
}
