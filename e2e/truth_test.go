package e2e

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"maps"
	"os"
	"paperfeeds/captured"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A truth is what the source has shown so far, by its own JSON.
type truth struct {
	papers map[string]listed // by id, as last shown
	orgs   captured.Organizations
	votes  map[string]int // paper → most votes ever
}

func newTruth() *truth {
	return &truth{map[string]listed{}, captured.NewOrganizations(), map[string]int{}}
}

// thresholds are the votes that have a feed.
var thresholds = []int{10, 25, 50, 100}

// add takes in a listing. It returns how many papers are new, and whether anything else is that feeds show.
func (w *truth) add(papers []listed) (added int, news bool) {
	for _, p := range papers {
		before, known := w.papers[p.id]
		if !known {
			added++
		}
		most := max(w.votes[p.id], p.votes)
		for _, n := range thresholds {
			news = news || w.votes[p.id] < n && most >= n
		}
		news = news || !known || before.shown != p.shown
		w.papers[p.id], w.votes[p.id] = p, most
		if p.orgID != "" {
			w.orgs.Add(p.id, p.orgID, p.orgSlug)
		}
	}
	return added, news
}

// check holds a place to the truth: every paper stands exactly once in "all", in the feeds of its topics, of its organizations and of
// its votes, and nothing else stands there.
func (w *truth) check(t *testing.T, p *place, m *memory) {
	t.Helper()
	want := map[string][]string{"all": slices.Collect(maps.Keys(w.papers))}
	for slug, ids := range w.orgs.Members() {
		want["orgs/"+slug] = ids
	}
	topics := 0
	for _, r := range p.records(t) {
		for _, feed := range r.Feeds {
			if strings.HasPrefix(feed, "topics/") {
				want[feed] = append(want[feed], r.ID)
				topics++
			}
		}
	}
	if topics < len(w.papers) {
		t.Errorf("%d papers are of %d topics only", len(w.papers), topics)
	}
	for feed, ids := range want {
		slices.Sort(ids)
		if diff := cmp.Diff(ids, m.papers(feed)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", feed, diff)
		}
	}
	for feed := range m.feeds {
		if _, wanted := want[feed]; !wanted && (strings.HasPrefix(feed, "orgs/") || strings.HasPrefix(feed, "topics/")) && len(m.feeds[feed]) > 0 {
			t.Errorf("nobody belongs to %s", feed)
		}
	}
	titles := map[string]string{}
	for _, it := range p.follow(t, "all", map[string]document{}) {
		titles[it.paperID()] = it.Title
	}
	for id, l := range w.papers {
		if want := strings.Join(strings.Fields(l.title), " "); !isTeX(want) && titles[id] != want {
			t.Errorf("%s is called %q, want %q", id, titles[id], want)
		}
	}
}

// isTeX tells titles that are published in another spelling.
func isTeX(title string) bool {
	return strings.ContainsAny(title, `\$^_{}<`) || strings.Contains(title, "--")
}

// A record is what is looked at of a line of the archive.
type record struct {
	ID    string
	Feeds []string
}

// records reads all months of the archive.
func (p *place) records(t *testing.T) []record {
	t.Helper()
	months, err := filepath.Glob(p.file("archive/????-??.jsonl.gz"))
	if err != nil || len(months) == 0 {
		t.Fatalf("no archive: %v", err)
	}
	var records []record
	for _, month := range months {
		f, err := os.Open(month)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 10<<20)
		for lines.Scan() {
			var r record
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				t.Fatalf("%s: %v", month, err)
			}
			records = append(records, r)
		}
		if err := lines.Err(); err != nil {
			t.Fatalf("%s: %v", month, err)
		}
	}
	return records
}
