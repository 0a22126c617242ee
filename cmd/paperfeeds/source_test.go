package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"paperfeeds/sample"
)

// A fakeSource answers like huggingface.co, with invented list days of April and May 2026, under any number of names.
type fakeSource struct {
	newest sample.Day
	days   map[string]sample.Day
	mu     sync.Mutex
	asked  map[string]int // name → list days asked for
	window                // of who is limited
}

// A window counts requests as Hugging Face does.
type window struct {
	ends    time.Time
	left    int
	refused int
}

const (
	windowLength   = 2 * time.Second
	windowRequests = 40
)

// take takes a request off what is left, and says how many are and until when.
func (w *window) take() (header string, ok bool) {
	now := time.Now()
	if now.After(w.ends) {
		w.ends, w.left = now.Add(windowLength), windowRequests
	}
	if ok = w.left > 0; ok {
		w.left--
	} else {
		w.refused++
	}
	rest := (w.ends.Sub(now) + time.Second - 1) / time.Second // rounded up, as theirs
	return fmt.Sprintf(`"api";r=%d;t=%d`, w.left, rest), ok
}

func newSource(t *testing.T) string {
	t.Helper()
	return newSourceOf(t, sample.Size{Papers: 400, Organizations: 30, PerDay: 12, First: "2026-04-01"})
}

func newSourceOf(t *testing.T, size sample.Size) string {
	t.Helper()
	days, err := sample.Generate(7, size)
	if err != nil {
		t.Fatal(err)
	}
	s := &fakeSource{days: map[string]sample.Day{}, asked: map[string]int{}}
	for day := range days {
		s.days[day.Date], s.newest = day, day
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server.URL
}

func (s *fakeSource) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header()["Date"] = nil // the program under test has a clock of its own
	name, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	mode, path, found := strings.Cut(rest, "/")
	if !found || mode == "api" {
		mode, path = "", rest
	}
	var body []byte
	var err error
	switch {
	case path == "asked":
		s.await(name, r.FormValue("n"))
		return
	case mode == "down", mode == "hole" && r.FormValue("date") == "2026-04-15":
		http.Error(w, "out of order", http.StatusServiceUnavailable)
		return
	case path == "refused":
		fmt.Fprintln(w, s.refused, "refused")
		return
	case path == "papers":
		body, err = sample.Page(s.newest)
	case path == "api/daily_papers":
		s.mu.Lock()
		s.asked[name]++
		stuck := mode == "stuck" && s.asked[name] >= stuckAt
		ok := true
		if mode == "limited" {
			var header string
			header, ok = s.take()
			w.Header().Set("RateLimit", header)
		}
		s.mu.Unlock()
		if !ok {
			http.Error(w, "slow down", http.StatusTooManyRequests)
			return
		}
		if stuck {
			<-r.Context().Done() // the program has given the day up
			return
		}
		w.Header().Set("Content-Type", "application/json")
		body, err = sample.API(s.days[r.FormValue("date")])
	default:
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(body)
}

// stuckAt is the list day, of those asked for, from which a stuck source gives no answer.
const stuckAt = 50

// await answers when so many days were asked for.
func (s *fakeSource) await(name, n string) {
	want, _ := strconv.Atoi(n)
	for range 12000 {
		s.mu.Lock()
		asked := s.asked[name]
		s.mu.Unlock()
		if asked >= want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// get [-X METHOD] [--until STATUS] URL [--has TEXT] [Header: value …] asks as curl -i does, and prints what is answered. It waits for a
// server that has not started yet, and with --until and --has for an answer of that status with that text.
func get() {
	method, until, has, url := http.MethodGet, "", "", ""
	header := http.Header{"Accept-Encoding": {"identity"}}
	for args := os.Args[1:]; len(args) > 0; args = args[1:] {
		into := map[string]*string{"-X": &method, "--until": &until, "--has": &has}[args[0]]
		key, value, isHeader := strings.Cut(args[0], ": ")
		switch {
		case into != nil:
			*into, args = args[1], args[1:]
		case isHeader:
			header.Set(key, value)
		default:
			url = args[0]
		}
	}
	var answer string
	var err error
	for range 2400 {
		if answer, err = askOnce(method, url, header); err == nil && strings.HasPrefix(answer, until) && strings.Contains(answer, has) {
			fmt.Print(answer)
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	check(fmt.Errorf("no such answer: %v\n%s", err, answer))
}

func askOnce(method, url string, header http.Header) (string, error) {
	r, err := http.NewRequest(method, url, nil)
	if err != nil {
		return "", err
	}
	r.Header = header
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var b strings.Builder
	fmt.Fprintln(&b, resp.Status)
	if err := resp.Header.Write(&b); err != nil {
		return "", err
	}
	fmt.Fprintln(&b)
	_, err = io.Copy(&b, resp.Body)
	return b.String() + "\n", err
}
