package publisher_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/settings"
	"paperfeeds/store"
)

// benchSizes are the sizes of archive that benchmarks run over: papers and organizations. The larger ones take minutes and gigabytes,
// so they are asked for: PAPERFEEDS_BENCH=100000 or 1000000.
func benchSizes() [][2]int {
	sizes := [][2]int{{1_000, 400}, {baseSize, baseOrganizations}}
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
	dir    string
	days   []sample.Day // the newest list days
	now    time.Time    // no run was later
	papers int
}

// benchFolder is where archives of this process are kept, from one benchmark to the next; PAPERFEEDS_BENCH_DIR keeps them for good.
func benchFolder(papers int) string {
	dir := os.Getenv("PAPERFEEDS_BENCH_DIR")
	if dir == "" {
		dir = filepath.Join(os.TempDir(), fmt.Sprintf("paperfeeds-bench-%d", os.Getpid()))
	}
	return filepath.Join(dir, strconv.Itoa(papers))
}

// grow makes a place with an archive of invented papers.
func grow(b *testing.B, papers, organizations int) grown {
	b.Helper()
	if papers > baseSize {
		g := grow(b, baseSize, baseOrganizations)
		c := copying{from: g.dir, to: benchFolder(papers), copies: papers / baseSize, organizations: organizations / baseOrganizations}
		if g.dir = c.to; !published(g.dir) {
			c.run(b)
		}
		return g.asItIs(b)
	}
	g := grown{dir: benchFolder(papers)}
	perDay := 36
	days, err := sample.Generate(1, sample.Size{Papers: papers, Organizations: organizations, PerDay: perDay})
	if err != nil {
		b.Fatal(err)
	}
	var saved publisher.SavedListings
	exists := published(g.dir)
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
	return g.asItIs(b)
}

// asItIs looks what runs before have made of the place.
func (g grown) asItIs(b *testing.B) grown {
	b.Helper()
	a, err := publisher.Look(b.Context(), benchPublisher(b, g.dir).Place)
	if err != nil {
		b.Fatal(err)
	}
	g.papers = a.Papers()
	if a.Index.Clock.After(g.now) {
		g.now = a.Index.Clock
	}
	return g
}

func published(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, publisher.StatusFile))
	return err == nil
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

// A following reads saved listings like a run that follows the source: once a day with the older days, after which a large place is not
// listed as a whole until the next day.
type following struct{ publisher.SavedListings }

func (f following) Read(ctx context.Context, a *archive.Archive, now time.Time) (publisher.Reading, error) {
	reading, err := f.SavedListings.Read(ctx, a, now)
	reading.Refreshed = true
	return reading, err
}

// listing is the newest days as an hourly run reads them, with n papers more on the newest one.
func (g grown) listing(b *testing.B, n, round int) publisher.Reader {
	b.Helper()
	var saved publisher.SavedListings
	for i, day := range g.days {
		if i == len(g.days)-1 {
			day.Items = slices.Clone(day.Items)
			for k := range n {
				item := day.Items[k%36]
				at := g.papers + round*n + k // no id comes twice
				item.Paper.ID = fmt.Sprintf("%d.%05d", 9000+at/100_000, at%100_000)
				item.Title = fmt.Sprintf("%s, number %d", item.Title, at)
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
	return following{saved}
}

func benchRuns(b *testing.B, request func(g grown, round int) publisher.Request) {
	for _, size := range benchSizes() {
		b.Run(fmt.Sprintf("papers=%d", size[0]), func(b *testing.B) {
			g := grow(b, size[0], size[1])
			p := benchPublisher(b, g.dir)
			runtime.GC()
			var report publisher.Report
			round := 0
			var cpu time.Duration
			b.ReportAllocs()
			for b.Loop() {
				round++
				b.StopTimer()
				req := request(g, round)
				start := cpuTime()
				b.StartTimer()
				var err error
				if report, err = p.Run(b.Context(), req); err != nil {
					b.Fatal(err)
				}
				cpu += cpuTime() - start
			}
			b.ReportMetric(cpu.Seconds()/float64(round), "cpu-s/op")
			b.ReportMetric(float64(report.Written), "files/op")
			b.ReportMetric(float64(report.BytesWritten)/1e6, "MB-written/op")
		})
	}
}

// An hour in which nothing happened.
func BenchmarkQuietRun(b *testing.B) {
	benchRuns(b, func(g grown, round int) publisher.Request {
		req := publisher.Request{Reader: g.listing(b, 0, 0), Now: g.now.Add(time.Duration(round) * time.Minute)}
		if round == 1 { // the first of a day has more to do
			if _, err := benchPublisher(b, g.dir).Run(b.Context(), req); err != nil {
				b.Fatal(err)
			}
		}
		return req
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
