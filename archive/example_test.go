package archive_test

import (
	"fmt"
	"log"
	"time"

	"paperfeeds/archive"
	"paperfeeds/parser"
	"paperfeeds/settings"
)

// A run merges what it read into the archive, which gives each new paper its date, and puts the files that changed.
func Example() {
	wishes, err := settings.Default()
	if err != nil {
		log.Fatal(err)
	}
	a := archive.New(archive.Place{Host: "feeds.example.org", Year: 2031, PerDocument: 50, Kind: "real"})
	read := archive.Intake{
		Now: time.Date(2031, 2, 3, 9, 0, 0, 0, time.UTC),
		Listings: []parser.Listing{{Date: "2031-02-03", Papers: []parser.Paper{
			{ID: "3102.00002", Title: "Gaussian Splatting for Bee Hives", Abstract: "3D Gaussians reconstruct a hive.", Upvotes: 12},
			{ID: "3102.00001", Title: "Bread", Abstract: "We bake.", Upvotes: 3},
		}}},
	}
	change, err := a.Merge(read, wishes) // of an archive with a past, first load what a.Needs names
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("new:", change.New["2031-02-03"])
	for r := range a.All() {
		fmt.Println(r.FirstSeen.Format(time.DateTime), r.Title, r.Feeds)
	}
	files, err := a.Changed()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(files) > 1, files[len(files)-1].Name, "closes the change")
	// Output:
	// new: [3102.00002 3102.00001]
	// 2031-02-03 09:00:00 Gaussian Splatting for Bee Hives [topics/3d votes/10]
	// 2031-02-03 08:59:59 Bread []
	// true archive/index.json closes the change
}
