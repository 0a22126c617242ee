package store_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"paperfeeds/store"
)

// Of two who have read the same file only the first can replace it.
func ExamplePlace() {
	dir, err := os.MkdirTemp("", "place")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	place, err := store.Open(ctx, dir) // or "s3://bucket/prefix"
	if err != nil {
		log.Fatal(err)
	}
	file := store.File{Path: "topics/agents.rss", Body: []byte("<rss/>"), ContentType: "application/rss+xml; charset=utf-8"}
	etag, err := place.Put(ctx, file, store.Condition{IfAbsent: true})
	if err != nil {
		log.Fatal(err)
	}
	file.Body = []byte("<rss></rss>")
	_, err = place.Put(ctx, file, store.Condition{IfMatch: etag})
	fmt.Println("first:", err)
	_, err = place.Put(ctx, file, store.Condition{IfMatch: etag})
	fmt.Println("second:", errors.Is(err, store.ErrChanged))
	objects, err := place.List(ctx, "topics/")
	fmt.Println(objects[0].Path, objects[0].Size, err)
	// Output:
	// first: <nil>
	// second: true
	// topics/agents.rss 11 <nil>
}
