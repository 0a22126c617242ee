package publisher_test

import (
	"slices"
	"strings"
	"testing"

	"paperfeeds/publisher"
)

// A long range whose source goes away says so once, and the same range goes on where it was.
func TestRangeGoesOn(t *testing.T) {
	s := serve(t, 220)
	st := newStation(t, s, 2)
	s.now = at(t, "30 12:00")
	var dates []string
	for day := at(t, "25 00:00"); !day.Before(at(t, "01 00:00")); day = day.AddDate(0, 0, -1) {
		dates = append(dates, day.Format("2006-01-02"))
	}
	ask := func() publisher.Report {
		t.Helper()
		s.asked = nil
		report, err := st.Run(t.Context(), publisher.Request{Now: s.now, Reader: publisher.OnDays{Source: st.client(t), Dates: dates, Resume: true}})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	down := answer{status: 502}
	s.api = map[string]answer{}
	for _, day := range dates[8:] { // before the 18th
		s.api[day] = down
	}
	report := ask()
	if n := len(slices.DeleteFunc(report.Warnings, func(w string) bool { return !strings.Contains(w, "not asked for") })); n != 1 {
		t.Errorf("%d warnings of days that were not asked for: %q", n, report.Warnings)
	}
	read := slices.Clone(s.asked)
	s.api = nil
	ask()
	for _, day := range dates {
		was, again := slices.Contains(read, "api "+day) && day >= dates[7], slices.Contains(s.asked, "api "+day)
		if was == again {
			t.Errorf("%s: read before %v, asked for again %v", day, was, again)
		}
	}
	if !st.has(t, s.ids("2026-06-01")...) || !st.has(t, s.ids("2026-06-25")...) {
		t.Error("papers are missing")
	}
}

// A day that the source never answers for, among those that are read for their counts once a day, does not make every hour a long one.
func TestFailingRefresh(t *testing.T) {
	s := serve(t, 220)
	st := newStation(t, s, 12)
	st.good(t, at(t, "16 12:00"))
	s.api = map[string]answer{wednesday: {status: 500}}
	for _, now := range []string{"17 12:00", "17 13:00"} {
		if _, err := st.run(t, at(t, now)); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.asked) > 3 {
		t.Errorf("the second run of a day made %d requests: %v", len(s.asked), s.asked)
	}
}

// Days that the first run could not read are of the past when they are read.
func TestFirstRunInPart(t *testing.T) {
	s := serve(t, 120)
	st := newStation(t, s, 4)
	s.api = map[string]answer{wednesday: {status: 500}}
	if _, err := st.run(t, at(t, "05 12:00")); err != nil {
		t.Fatal(err)
	}
	s.api = nil
	st.good(t, at(t, "05 13:00"))
	if !st.has(t, s.ids(wednesday)...) {
		t.Fatal("Wednesday is missing")
	}
	for _, it := range follow(t, st.dir, "all") {
		if id := strings.TrimPrefix(it.ID, "https://huggingface.co/papers/"); slices.Contains(s.ids(wednesday), id) && !it.Published.Before(at(t, "04 00:00")) {
			t.Errorf("%s of Wednesday is dated %v", id, it.Published)
		}
	}
}
