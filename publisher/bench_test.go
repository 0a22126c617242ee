package publisher_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/settings"
	"paperfeeds/store"
)

// benchSizes are the sizes of archive that benchmarks run over: papers and organizations. The larger ones take minutes and gigabytes,
// so they are asked for: PAPERFEEDS_BENCH=100000 or 1000000.
func benchSizes() [][2]int {
	sizes := [][2]int{{1_000, 400}, {10_000, 2_000}}
	largest, _ := strconv.Atoi(os.Getenv("PAPERFEEDS_BENCH"))
	for _, more := range [][2]int{{100_000, 10_000}, {1_000_000, 50_000}} {
		if more[0] <= largest {
			sizes = append(sizes, more)
		}
	}
	return sizes
}

// A grown is a place with an invented archive.
type grown struct {
	dir  string
	days []sample.Day // the newest list days
	now  time.Time
}

// grow publishes an archive of invented papers into a folder. Folders are kept between benchmarks of one process.
func grow(b *testing.B, papers, organizations int) grown {
	b.Helper()
	g := grown{dir: filepath.Join(os.TempDir(), fmt.Sprintf("paperfeeds-bench-%d-%d", os.Getpid(), papers))}
	perDay := 36
	days, err := sample.Generate(1, sample.Size{Papers: papers, Organizations: organizations, PerDay: perDay})
	if err != nil {
		b.Fatal(err)
	}
	var saved publisher.SavedListings
	_, missing := os.Stat(g.dir)
	exists := missing == nil
	p := benchPublisher(b, g.dir)
	flush := func(last bool) {
		if len(saved) == 0 {
			return
		}
		_, err := p.Run(b.Context(), publisher.Request{Reader: saved, Now: g.now, Past: true, ArchiveOnly: !last})
		if err != nil {
			b.Fatal(err)
		}
		saved = nil
	}
	for day := range days {
		g.days = append(g.days, day)
		if len(g.days) > 3 {
			g.days = g.days[1:]
		}
		at, err := time.Parse(time.DateOnly, day.Date)
		if err != nil {
			b.Fatal(err)
		}
		g.now = at.Add(23 * time.Hour)
		if exists {
			continue
		}
		body, err := sample.API(day)
		if err != nil {
			b.Fatal(err)
		}
		saved = append(saved, publisher.SavedListing{Name: day.Date + ".json", Body: body})
		if len(saved) == 200 {
			flush(false)
		}
	}
	if !exists {
		flush(true)
	}
	return g
}

func benchPublisher(b *testing.B, dir string) *publisher.Publisher {
	b.Helper()
	place, err := store.OpenFolder(dir)
	if err != nil {
		b.Fatal(err)
	}
	wishes, err := settings.Default()
	if err != nil {
		b.Fatal(err)
	}
	return &publisher.Publisher{Place: place, BaseURL: baseURL, Settings: wishes}
}

// listing is the newest days as an hourly run reads them, with n papers more on the newest one.
func (g grown) listing(b *testing.B, n, round int) publisher.SavedListings {
	b.Helper()
	var saved publisher.SavedListings
	for i, day := range g.days {
		if i == len(g.days)-1 {
			day.Items = slices.Clone(day.Items)
			for k := range n {
				item := day.Items[k%36]
				item.Paper.ID = fmt.Sprintf("9901.%05d", round*n+k)
				item.Title = fmt.Sprintf("%s, round %d", item.Title, round)
				item.Paper.Title = item.Title
				day.Items = append(day.Items, item)
			}
		}
		body, err := sample.API(day)
		if err != nil {
			b.Fatal(err)
		}
		saved = append(saved, publisher.SavedListing{Name: day.Date + ".json", Body: body})
	}
	return saved
}

func benchRuns(b *testing.B, request func(g grown, round int) publisher.Request) {
	for _, size := range benchSizes() {
		b.Run(fmt.Sprintf("papers=%d", size[0]), func(b *testing.B) {
			g := grow(b, size[0], size[1])
			p := benchPublisher(b, g.dir)
			runtime.GC()
			var report publisher.Report
			round := 0
			b.ReportAllocs()
			for b.Loop() {
				round++
				b.StopTimer()
				req := request(g, round)
				b.StartTimer()
				var err error
				if report, err = p.Run(b.Context(), req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(report.Written), "files/op")
			b.ReportMetric(float64(report.BytesWritten)/1e6, "MB-written/op")
		})
	}
}

// An hour in which nothing happened.
func BenchmarkQuietRun(b *testing.B) {
	benchRuns(b, func(g grown, round int) publisher.Request {
		return publisher.Request{Reader: g.listing(b, 0, 0), Now: g.now.Add(time.Duration(round) * time.Minute)}
	})
}

// An hour that brought sixty papers.
func BenchmarkSixtyNewPapers(b *testing.B) {
	round := 0 // goes on over all sizes: ids must be new
	benchRuns(b, func(g grown, _ int) publisher.Request {
		round++
		return publisher.Request{Reader: g.listing(b, 60, round), Now: g.now.Add(time.Duration(round) * time.Hour)}
	})
}

// Every file made and written again.
func BenchmarkRebuild(b *testing.B) {
	benchRuns(b, func(g grown, _ int) publisher.Request {
		if g.now.IsZero() {
			b.Fatal("no archive")
		}
		return publisher.Request{Now: g.now.Add(1000 * time.Hour), Again: true}
	})
}
