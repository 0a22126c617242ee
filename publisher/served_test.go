package publisher_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/source"
	"paperfeeds/store"
)

// A served is a server that answers like the source with invented list days, and fails as a test wishes.
type served struct {
	URL  string
	size int

	mu    sync.Mutex
	now   time.Time             // what it says in Date
	days  map[string]sample.Day // by date
	page  *answer               // what it answers instead of the newest page
	api   map[string]answer     // and instead of a day of the API, "*" is any
	asked []string              // "page", "api 2026-06-03"
}

// An answer is what a source sends.
type answer struct {
	status int // 0 is 200
	body   string
}

// serve starts a server with generated list days: weekdays from Monday, 2026-06-01 on.
func serve(t *testing.T, papers int) *served {
	t.Helper()
	s := &served{size: papers, days: map[string]sample.Day{}}
	days, err := sample.Generate(1, sample.Size{Papers: papers, Organizations: 10, PerDay: 10, First: "2026-06-01"})
	if err != nil {
		t.Fatal(err)
	}
	for day := range days {
		day.Next = ""
		s.days[day.Date] = day
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

func (s *served) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Date", s.now.UTC().Format(http.TimeFormat))
	var a answer
	switch r.URL.Path {
	case "/papers":
		s.asked = append(s.asked, "page")
		if a = pageOf(s.newest()); s.page != nil {
			a = *s.page
		}
	case "/api/daily_papers":
		date := r.URL.Query().Get("date")
		s.asked = append(s.asked, "api "+date)
		var broken bool
		if a, broken = s.api[date]; broken {
			break
		}
		if a, broken = s.api["*"]; !broken {
			a = s.answer(date, w, r)
		}
	default:
		a.status = http.StatusNotFound
	}
	w.WriteHeader(max(a.status, http.StatusOK))
	fmt.Fprint(w, a.body)
}

// newest is the newest list day that has begun.
func (s *served) newest() sample.Day {
	newest := ""
	for date := range s.days {
		if date <= s.now.Format(time.DateOnly) {
			newest = max(newest, date)
		}
	}
	return s.days[newest]
}

func pageOf(day sample.Day) answer {
	body, err := sample.Page(day)
	if err != nil {
		return answer{status: 599, body: err.Error()}
	}
	return answer{body: string(body)}
}

// answer is what the API says of a day: a hundred papers at a time.
func (s *served) answer(date string, w http.ResponseWriter, r *http.Request) answer {
	if date > s.now.Format(time.DateOnly) {
		return answer{status: http.StatusBadRequest, body: `{"error":"Invalid date"}`}
	}
	day := s.days[date]
	var p int
	fmt.Sscan(r.URL.Query().Get("p"), &p)
	if rest := len(day.Items) - 100*(p+1); rest > 0 {
		w.Header().Set("Link", fmt.Sprintf(`<%s/api/daily_papers?date=%s&limit=100&p=%d>; rel="next"`, s.URL, date, p+1))
	}
	day.Items = day.Items[min(100*p, len(day.Items)):min(100*(p+1), len(day.Items))]
	body, err := sample.API(day)
	if err != nil {
		return answer{status: 599, body: err.Error()}
	}
	return answer{body: string(body)}
}

// A station publishes what a server serves into a folder.
type station struct {
	*publisher.Publisher
	server *served
	dir    string
	back   int
}

func newStation(t *testing.T, s *served, back int) *station {
	t.Helper()
	dir := t.TempDir()
	place, err := store.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return &station{Publisher: smallPublisher(t, place), server: s, dir: dir, back: back}
}

// clone is a station in the same state, with a source of its own. It shares the files, as far as they stay what they are: the program
// never writes into a file that is there, it puts another in its place.
func (st *station) clone(t *testing.T) *station {
	t.Helper()
	c := newStation(t, serve(t, st.server.size), st.back)
	for path := range snapshot(t, st.dir) {
		if strings.HasPrefix(path, ".") { // the lock
			continue
		}
		to := filepath.Join(c.dir, filepath.FromSlash(path))
		err := os.MkdirAll(filepath.Dir(to), 0o755)
		if err == nil {
			err = os.Link(filepath.Join(st.dir, filepath.FromSlash(path)), to)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// run does a scheduled run at a time which it is at the source, too.
func (st *station) run(t *testing.T, now time.Time) (publisher.Report, error) {
	t.Helper()
	st.server.now = now
	return st.runAt(t, now)
}

// runAt does a scheduled run with a clock of its own. It asks once for each address: that it would ask again is tested where it does.
func (st *station) runAt(t *testing.T, now time.Time) (publisher.Report, error) {
	t.Helper()
	st.server.asked = nil
	return st.Run(t.Context(), publisher.Request{Reader: publisher.Live{Source: st.client(t), BackfillDays: st.back}, Now: now})
}

func (st *station) client(t *testing.T) *source.Client {
	t.Helper()
	c, err := source.New(source.Options{Base: st.server.URL, Attempts: 1, Timeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// good does a run that has to go well.
func (st *station) good(t *testing.T, now time.Time) publisher.Report {
	t.Helper()
	report, err := st.run(t, now)
	if err != nil || len(report.Warnings) > 0 {
		t.Fatalf("at %v: %v, %q", now, err, report.Warnings)
	}
	return report
}

// status reads status.json.
func (st *station) status(t *testing.T) publisher.Status {
	t.Helper()
	return status(t, st.Place)
}

// has tells whether papers are published.
func (st *station) has(t *testing.T, ids ...string) bool {
	t.Helper()
	published := map[string]bool{}
	for _, it := range follow(t, st.dir, "all") {
		published[strings.TrimPrefix(it.ID, "https://huggingface.co/papers/")] = true
	}
	return !slices.ContainsFunc(ids, func(id string) bool { return !published[id] })
}

// ids are those of a list day.
func (s *served) ids(date string) []string {
	var ids []string
	for _, item := range s.days[date].Items {
		ids = append(ids, item.Paper.ID)
	}
	return ids
}

// at is a time of June 2026: "03 12:00".
func at(t *testing.T, s string) time.Time {
	t.Helper()
	moment, err := time.Parse("2006-01-02 15:04", "2026-06-"+s)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}
