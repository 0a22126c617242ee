package publisher_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/publisher"
)

// What a run asks the source for. An hour that brings nothing new takes three requests, but for the first of a day.
func TestRequests(t *testing.T) {
	s := serve(t, 120)
	st := newStation(t, s, 3)
	tests := []struct {
		now  string
		want []string
	}{
		{"03 12:00", []string{"page", "api 2026-06-02", "api 2026-06-01", "api 2026-05-31"}}, // reads three days back
		{"04 12:00", []string{"page", "api 2026-06-03", "api 2026-06-02", "api 2026-06-01", // and recent days without a list
			"api 2026-05-31", "api 2026-05-30", "api 2026-05-29", "api 2026-05-28", "api 2026-05-27", "api 2026-05-26", "api 2026-05-25",
			"api 2026-05-24", "api 2026-05-23", "api 2026-05-22", "api 2026-05-21"}},
		{"04 13:00", []string{"page", "api 2026-06-03", "api 2026-06-02"}},
		{"04 23:00", []string{"page", "api 2026-06-03", "api 2026-06-02"}},
	}
	for _, tt := range tests {
		st.good(t, at(t, tt.now))
		if diff := cmp.Diff(tt.want, s.asked); diff != "" {
			t.Errorf("at %s (-want +got):\n%s", tt.now, diff)
		}
	}
}

// However long nobody ran, all is read in the end, fourteen days a run, and dated when it was.
func TestCatchUp(t *testing.T) {
	s := serve(t, 220)
	st := newStation(t, s, 2)
	st.good(t, at(t, "02 12:00"))
	before := follow(t, st.dir, "all")
	report, err := st.run(t, at(t, "25 12:00"))
	if err != nil {
		t.Fatal(err)
	}
	checkWarning(t, report.Warnings, "8 list days from 2026-06-17 to 2026-06-24 were missed and come with the next runs")
	if st.has(t, s.ids("2026-06-19")...) || !st.has(t, s.ids("2026-06-16")...) || !st.has(t, s.ids("2026-06-25")...) {
		t.Error("not the newest day and the oldest fourteen")
	}
	st.good(t, at(t, "25 13:00"))
	for date := range s.days {
		if date <= "2026-06-25" && !st.has(t, s.ids(date)...) {
			t.Errorf("papers of %s are missing", date)
		}
	}
	after := follow(t, st.dir, "all")
	if kept := after[len(after)-len(before):]; !slices.EqualFunc(kept, before, func(a, b item) bool { return a.ID == b.ID && a.Published.Equal(b.Published) }) {
		t.Error("old papers moved")
	}
	for i, it := range after[:len(after)-len(before)] {
		if it.Published.Before(at(t, "25 11:50")) || i > 0 && !it.Published.Before(after[i-1].Published) {
			t.Errorf("%s came in with %v", it.ID, it.Published)
		}
	}
}

// A day that failed is remembered, whatever else is published before the source is well again.
func TestFailedDayIsRemembered(t *testing.T) {
	s := serve(t, 120)
	st := newStation(t, s, 2)
	st.good(t, at(t, "02 12:00"))
	s.api = map[string]answer{wednesday: {status: 500}}
	if _, err := st.run(t, at(t, "05 12:00")); err != nil {
		t.Fatal(err)
	}
	if st.has(t, s.ids(wednesday)[0]) {
		t.Fatal("Wednesday was read")
	}
	// A saved listing and a rebuild know nothing of missed days.
	saved := publisher.SavedListings{{Name: "2026-06-02.html", Body: []byte(pageOf(s.days["2026-06-02"]).body)}}
	for _, reader := range []publisher.Reader{saved, nil} {
		if _, err := st.Run(t.Context(), publisher.Request{Reader: reader, Now: at(t, "05 12:30")}); err != nil {
			t.Fatal(err)
		}
	}
	s.api = nil
	st.good(t, at(t, "09 12:00"))
	if !st.has(t, s.ids(wednesday)...) {
		t.Error("Wednesday was forgotten")
	}
}

// A list that is empty when an outage ends is not taken for a weekend for ever.
func TestWithheldList(t *testing.T) {
	s := serve(t, 120)
	st := newStation(t, s, 2)
	st.good(t, at(t, "01 12:00"))
	s.api = map[string]answer{"2026-06-02": {body: "[]"}, wednesday: {body: "[]"}}
	st.good(t, at(t, "08 12:00"))
	if st.has(t, s.ids(wednesday)[0]) {
		t.Fatal("Wednesday was read")
	}
	s.api = nil
	st.good(t, at(t, "08 13:00"))
	if !st.has(t, s.ids(wednesday)...) || !st.has(t, s.ids("2026-06-02")...) {
		t.Error("the withheld lists were not asked for again")
	}
}

// Where the API is down, the run does not ask it for every day, each as slow as the last, but says what it left out.
func TestAPIDown(t *testing.T) {
	s := serve(t, 220)
	st := newStation(t, s, 2)
	st.good(t, at(t, "02 12:00"))
	s.api = map[string]answer{"*": {status: 502}}
	report, err := st.run(t, at(t, "16 12:00"))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(s.asked); got != 1+3 {
		t.Errorf("%d requests: %v", got, s.asked)
	}
	checkWarning(t, report.Warnings, "list days were not asked for any more, 2026-06-03 to 2026-06-14")
	if !st.has(t, s.ids("2026-06-16")...) {
		t.Error("the newest day is missing")
	}
	s.api = nil
	st.good(t, at(t, "16 13:00"))
	for date := range s.days {
		if date <= "2026-06-16" && !st.has(t, s.ids(date)...) {
			t.Errorf("papers of %s are missing", date)
		}
	}
}

// Days that never read well keep no other from being read, however many they are and whatever they answer: newer days come first, days
// that were not tried so far next, and those that failed in turn. Nor do they have every run read the counts of old days.
func TestDaysThatStayFailing(t *testing.T) {
	for name, broken := range map[string]answer{"no answer": {status: 500}, "an answer that is none": {body: `{"error":"Sorry"}`}} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, 300)
			st := newStation(t, s, 2)
			st.good(t, at(t, "01 12:00"))
			var failing []string
			for day := at(t, "02 00:00"); day.Before(at(t, "22 00:00")); day = day.AddDate(0, 0, 1) {
				failing = append(failing, day.Format(time.DateOnly))
			}
			s.api = map[string]answer{}
			for _, day := range failing {
				s.api[day] = broken
			}
			hour := func(now string) {
				t.Helper()
				if report, err := st.run(t, at(t, now)); err != nil || len(report.Warnings) == 0 {
					t.Fatalf("at %s: %v, %q", now, err, report.Warnings)
				}
			}
			hour("23 12:00") // after three weeks
			hour("26 12:00") // and three days more
			for _, day := range []string{"2026-06-22", "2026-06-23", "2026-06-24", "2026-06-25", "2026-06-26"} {
				if day != "2026-06-22" && !st.has(t, s.ids(day)...) {
					t.Errorf("papers of %s are missing", day)
				}
			}
			tried := map[string]int{}
			last := 0
			for i := range 10 {
				hour(fmt.Sprintf("26 %02d:%02d", 13+i/6, i%6*10))
				for _, asked := range s.asked {
					tried[strings.TrimPrefix(asked, "api ")]++
				}
				last = len(s.asked)
			}
			if !st.has(t, s.ids("2026-06-22")...) {
				t.Error("papers of 2026-06-22 are missing")
			}
			for _, day := range failing {
				if tried[day] == 0 {
					t.Errorf("%s was not tried again in 10 runs", day)
				}
			}
			if tried["2026-06-01"] == 0 {
				t.Error("nobody asked for the counts of 2026-06-01")
			}
			if most := 3 + 14; last > most {
				t.Errorf("the last run asked %d times, want at most %d: %v", last, most, s.asked)
			}
			s.api = nil
			hour("26 20:00")
			st.good(t, at(t, "26 21:00"))
			for _, day := range failing {
				if !st.has(t, s.ids(day)...) {
					t.Errorf("papers of %s are missing after the source was mended", day)
				}
			}
		})
	}
}

// Cards without abstracts, and an API that is used up, must not pass for a day that was read, nor hide the days before it.
func TestCardsAlone(t *testing.T) {
	s := serve(t, 120)
	st := newStation(t, s, 2)
	st.good(t, at(t, "02 12:00"))
	cards := answer{body: noJSON(pageOf(s.days["2026-06-05"]).body)}
	s.page, s.api = &cards, map[string]answer{"*": {status: 429}}
	report, err := st.run(t, at(t, "05 12:00"))
	if err != nil || report.New != 0 || wayOf(report, "2026-06-05") != publisher.ReadCards {
		t.Fatalf("%v, %d new papers, %+v", err, report.New, report.Days)
	}
	if len(s.asked) != 2 {
		t.Errorf("asked for %v", s.asked)
	}
	var index struct{ Unread []string }
	body, err := os.ReadFile(filepath.Join(st.dir, "archive", "index.json"))
	if err == nil {
		err = json.Unmarshal(body, &index)
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05"}, slices.Sorted(slices.Values(index.Unread))); diff != "" {
		t.Errorf("to be read again (-want +got):\n%s", diff)
	}
	s.page, s.api = nil, nil
	st.good(t, at(t, "05 13:00"))
	for _, date := range []string{wednesday, "2026-06-04", "2026-06-05"} {
		if !st.has(t, s.ids(date)...) {
			t.Errorf("papers of %s are missing", date)
		}
	}
}

// The first run on an empty place needs the newest day to know where it is; older ones it can do without.
func TestFirstRun(t *testing.T) {
	broken := answer{status: 503}
	t.Run("nothing can be read", func(t *testing.T) {
		s := serve(t, 60)
		st := newStation(t, s, 5)
		s.page, s.api = &broken, map[string]answer{"2026-06-04": broken}
		report, err := st.run(t, at(t, "04 12:00"))
		checkEnd(t, st, err, "no list day could be read: ")
		if len(s.asked) != 2 || len(report.Days) != 1 || report.Days[0].Date != "2026-06-04" {
			t.Errorf("asked for %v, read %+v", s.asked, report.Days)
		}
		s.page, s.api = nil, nil
		st.good(t, at(t, "04 13:00"))
		if !st.has(t, s.ids("2026-06-01")...) {
			t.Error("the next run did not read back")
		}
	})
	t.Run("the page cannot", func(t *testing.T) {
		s := serve(t, 60)
		st := newStation(t, s, 5)
		s.page = &broken
		report, err := st.run(t, at(t, "04 12:00"))
		checkEnd(t, st, err, "")
		if wayOf(report, "2026-06-04") != publisher.ReadAPI || !st.has(t, s.ids("2026-06-01")...) {
			t.Errorf("read %+v", report.Days)
		}
	})
	t.Run("an older day cannot", func(t *testing.T) {
		s := serve(t, 60)
		st := newStation(t, s, 5)
		s.api = map[string]answer{wednesday: broken}
		if _, err := st.run(t, at(t, "04 12:00")); err != nil {
			t.Fatal(err)
		}
		s.api = nil
		st.good(t, at(t, "04 13:00"))
		if !st.has(t, s.ids(wednesday)...) {
			t.Error("it was forgotten")
		}
	})
}

// OnDays reads what it is told, says of each day how it went, and dates it into the past.
func TestOnDays(t *testing.T) {
	s := serve(t, 120)
	st := newStation(t, s, 2)
	s.now = at(t, "05 12:00")
	s.api = map[string]answer{"2026-06-02": {status: 500}}
	var told []string
	report, err := st.Run(t.Context(), publisher.Request{Now: s.now, Reader: publisher.OnDays{
		Source: st.client(t),
		Dates:  []string{"2026-06-01", "2026-06-02", "2026-06-03", "2026-06-01", "2026-06-06"},
		Day:    func(d publisher.DayReport) { told = append(told, strings.TrimSpace(d.Date+" "+string(d.Read))) },
	}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2026-06-01 api", "2026-06-02", "2026-06-03 api", "2026-06-06 api"}, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	checkWarning(t, report.Warnings, "list day 2026-06-02 could not be read")
	checkWarning(t, report.Warnings, "list day 2026-06-06 has not begun")
	for _, it := range follow(t, st.dir, "all") {
		if it.Published.After(at(t, "03 23:59").Add(time.Minute)) {
			t.Errorf("%s is dated %v", it.ID, it.Published)
		}
	}
}
