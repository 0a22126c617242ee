package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A replay is a running replay server.
type replay struct {
	URL string
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
	script := filepath.Join("..", "..", "shared", "replay", "replay.py")
	data := filepath.Join("..", "..", "shared", "listings")
	for _, needed := range []string{script, data} {
		if _, err := os.Stat(needed); err != nil {
			t.Skipf("no captured listings beside this checkout: %v", err)
		}
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the replay server with")
	}
	server := exec.CommandContext(t.Context(), python, append([]string{script, "--data", data}, flags...)...)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait() // says that it was killed
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("start the replay server: %v", err)
	}
	address, _, _ := strings.Cut(line, " ")
	return &replay{URL: address}
}

// order sends the server an order, or asks it something where body is nil.
func (r *replay) order(t *testing.T, method, path string, body, answer any) {
	t.Helper()
	var sent io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		sent = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, r.URL+path, sent)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s %v %s", method, path, resp.Status, err, b)
	}
	if answer != nil {
		if err := json.Unmarshal(b, answer); err != nil {
			t.Fatalf("%s %s: %v", method, path, err)
		}
	}
}

// at sets the clock, and forgets the requests so far.
func (r *replay) at(t *testing.T, now time.Time) {
	t.Helper()
	r.now = now
	r.order(t, "POST", "/__clock", map[string]string{"now": now.Format(time.RFC3339)}, nil)
	r.order(t, "POST", "/__reset", map[string]string{}, nil)
}

// requests are those since the clock was set.
func (r *replay) requests(t *testing.T) []request {
	t.Helper()
	var log []request
	r.order(t, "GET", "/__log", nil, &log)
	return log
}

// spoil adds a fault. The first one that matches a request is used.
func (r *replay) spoil(t *testing.T, f fault, match string) {
	t.Helper()
	order := map[string]any{"kind": f.kind, "match": match}
	for k, v := range f.options {
		order[k] = v
	}
	r.order(t, "POST", "/__fault", order, nil)
}

func (r *replay) mend(t *testing.T) {
	t.Helper()
	r.order(t, "DELETE", "/__fault", nil, nil)
}

// listDays are the list days that the site shows now, ascending. Its page turns to the next day at half past nine in New York.
func (r *replay) listDays(t *testing.T) []string {
	t.Helper()
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skipf("no time zones here: %v", err)
	}
	var all map[string]string
	r.order(t, "GET", "/__days", nil, &all)
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
		r.order(t, "GET", fmt.Sprintf("/api/daily_papers?date=%s&limit=100&p=%d", day, page), nil, &items)
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
