package publisher_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/settings"
	"paperfeeds/store"
)

// Whatever is published is the result of one run; a second one finds nothing to do.
func ExamplePublisher_Run() {
	dir, err := os.MkdirTemp("", "place")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	place, err := store.OpenFolder(dir)
	if err != nil {
		log.Fatal(err)
	}
	wishes, err := settings.Default()
	if err != nil {
		log.Fatal(err)
	}
	days, err := sample.Listings() // real papers: publisher.Live with a source.Client
	if err != nil {
		log.Fatal(err)
	}
	var saved publisher.SavedListings
	for _, day := range days {
		saved = append(saved, publisher.SavedListing{Name: day.Name, Body: day.Body})
	}
	p := &publisher.Publisher{Place: place, BaseURL: "https://feeds.example.org/", Settings: wishes, Sample: true}
	for range 2 {
		report, err := p.Run(context.Background(), publisher.Request{Reader: saved, Now: time.Date(2026, 6, 2, 9, 0, 0, 0, time.UTC), Past: true})
		fmt.Println(report.Papers, "papers,", report.New, "new; wrote something:", report.Written > 0, err)
	}
	// Output:
	// 64 papers, 64 new; wrote something: true <nil>
	// 64 papers, 0 new; wrote something: false <nil>
}
