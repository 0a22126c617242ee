package sample_test

import (
	"fmt"
	"log"

	"paperfeeds/sample"
)

// The sample days, with the paper that had the most votes when they were read.
func ExampleDays() {
	days, err := sample.Days()
	if err != nil {
		log.Fatal(err)
	}
	for _, day := range days {
		first := day.Items[0]
		fmt.Println(day.Date, len(day.Items), "papers;", first.Paper.Upvotes, "votes:", first.Title)
	}
	// Output:
	// 2026-05-28 22 papers; 318 votes: Driftwood 2 Technical Report
	// 2026-05-29 21 papers; 127 votes: The Neuron That Counts Geese: Mechanistic Interpretability of Small Numbers
	// 2026-06-01 22 papers; 176 votes: Rivers in a Box: World Models That Conserve Water
}

// An archive of any size, for a benchmark; only one day of it is in memory at a time.
func ExampleGenerate() {
	days, err := sample.Generate(1, sample.Size{Papers: 100_000, Organizations: 5000})
	if err != nil {
		log.Fatal(err)
	}
	for day := range days {
		fmt.Println(day.Date, len(day.Items) > 0)
		break
	}
	// Output:
	// 2026-01-01 true
}
