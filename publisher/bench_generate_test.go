package publisher_test

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"paperfeeds/archive"
	"paperfeeds/captured"
	"paperfeeds/feedgen"
	"paperfeeds/parser"
	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/settings"
)

// Every file of ten thousand papers, planned and rendered, and put nowhere.
func BenchmarkGenerate(b *testing.B) {
	g := grow(b, baseSize, baseOrganizations)
	p := benchPublisher(b, g.dir)
	a, err := publisher.Look(b.Context(), p.Place)
	must(b, err)
	for _, needs := range []func() []string{a.NeedsCatalogue, a.NeedsAll, a.NeedsDigests} {
		must(b, publisher.Load(b.Context(), p.Place, a, needs))
	}
	site := feedgen.Site{BaseURL: baseURL, Place: a.Index.Place, Settings: p.Settings}
	var size int64
	var cpu time.Duration
	rounds := 0
	runtime.GC()
	b.ReportAllocs()
	for b.Loop() {
		rounds++
		start := cpuTime()
		size = generate(b, site, a)
		cpu += cpuTime() - start
	}
	b.SetBytes(size)
	b.ReportMetric(float64(size)*float64(rounds)/1e6/cpu.Seconds(), "MB/cpu-s")
}

func generate(b *testing.B, site feedgen.Site, a *archive.Archive) (size int64) {
	b.Helper()
	plan, err := feedgen.NewPlan(site, a)
	must(b, err)
	sizes := make(chan int64, 1024)
	bodies := sync.Pool{New: func() any { return new(bytes.Buffer) }} // as a run has it
	var all errgroup.Group
	all.Go(func() error {
		for n := range sizes {
			size += n
		}
		return nil
	})
	for _, group := range plan.Groups {
		workers, _ := errgroup.WithContext(context.Background())
		workers.SetLimit(8)
		plan.Expect(group)
		for _, f := range group {
			workers.Go(func() error {
				records, err := a.Records(f.Papers())
				if err != nil {
					return err
				}
				body := bodies.Get().(*bytes.Buffer)
				defer bodies.Put(body)
				body.Reset()
				err = f.Render(body, records)
				sizes <- int64(body.Len())
				return err
			})
		}
		must(b, workers.Wait())
	}
	close(sizes)
	must(b, all.Wait())
	return size
}

// From the bytes of a page to the feed of all papers in three formats, in memory.
func BenchmarkPageToFeed(b *testing.B) {
	b.Run("captured", func(b *testing.B) {
		pageToFeed(b, captured.Read(b, captured.Path(b, "listings", "html", "2026-06-03.html.gz")))
	})
	b.Run("invented", func(b *testing.B) {
		days, err := sample.Generate(1, sample.Size{Papers: 42, Organizations: 20, PerDay: 42})
		must(b, err)
		for day := range days {
			page, err := sample.Page(day)
			must(b, err)
			pageToFeed(b, page)
			return // of the one day
		}
	})
}

func pageToFeed(b *testing.B, page []byte) {
	wishes, err := settings.Default()
	must(b, err)
	place := archive.Place{Host: "feeds.example", Year: 2026, PerDocument: 50, Kind: "real"}
	var cpu time.Duration
	rounds := 0
	for b.Loop() {
		rounds++
		start := cpuTime()
		listing, err := parser.Page(page)
		must(b, err)
		now, err := time.Parse(time.DateOnly, listing.Date)
		must(b, err)
		a := archive.New(place)
		_, err = a.Merge(archive.Intake{Listings: []parser.Listing{listing}, Now: now.Add(12 * time.Hour)}, wishes)
		must(b, err)
		plan, err := feedgen.NewPlan(feedgen.Site{BaseURL: baseURL, Place: place, Settings: wishes}, a)
		must(b, err)
		var workers errgroup.Group // as a run has them
		for f := range plan.Files() {
			if strings.HasPrefix(f.Path, "all.") && f.IsFeed() {
				records, err := a.Records(f.Papers())
				must(b, err)
				workers.Go(func() error {
					return f.Render(new(bytes.Buffer), records)
				})
			}
		}
		must(b, workers.Wait())
		cpu += cpuTime() - start
	}
	b.ReportMetric(float64(len(page)), "page-bytes")
	b.ReportMetric(cpu.Seconds()*1000/float64(rounds), "cpu-ms/op")
}
