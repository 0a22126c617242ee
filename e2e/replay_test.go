package e2e

import (
	"encoding/json"
	"fmt"
	"paperfeeds/captured"
	"testing"
	"time"
)

// A replay is a running replay server.
type replay struct {
	captured.Server
	now time.Time
}

// A request is one line of the server's log.
type request struct {
	Path    string
	Query   map[string]string
	Status  int
	Fault   string
	Altered [][3]string // what badfields and hostile put in: paper id, field, value
}

// startReplay starts the server, or skips the test where it is not there.
func startReplay(t *testing.T, flags ...string) *replay {
	t.Helper()
	return &replay{Server: captured.Replay(t, flags...)}
}

// at sets the clock, and forgets the requests so far.
func (r *replay) at(t *testing.T, now time.Time) {
	t.Helper()
	r.now = now
	r.Order(t, "POST", "/__clock", map[string]string{"now": now.Format(time.RFC3339)}, nil)
	r.Order(t, "POST", "/__reset", map[string]string{}, nil)
}

// requests are those since the clock was set.
func (r *replay) requests(t *testing.T) []request {
	t.Helper()
	var log []request
	r.Order(t, "GET", "/__log", nil, &log)
	return log
}

// spoil adds a fault. The first one that matches a request is used.
func (r *replay) spoil(t *testing.T, f fault, match string) {
	t.Helper()
	order := map[string]any{"kind": f.kind, "match": match}
	for k, v := range f.options {
		order[k] = v
	}
	r.Order(t, "POST", "/__fault", order, nil)
}

func (r *replay) mend(t *testing.T) {
	t.Helper()
	r.Order(t, "DELETE", "/__fault", nil, nil)
}

// listDays are the list days that the site shows now, ascending. Its page turns to the next day at half past nine in New York.
func (r *replay) listDays(t *testing.T) []string {
	t.Helper()
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skipf("no time zones here: %v", err)
	}
	var all map[string]string
	r.Order(t, "GET", "/__days", nil, &all)
	days := sortedUntil(all, r.now.In(newYork).Add(150*time.Minute).Format(time.DateOnly))
	for len(days) > 0 && len(r.listing(t, days[len(days)-1])) == 0 { // nobody has put a paper on it yet
		days = days[:len(days)-1]
	}
	return days
}

// A listed is a paper as the source lists it, read from its JSON by nothing of the program.
type listed struct {
	id      string
	title   string
	orgID   string
	orgSlug string
	votes   int
	shown   string // all that is said of it but counts
}

// listing is what the source lists on a day, now: the captured JSON, as far as the papers have arrived.
func (r *replay) listing(t *testing.T, day string) []listed {
	t.Helper()
	var papers []listed
	for page := 0; ; page++ {
		var items []map[string]any
		r.Order(t, "GET", fmt.Sprintf("/api/daily_papers?date=%s&limit=100&p=%d", day, page), nil, &items)
		for _, item := range items {
			papers = append(papers, readListed(t, item))
		}
		if len(items) < 100 {
			return papers
		}
	}
}

func readListed(t *testing.T, item map[string]any) listed {
	t.Helper()
	paper := item["paper"].(map[string]any)
	l := listed{
		id:    paper["id"].(string),
		title: item["title"].(string),
		votes: int(paper["upvotes"].(float64)),
	}
	if o, ok := paper["organization"].(map[string]any); ok {
		l.orgID, l.orgSlug = o["_id"].(string), o["name"].(string)
	}
	delete(paper, "upvotes")
	delete(paper, "githubStars")
	delete(item, "numComments")
	rest, err := json.Marshal(item)
	if err != nil {
		t.Fatal(err)
	}
	l.shown = string(rest)
	return l
}
