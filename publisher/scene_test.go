package publisher_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/settings"
	"paperfeeds/store"
	"paperfeeds/topic"
)

// everything: with PAPERFEEDS_FULL=1, as in a step of CI, the matrices are gone through step by step; else in strides, to be quick.
var everything = os.Getenv("PAPERFEEDS_FULL") != ""

// smallSettings wish for a few feeds of each kind, so that a run takes milliseconds.
var smallSettings = sync.OnceValues(func() (settings.Settings, error) {
	wishes, err := settings.Parse([]byte(`
votes: [10]
families: {labs: {title: Labs, of: [example-tern, example-heron]}}
feeds: {liked-code: {title: Liked agents, any: [word:agent, word:model], min_votes: 5}}
`))
	if err != nil {
		return wishes, err
	}
	wishes.Topics, err = topic.Load([]byte(`[
{"slug": "agents", "name": "Agents", "description": "Agents.", "any": ["agent"]},
{"slug": "models", "name": "Models", "description": "Models.", "any": ["model"]}
]`))
	return wishes, err
})

func smallPublisher(t testing.TB, place publisher.Place) *publisher.Publisher {
	t.Helper()
	wishes, err := smallSettings()
	if err != nil {
		t.Fatal(err)
	}
	// One file after the other, so that a step of a run is the same step each time.
	return &publisher.Publisher{Place: place, BaseURL: baseURL, Settings: wishes, Parallel: 1}
}

// seed makes a place's archive begin with few items a document, so that few papers fill many documents: how many there are is fixed
// when a place is first published.
func seed(t testing.TB, place publisher.Place, perDocument int) {
	t.Helper()
	body := fmt.Sprintf(`{"format":1,"place":{"host":"feeds.example","year":2026,"per_document":%d,"kind":"real"},"months":{}}`, perDocument)
	_, err := place.Put(context.Background(), store.File{Path: archive.IndexFile, Body: []byte(body)}, store.Condition{IfAbsent: true})
	if err != nil {
		t.Fatal(err)
	}
}

// listDays are invented list days from Thursday, June 25th 2026 on: 25, 26, 29, 30, July 1, …. The caller may change their items.
func listDays(t testing.TB, n int) []sample.Day {
	t.Helper()
	days, err := inventedDays()
	if err != nil {
		t.Fatal(err)
	}
	days = slices.Clone(days[:n])
	for i := range days {
		days[i].Items = slices.Clone(days[i].Items)
	}
	return days
}

var inventedDays = sync.OnceValues(func() ([]sample.Day, error) {
	days, err := sample.Generate(7, sample.Size{Papers: 64, Organizations: 4, PerDay: 6, First: "2026-06-25"})
	if err != nil {
		return nil, err
	}
	return slices.Collect(days), nil
})

// saved are list days as saved answers of the API.
func saved(t testing.TB, days ...sample.Day) publisher.SavedListings {
	t.Helper()
	var listings publisher.SavedListings
	for _, day := range days {
		body, err := sample.API(day)
		if err != nil {
			t.Fatal(err)
		}
		listings = append(listings, publisher.SavedListing{Name: day.Date + ".json", Body: body})
	}
	return listings
}

// voted is a later reading of a day: every paper has so many votes more. Where more than nine, some enter feeds late.
func voted(day sample.Day, more int) sample.Day {
	day.Items = slices.Clone(day.Items)
	for i := range day.Items {
		day.Items[i].Paper.Upvotes += more
	}
	return day
}

// retitled is a later reading of a day: a paper without an organization has another title, an organization and code.
func retitled(day sample.Day) sample.Day {
	day.Items = slices.Clone(day.Items)
	i := slices.IndexFunc(day.Items, func(item sample.Item) bool { return item.Organization == nil })
	p := day.Items[i].Paper
	p.Title += " Again"
	p.GithubRepo = "https://github.com/example-archive/late"
	p.Organization = &sample.Organization{ID: "0123456789abcdef01234567", Name: "example-late", Fullname: "Late Lab"}
	day.Items[i] = sample.NewItem(p, 1)
	return day
}

// part is a reading of a day that shows only some of its papers: those from the first to before the last.
func part(day sample.Day, first, last int) sample.Day {
	day.Items = day.Items[first:last]
	return day
}

func utc(s string) time.Time {
	t, err := time.Parse(time.DateTime, s)
	if err != nil {
		panic(err)
	}
	return t
}

// A daily reads all counts anew once a day, as a live run does. Runs that read by it take the place for a large one, whose files are not
// all listed every time.
type daily struct{ publisher.Reader }

func (d daily) Read(ctx context.Context, a *archive.Archive, now time.Time) (publisher.Reading, error) {
	reading, err := d.Reader.Read(ctx, a, now)
	reading.Refreshed = a.Refreshed() != now.Format(time.DateOnly)
	return reading, err
}

func run(place publisher.Place, t testing.TB, req publisher.Request) (publisher.Report, error) {
	t.Helper()
	p := smallPublisher(t, place)
	if _, ok := req.Reader.(daily); ok {
		p.ListEach = 1
	}
	return p.Run(context.Background(), req)
}

func mustRun(t testing.TB, place publisher.Place, req publisher.Request) publisher.Report {
	t.Helper()
	report, err := run(place, t, req)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// whole is what a place holds, by path, without what every run writes.
func whole(t testing.TB, place publisher.Place) map[string][]byte {
	t.Helper()
	objects, err := place.List(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, o := range objects {
		if o.Path == publisher.StatusFile {
			continue
		}
		if files[o.Path], _, err = place.Get(context.Background(), o.Path); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// differing are the paths of the files that two places do not have alike.
func differing(a, b map[string][]byte) []string {
	var paths []string
	for path := range a {
		if body, ok := b[path]; !ok || string(body) != string(a[path]) {
			paths = append(paths, path)
		}
	}
	for path := range b {
		if _, ok := a[path]; !ok {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// logDifference shows how a file differs, unpacked where it is.
func logDifference(t testing.TB, path string, want, got map[string][]byte) {
	t.Helper()
	plain := func(body []byte) string {
		if r, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
			if unpacked, err := io.ReadAll(r); err == nil {
				return string(unpacked)
			}
		}
		return string(body)
	}
	t.Logf("%s (-want +got):\n%s", path, cmp.Diff(plain(want[path]), plain(got[path])))
}

// checkPlace holds a place to what can be made from its archive alone: the same files, to the byte, and a manifest that says so. In the
// archive and in every feed each paper stands once, each with a second of its own.
func checkPlace(t testing.TB, place publisher.Place, now time.Time) {
	t.Helper()
	files := whole(t, place)
	again := newMemory()
	for path, body := range files {
		if strings.HasPrefix(path, "archive/") {
			again.files[path] = keep(store.File{Path: path, Body: body})
		}
	}
	mustRun(t, again, publisher.Request{Now: now, Again: true})
	rebuilt := whole(t, again)
	if d := differing(withoutETags(t, files), withoutETags(t, rebuilt)); len(d) > 0 {
		t.Errorf("%d files are not what a rebuild from the archive makes: %v", len(d), d)
		logDifference(t, d[0], rebuilt, files)
	}
	checkManifest(t, place, files["manifest.json"])
	checkArchive(t, files)
	checkFeeds(t, files)
}

// withoutETags leaves what differs between kinds of places out of the manifest.
func withoutETags(t testing.TB, files map[string][]byte) map[string][]byte {
	t.Helper()
	files = maps.Clone(files)
	var m map[string]any
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	entries, ok := m["files"].(map[string]any)
	if !ok {
		t.Fatal("a manifest without files")
	}
	for _, e := range entries {
		delete(e.(map[string]any), "e")
	}
	body, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	files["manifest.json"] = body
	return files
}

// checkManifest compares the ETags of the manifest with those of the place.
func checkManifest(t testing.TB, place publisher.Place, manifest []byte) {
	t.Helper()
	var m struct {
		Format int
		Files  map[string]struct{ E string }
	}
	if err := json.Unmarshal(manifest, &m); err != nil {
		t.Fatal(err)
	}
	objects, err := place.List(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objects {
		if e, ok := m.Files[o.Path]; ok && e.E != o.ETag {
			t.Errorf("the manifest remembers %s with ETag %s, the place has %s", o.Path, e.E, o.ETag)
		}
		delete(m.Files, o.Path)
	}
	if len(m.Files) > 0 || m.Format != 1 {
		t.Errorf("the manifest has format %d and files that are not there: %v", m.Format, slices.Sorted(maps.Keys(m.Files)))
	}
}

// records are all records of an archive by id.
func records(t testing.TB, files map[string][]byte) map[string]*archive.Record {
	t.Helper()
	byID := map[string]*archive.Record{}
	for path, body := range files {
		month, ok := strings.CutSuffix(strings.TrimPrefix(path, "archive/"), ".jsonl.gz")
		if !ok || !strings.HasPrefix(path, "archive/20") {
			continue
		}
		list, err := archive.DecodeMonth(month, body)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			if byID[r.ID] != nil {
				t.Errorf("paper %s stands in %s and in %s", r.ID, byID[r.ID].Month(), month)
			}
			byID[r.ID] = r
		}
	}
	return byID
}

func checkArchive(t testing.TB, files map[string][]byte) {
	t.Helper()
	seconds := map[string]string{}
	for id, r := range records(t, files) {
		for _, feed := range append([]string{archive.All}, r.Feeds...) {
			key := fmt.Sprint(feed, " ", r.EnteredAt(feed).Unix())
			if other := seconds[key]; other != "" {
				t.Errorf("%s and %s entered %s in the same second", id, other, key)
			}
			seconds[key] = id
		}
	}
}

// checkFeeds: no item twice in a feed, and none of the archive's papers missing from "all".
func checkFeeds(t testing.TB, files map[string][]byte) {
	t.Helper()
	items := shownIn(t, files)
	for feed, ids := range items {
		if n := len(slices.Compact(slices.Sorted(slices.Values(ids)))); n != len(ids) {
			t.Errorf("%s shows an item twice", feed)
		}
	}
	want := len(records(t, files))
	if got := len(items[archive.All]); got != want {
		t.Errorf("%q shows %d papers of %d", archive.All, got, want)
	}
}

// shownIn are the ids that every feed shows, by the feed's path, in no order.
func shownIn(t testing.TB, files map[string][]byte) map[string][]string {
	t.Helper()
	items := map[string][]string{}
	for path, body := range files {
		if filepath.Ext(path) != ".json" || !strings.Contains(string(body[:min(len(body), 200)]), "jsonfeed.org") {
			continue
		}
		var doc struct{ Items []item }
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		feed := feedOf(path)
		items[feed] = append(items[feed], nil...)
		for _, it := range doc.Items {
			items[feed] = append(items[feed], it.ID)
		}
	}
	return items
}

// members are the ids that every feed shows, ascending.
func members(t testing.TB, files map[string][]byte) map[string][]string {
	t.Helper()
	items := shownIn(t, files)
	for _, ids := range items {
		slices.Sort(ids)
	}
	return items
}
