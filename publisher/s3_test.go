package publisher_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/settings"
	"paperfeeds/store"
	"paperfeeds/store/s3test"
)

func openBucket(t testing.TB, name string) store.Place {
	t.Helper()
	place, err := store.Open(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

// upload makes a place in a bucket what a place in memory is.
func upload(t testing.TB, to store.Place, from *memory) {
	t.Helper()
	var work sync.WaitGroup
	slots := make(chan struct{}, 8)
	for _, f := range from.files {
		slots <- struct{}{}
		work.Go(func() {
			defer func() { <-slots }()
			if _, err := to.Put(context.Background(), f.File, store.Condition{}); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
}

// history is what the places of this file go through: a first run, new papers and a later reading, a month's end.
func publishHistory(t *testing.T, place publisher.Place) {
	t.Helper()
	seed(t, place, 3)
	days := listDays(t, 4)
	mustRun(t, place, publisher.Request{Reader: saved(t, days[0], days[1]), Now: utc("2026-06-26 12:00:00"), Past: true})
	mustRun(t, place, publisher.Request{Reader: saved(t, days[2], retitled(voted(days[1], 9))), Now: utc("2026-06-29 12:00:00")})
	mustRun(t, place, publisher.Request{Reader: saved(t, days[3]), Now: utc("2026-07-01 00:00:03")})
}

// TestS3SameBytes: a bucket holds the same files as a folder, each with the headers that its readers need.
func TestS3SameBytes(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	bucket := server.Bucket(t)
	inBucket, inFolder := openBucket(t, "s3://"+bucket+"/site"), openPlace(t, t.TempDir())
	publishHistory(t, inBucket)
	publishHistory(t, inFolder)
	files := whole(t, inBucket)
	if d := differing(withoutETags(t, files), withoutETags(t, whole(t, inFolder))); len(d) > 0 {
		t.Errorf("not the same in a folder: %v", d)
	}
	files[publisher.StatusFile] = nil
	for name := range files {
		h := server.Header(t, bucket, "site/"+name)
		got := aws.ToString(h.ContentType) + " | " + aws.ToString(h.CacheControl)
		if want := headers(name); got != want || aws.ToString(h.ContentEncoding) != "" {
			t.Errorf("%s is served with %q and encoding %q, want %q", name, got, aws.ToString(h.ContentEncoding), want)
		}
	}
}

var documentName = regexp.MustCompile(`^(all|code|(topics|orgs|votes|families|feeds)/[^/]+|digest/(daily|weekly)|digest/topics/[^/]+)/\d+\.(rss|atom|json)$`)

// headers are the Content-Type and Cache-Control that a file must be served with: bots poll feeds every 2 to 15 minutes, an archive
// document is read once, and whoever reads the state must see the newest.
func headers(name string) string {
	const noStore, fresh, lasting = "no-store", "public, max-age=300", "public, max-age=86400"
	types := map[string]string{
		".rss": "application/rss+xml; charset=utf-8", ".atom": "application/atom+xml; charset=utf-8",
		".html": "text/html; charset=utf-8", ".opml": "text/x-opml; charset=utf-8", ".txt": "text/plain; charset=utf-8",
		".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
		".gz": "application/gzip",
	}
	kind, cache := types[path.Ext(name)], fresh
	switch {
	case path.Ext(name) != ".json":
	case name == "manifest.json", name == "status.json", name == "feeds.json", strings.HasPrefix(name, "days/"), strings.HasPrefix(name, "archive/"):
		kind = "application/json; charset=utf-8"
	default:
		kind = "application/feed+json; charset=utf-8"
	}
	switch {
	case name == "manifest.json", name == "status.json", strings.HasPrefix(name, "archive/"):
		cache = noStore
	case documentName.MatchString(name):
		cache = lasting
	}
	return kind + " | " + cache
}

// TestS3Killed kills runs on a real server at some of their writes.
func TestS3Killed(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	for _, h := range histories() {
		if !everything && h.name != "a month's end" {
			continue
		}
		past, req := h.past(t), h.run(t)
		for _, k := range some(1, 4, 2, 6, 25) {
			t.Run(fmt.Sprintf("%s, write %d", h.name, k), func(t *testing.T) {
				place := openBucket(t, "s3://"+server.Bucket(t)+"/site")
				upload(t, place, past)
				_, _ = run(&mortal{Place: place, n: k, late: k%2 == 0}, t, req) // killed, or done before
				mustRun(t, place, req)
				checkPlace(t, place, req.Now)
			})
		}
	}
}

// some are all of the steps, or where it has to be quick the first two.
func some(steps ...int) []int {
	if everything {
		return steps
	}
	return steps[:2]
}

// TestS3Overlap lets two runs meet on a real server: B as a whole after some writes of A, and both at once.
func TestS3Overlap(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	for _, m := range meetings() {
		if !everything && !strings.HasPrefix(m.name, "a month's end, the later") {
			continue
		}
		past, a, b := m.past(t), m.a(t), m.b(t)
		want := together(t, past, a, b)
		for _, k := range some(2, -1, 0, 1, 3, 5, 12) {
			t.Run(fmt.Sprintf("%s, after %d", m.name, k), func(t *testing.T) {
				bucket := "s3://" + server.Bucket(t) + "/site"
				placeA, placeB := openBucket(t, bucket), openBucket(t, bucket)
				upload(t, placeA, past)
				var errA, errB error
				if k >= 0 {
					_, errA = run(&interrupted{Place: placeA, n: k, by: func() { _, errB = run(placeB, t, b) }}, t, a)
				} else {
					var both sync.WaitGroup
					both.Go(func() { _, errA = run(placeA, t, a) })
					both.Go(func() { _, errB = run(placeB, t, b) })
					both.Wait()
				}
				check(t, m.name, placeA, want, a, b, errA, errB)
			})
		}
	}
}

// TestS3Unconditional: behind a server that answers 501 to conditional puts, as some do, the run warns once and goes on.
func TestS3Unconditional(t *testing.T) {
	server := s3test.Start(t)
	target, err := url.Parse(server.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	var refused atomic.Int64
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // it is signed
	}}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut && r.Header.Get("If-Match")+r.Header.Get("If-None-Match") != "" {
			refused.Add(1)
			w.WriteHeader(http.StatusNotImplemented)
			_, _ = w.Write([]byte("<Error><Code>NotImplemented</Code></Error>"))
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	server.Setenv(t)
	bucket := server.Bucket(t)
	t.Setenv("AWS_ENDPOINT_URL_S3", front.URL)
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	place := openBucket(t, "s3://"+bucket)
	report := mustRun(t, place, quiet(t))
	if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0], "cannot do conditional puts") || refused.Load() == 0 {
		t.Errorf("%d puts were refused; warnings %q", refused.Load(), report.Warnings)
	}
	checkPlace(t, place, quiet(t).Now)
}

// TestS3Requests counts what a run asks of S3, with the settings that come with the program: each kind of request has its price, and a
// quiet hour must not cost more with every month that the archive grows.
func TestS3Requests(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	place := openBucket(t, "s3://"+server.Bucket(t))
	wishes, err := settings.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := &publisher.Publisher{Place: place, BaseURL: baseURL, Settings: wishes}
	before := store.Requests{}
	count := func(what string, req publisher.Request) store.Requests {
		t.Helper()
		report, err := p.Run(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		now := place.Requests()
		n := store.Requests{Get: now.Get - before.Get, Put: now.Put - before.Put, List: now.List - before.List, Delete: now.Delete - before.Delete}
		before = now
		t.Logf("%-22s %d new papers, %d feeds, %d files written: %+v", what, report.New, report.Feeds, report.Written, n)
		if n.Put != int64(report.Written)+1 && what != "first run" {
			t.Errorf("%s: %d puts for %d files and the status", what, n.Put, report.Written)
		}
		return n
	}
	days := listDays(t, 5)
	march, april := days[4], days[3]
	march.Date, april.Date = "2026-03-03", "2026-04-14"
	count("first run", publisher.Request{Reader: saved(t, march), Now: utc("2026-03-03 12:00:00")})
	young := count("quiet, one month", publisher.Request{Reader: saved(t, march), Now: utc("2026-03-03 13:00:00")})
	count("another month", publisher.Request{Reader: saved(t, april), Now: utc("2026-04-14 12:00:00")})
	count("another month", publisher.Request{Reader: saved(t, days[1], days[0]), Now: utc("2026-06-26 12:00:00")})
	count("five new papers", publisher.Request{Reader: saved(t, part(days[2], 0, 5)), Now: utc("2026-06-29 12:00:00")})
	old := count("quiet, three months", publisher.Request{Reader: saved(t, part(days[2], 0, 5)), Now: utc("2026-06-29 13:00:00")})
	p.ListEach = 100 // as a bucket of more than 5,000 files
	fourth := publisher.Request{Reader: daily{saved(t, part(days[2], 0, 5))}, Now: utc("2026-06-29 13:20:00")}
	count("large, first of a day", fourth)
	fourth.Now = utc("2026-06-29 13:40:00")
	if large := count("large, quiet", fourth); large.List != 1 || large.Get > old.Get || large.Put != 1 {
		t.Errorf("a quiet run on a large place asked for %+v; on a small one for %+v", large, old)
	}
	p.ListEach = 0
	counts := count("counts only", publisher.Request{Reader: saved(t, part(fewVotes(days[2]), 0, 5)), Now: utc("2026-06-29 14:00:00")})
	if young.Put != 1 || old.Put != 1 {
		t.Errorf("quiet runs put %d and %d files", young.Put, old.Put)
	}
	// Two months: of the newest and of the oldest list day that is still open.
	if old.Get > young.Get+1 || old.List != young.List {
		t.Errorf("a quiet run grows with the months: %+v, then %+v", young, old)
	}
	// The counts, the page of the day and its data, those of the newest day, the manifest, the status.
	if counts.Put > 7 {
		t.Errorf("changed counts put %d files", counts.Put)
	}
}

// fewVotes is a later reading of a day with more votes, but none that enters a feed.
func fewVotes(day sample.Day) sample.Day {
	day.Items = slices.Clone(day.Items)
	for i := range day.Items {
		if n := day.Items[i].Paper.Upvotes; n != 9 && n != 24 && n != 49 && n != 99 {
			day.Items[i].Paper.Upvotes++
		}
	}
	return day
}
