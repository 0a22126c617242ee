package parser_test

import (
	"errors"
	"fmt"

	"paperfeeds/parser"
)

// A page is read twice; what could not be read tells what to do next.
func ExamplePage() {
	page := []byte(`<div data-target="DailyPapers" data-props="{&quot;dateString&quot;:&quot;2031-02-03&quot;,&quot;dailyPapers&quot;:[
		{&quot;title&quot;:&quot;On P &amp; NP&quot;,&quot;paper&quot;:{&quot;id&quot;:&quot;3102.00001&quot;,&quot;summary&quot;:&quot;We ask.&quot;,&quot;upvotes&quot;:7}}]}">
		<article><h3><a href="/papers/3102.00001">On P &amp; NP</a></h3><div><input type="checkbox"> <div>7</div></div></article></div>`)
	listing, err := parser.Page(page)
	switch {
	case errors.Is(err, parser.ErrCardsOnly), errors.Is(err, parser.ErrDisagree), errors.Is(err, parser.ErrNoListing):
		fmt.Println("ask the API:", err)
		return
	}
	for _, p := range listing.Papers {
		fmt.Println(listing.Date, p.ID, p.Title, p.Upvotes)
	}
	// Output: 2031-02-03 3102.00001 On P & NP 7
}

// One malformed paper costs only itself.
func ExampleAPI() {
	listing, err := parser.API([]byte(`[{"paper":{"id":"3102.00001","title":"Seen","summary":"We see."}},{"paper":{"id":"3102.00002"}}]`), "2031-02-03")
	fmt.Println(len(listing.Papers), listing.Skipped, err)
	// Output: 1 [{1 3102.00002 no title}] <nil>
}
