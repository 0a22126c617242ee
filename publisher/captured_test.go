package publisher_test

import (
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/captured"
	"paperfeeds/publisher"
	"paperfeeds/settings"
	"paperfeeds/store"
)

const baseURL = "https://feeds.example/papers/"

// A testimony is a captured listing with what it says, read straight from its JSON and not by the code under test.
type testimony struct {
	name string
	day  string
	ids  []string
	orgs map[string][2]string // id → organization's _id and slug
}

// TestCaptured publishes every captured listing one after the other, each at noon of its day, as scheduled runs would have. Afterwards
// every paper stands exactly once wherever it belongs, and nothing that was published was ever moved.
//
// PAPERFEEDS_FULL=1 publishes all of them, as CI does in a step of its own; else every fortieth, to be quick.
func TestCaptured(t *testing.T) {
	step := 40
	if os.Getenv("PAPERFEEDS_FULL") != "" {
		step = 1
	}
	days := capturedListings(t, step)
	dir := t.TempDir()
	p := newPublisher(t, dir)
	want := expectation{ids: map[string]bool{}, orgs: captured.NewOrganizations()}
	firstSeen, documents := map[string]string{}, map[string][]string{}
	for i, c := range days {
		report := publishListing(t, p, c)
		added := want.add(c)
		if report.New != added || report.Skipped != 0 || report.Papers != len(want.ids) {
			t.Fatalf("%s: %d new papers, %d skipped, %d in all; want %d, 0, %d", c.name, report.New, report.Skipped, report.Papers, added, len(want.ids))
		}
		if i%20 == 0 || i == len(days)-1 {
			checkKept(t, dir, firstSeen, documents)
		}
	}
	t.Logf("%d listings, %d papers, %d organizations", len(days), len(want.ids), want.orgs.Len())

	all := follow(t, dir, "all")
	checkFeed(t, "all", all, slices.Collect(maps.Keys(want.ids)))
	topics := map[string][]string{}
	for _, item := range all {
		for _, slug := range item.Paper.Topics {
			topics[slug] = append(topics[slug], item.ID)
		}
	}
	if len(topics) < 30 {
		t.Errorf("papers of only %d topics", len(topics))
	}
	for slug, ids := range topics {
		checkFeed(t, "topics/"+slug, follow(t, dir, "topics/"+slug), ids)
	}
	for slug, ids := range want.orgs.Members() {
		checkFeed(t, "orgs/"+slug, follow(t, dir, "orgs/"+slug), ids)
	}

	before := snapshot(t, dir)
	last := days[len(days)-1]
	publishListing(t, p, last)
	after := snapshot(t, dir)
	for path := range after {
		if before[path] != after[path] && path != publisher.StatusFile {
			t.Errorf("a repeated run wrote %s", path)
		}
	}
}

// An expectation is what the listings published so far have to come to.
type expectation struct {
	ids  map[string]bool
	orgs captured.Organizations
}

// add takes in a listing and returns how many papers it has that no earlier one had.
func (e expectation) add(c testimony) int {
	added := 0
	for _, id := range c.ids {
		url := "https://huggingface.co/papers/" + id
		if !e.ids[url] {
			e.ids[url] = true
			added++
		}
		if o, ok := c.orgs[id]; ok {
			e.orgs.Add(url, o[0], o[1])
		}
	}
	return added
}

// capturedListings are every step-th answer of the API by day, then every step-th page.
func capturedListings(t *testing.T, step int) []testimony {
	t.Helper()
	answers, pages := captured.Listings(t, "api", 451), captured.Listings(t, "html", 36)
	var list []testimony
	for i, name := range answers {
		if i%step == 0 || i == len(answers)-1 {
			list = append(list, readListing(t, name, captured.Read(t, name)))
		}
	}
	for i, name := range pages {
		if i%step == 0 {
			list = append(list, readListing(t, name, blob(t, captured.Read(t, name))))
		}
	}
	slices.SortStableFunc(list, func(a, b testimony) int { return strings.Compare(a.day, b.day) })
	return list
}

// blob is the list of papers in a page's JSON.
func blob(t *testing.T, page []byte) []byte {
	t.Helper()
	var top struct{ DailyPapers json.RawMessage }
	if err := json.Unmarshal(captured.Props(t, page), &top); err != nil {
		t.Fatal(err)
	}
	return top.DailyPapers
}

func readListing(t *testing.T, name string, items []byte) testimony {
	t.Helper()
	c := testimony{name: name, day: filepath.Base(name)[:10], orgs: map[string][2]string{}}
	var list []struct {
		Paper struct {
			ID           string
			Organization *struct {
				ID   string `json:"_id"`
				Name string
			}
		}
	}
	if err := json.Unmarshal(items, &list); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, item := range list {
		c.ids = append(c.ids, item.Paper.ID)
		if o := item.Paper.Organization; o != nil {
			c.orgs[item.Paper.ID] = [2]string{o.ID, o.Name}
		}
	}
	return c
}

func newPublisher(t *testing.T, dir string) *publisher.Publisher {
	t.Helper()
	place, err := store.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	wishes, err := settings.Default()
	if err != nil {
		t.Fatal(err)
	}
	return &publisher.Publisher{Place: place, BaseURL: baseURL, Settings: wishes}
}

func publishListing(t *testing.T, p *publisher.Publisher, c testimony) publisher.Report {
	t.Helper()
	body, err := os.ReadFile(c.name)
	if err != nil {
		t.Fatal(err)
	}
	noon, err := time.Parse(time.DateOnly, c.day)
	if err != nil {
		t.Fatal(err)
	}
	report, err := p.Run(t.Context(), publisher.Request{
		Reader: publisher.SavedListings{{Name: c.name, Body: body}},
		Now:    noon.Add(12 * time.Hour),
	})
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	return report
}

// An item is what is looked at of an item of a JSON feed.
type item struct {
	ID        string    `json:"id"`
	Published time.Time `json:"date_published"`
	Paper     struct {
		Topics []string `json:"topics"`
	} `json:"_paperfeeds"`
}

// follow reads a feed from its newest document back to its first by next_url.
func follow(t *testing.T, dir, path string) []item {
	t.Helper()
	var items []item
	for url := baseURL + path + ".json"; url != ""; {
		var doc struct {
			NextURL string `json:"next_url"`
			Items   []item `json:"items"`
		}
		body, err := os.ReadFile(filepath.Join(dir, strings.TrimPrefix(url, baseURL)))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Fatalf("%s: %v", url, err)
		}
		items = append(items, doc.Items...)
		url = doc.NextURL
	}
	return items
}

// checkFeed holds a feed to its members, each once, strictly newest first.
func checkFeed(t *testing.T, path string, items []item, want []string) {
	t.Helper()
	var got []string
	for i, it := range items {
		got = append(got, it.ID)
		if i > 0 && !it.Published.Before(items[i-1].Published) {
			t.Errorf("%s: %s of %v stands after %v", path, it.ID, it.Published, items[i-1].Published)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// checkKept compares what is published with what was published before: first-seen times, and the ids of archive documents in their
// order. It then remembers both.
func checkKept(t *testing.T, dir string, firstSeen map[string]string, documents map[string][]string) {
	t.Helper()
	for _, it := range follow(t, dir, "all") {
		at := it.Published.Format(time.RFC3339)
		if before, ok := firstSeen[it.ID]; ok && before != at {
			t.Errorf("%s was first seen %s, and is now dated %s", it.ID, before, at)
		}
		firstSeen[it.ID] = at
	}
	archived, err := filepath.Glob(filepath.Join(dir, "*", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := filepath.Glob(filepath.Join(dir, "*", "*", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(archived, deeper...) {
		if strings.Trim(filepath.Base(name), "0123456789") != ".json" || strings.Contains(name, "/votes/") && filepath.Base(filepath.Dir(name)) == "votes" {
			continue
		}
		var doc struct{ Items []item }
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var ids []string
		for _, it := range doc.Items {
			ids = append(ids, it.ID)
		}
		if before, ok := documents[name]; ok && !slices.Equal(before, ids) {
			t.Errorf("%s: an archive document was reordered (-before +now):\n%s", name, cmp.Diff(before, ids))
		}
		documents[name] = ids
	}
}

// snapshot is a digest of every file of a folder.
func snapshot(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	files := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = sha256.Sum256(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
