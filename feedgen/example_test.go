package feedgen_test

import (
	"bytes"
	"fmt"
	"log"
	"strings"
	"time"

	"paperfeeds/archive"
	"paperfeeds/feedgen"
	"paperfeeds/parser"
	"paperfeeds/settings"
)

// The plan names every public file; only those that are wanted are rendered.
func ExampleNewPlan() {
	wishes, err := settings.Default()
	if err != nil {
		log.Fatal(err)
	}
	place := archive.Place{Host: "feeds.example.org", Year: 2031, PerDocument: 50, Kind: "real"}
	a := archive.New(place)
	if _, err := a.Merge(archive.Intake{Now: time.Date(2031, 2, 3, 9, 0, 0, 0, time.UTC), Listings: []parser.Listing{{
		Date: "2031-02-03", Papers: []parser.Paper{{ID: "3102.00001", Title: "On P & NP", Abstract: "We ask."}},
	}}}, wishes); err != nil {
		log.Fatal(err)
	}
	plan, err := feedgen.NewPlan(feedgen.Site{BaseURL: "https://feeds.example.org/", Place: place, Settings: wishes}, a)
	if err != nil {
		log.Fatal(err)
	}
	for file := range plan.Files() {
		if file.Path != "all.rss" {
			continue
		}
		records, err := a.Records(file.Papers()) // of an archive with a past, first load what file.Needs names
		if err != nil {
			log.Fatal(err)
		}
		var body bytes.Buffer
		if err := file.Render(&body, records); err != nil {
			log.Fatal(err)
		}
		for line := range strings.Lines(body.String()) {
			if strings.Contains(line, "<title>") || strings.Contains(line, "<pubDate>") {
				fmt.Print(strings.TrimLeft(line, " "))
			}
		}
	}
	// Output:
	// <title>Hugging Face Daily Papers</title>
	// <title>Hugging Face Daily Papers</title>
	// <title>On P &amp; NP</title>
	// <pubDate>Mon, 03 Feb 2031 09:00:00 +0000</pubDate>
}

// A paper is written once in each format, and pasted wherever it stands.
func ExampleWriteRSS() {
	item, err := feedgen.Encode(feedgen.Item{
		ID: "https://huggingface.co/papers/3102.00001", Title: "On P & NP", Abstract: "We ask whether <b> is bold.", Authors: []string{"Ada Doe"},
	})
	if err != nil {
		log.Fatal(err)
	}
	feed := feedgen.Document{
		ID: "tag:feeds.example.org,2031:all", Title: "Papers", Self: "https://feeds.example.org/all", HomeURL: "https://feeds.example.org/all.html",
		Items: []feedgen.Entry{{Item: item, Entered: time.Date(2031, 2, 3, 9, 0, 0, 0, time.UTC)}},
	}
	var rss bytes.Buffer
	if err := feedgen.WriteRSS(&rss, feed); err != nil {
		log.Fatal(err)
	}
	for line := range strings.Lines(rss.String()) {
		if strings.Contains(line, "<title>") || strings.Contains(line, "<guid") || strings.Contains(line, "<description>We") {
			fmt.Print(strings.TrimLeft(line, " "))
		}
	}
	// Output:
	// <title>Papers</title>
	// <title>On P &amp; NP</title>
	// <description>We ask whether &amp;lt;b&amp;gt; is bold.</description>
	// <guid isPermaLink="true">https://huggingface.co/papers/3102.00001</guid>
}
