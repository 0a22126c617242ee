package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"paperfeeds/sample"
)

// A daily is a source with invented list days, the newest one yesterday's or older, since a run's clock cannot be set from outside.
type daily struct {
	*httptest.Server

	mu       sync.Mutex
	days     []sample.Day // oldest first
	requests []string     // paths asked for
	slow     time.Duration
	broken   string // paths with this in them are answered 404
}

// newDaily makes a source of so many papers, 20 a weekday.
func newDaily(t *testing.T, papers int) *daily {
	t.Helper()
	weekdays := papers/20 + 2
	days, err := sample.Generate(7, sample.Size{
		Papers: papers, Organizations: 30, PerDay: 20,
		First: time.Now().UTC().AddDate(0, 0, -2*weekdays-2).Format(time.DateOnly),
	})
	if err != nil {
		t.Fatal(err)
	}
	d := &daily{days: slices.Collect(days)}
	if last := d.days[len(d.days)-1].Date; last >= time.Now().UTC().Format(time.DateOnly) {
		t.Fatalf("the newest list day is %s, which has not come yet", last)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /papers", func(w http.ResponseWriter, r *http.Request) {
		d.answer(w, r, sample.Page, d.days[len(d.days)-1].Date)
	})
	mux.HandleFunc("GET /api/daily_papers", func(w http.ResponseWriter, r *http.Request) {
		d.answer(w, r, sample.API, r.FormValue("date"))
	})
	d.Server = httptest.NewServer(mux)
	t.Cleanup(d.Close)
	return d
}

func (d *daily) answer(w http.ResponseWriter, r *http.Request, form func(sample.Day) ([]byte, error), date string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.requests = append(d.requests, r.URL.String())
	time.Sleep(d.slow)
	if d.broken != "" && strings.Contains(r.URL.String(), d.broken) {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	day := sample.Day{Date: date} // an empty one: a weekend
	if i := d.find(date); i >= 0 {
		day = d.days[i]
	}
	body, err := form(day)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(body)
}

func (d *daily) find(date string) int {
	return slices.IndexFunc(d.days, func(day sample.Day) bool { return day.Date == date })
}

// change changes the newest list day, or makes the source slow or broken.
func (d *daily) change(f func(newest *sample.Day)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f(&d.days[len(d.days)-1])
}

// asked is what was asked for since the last call.
func (d *daily) asked() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	asked := d.requests
	d.requests = nil
	return asked
}
