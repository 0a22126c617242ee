package publisher_test

import (
	"fmt"
	"strings"
	"testing"

	"paperfeeds/publisher"
	"paperfeeds/sample"
)

// What cannot be true is refused with a reason, by the page and by the API alike, and nothing of it is published.
func TestRefused(t *testing.T) {
	day := func(date string, n int, id func(i int) string) sample.Day {
		d := sample.Day{Date: date, Prev: "2026-06-02"}
		for i := range n {
			d.Items = append(d.Items, sample.NewItem(sample.Paper{
				ID: id(i), Title: fmt.Sprint("Invented paper ", i), Summary: "Nothing.", PublishedAt: date + "T00:00:00.000Z",
				SubmittedOnDailyAt: date + "T00:00:00.000Z", Authors: []sample.Author{{Name: "A. Nobody"}},
			}, 0))
		}
		return d
	}
	listed := func(i int) string { return fmt.Sprintf("2606.%05d", 95000+i) }
	tests := []struct {
		name   string
		day    sample.Day
		reason string
	}{
		{"1,001 papers", day(wednesday, 1001, listed), "more than"},
		{"no papers where there were some", day(wednesday, 0, listed), "has no papers, but had some before"},
		{"a day that has not come", day("2026-06-05", 10, listed), "2026-06-05"},
		{"a day before the source was", day("2023-05-03", 10, listed), "2023-05-03"},
		{"ids that are not arXiv's", day(wednesday, 10, func(i int) string { return fmt.Sprint("paper-", i) }), "is not an arXiv id"},
		{"mostly ids that are not arXiv's", day(wednesday, 10, func(i int) string {
			if i < 4 {
				return listed(i)
			}
			return fmt.Sprint("../", i)
		}), "is not an arXiv id"},
	}
	published := newStation(t, serve(t, 60), 2)
	published.good(t, at(t, "03 08:00"))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := published.clone(t)
			s := st.server

			bad, whole := pageOf(tt.day), s.days[wednesday]
			s.page = &bad
			report, err := st.run(t, at(t, "03 09:00")) // the API tells the truth
			checkEnd(t, st, err, "")
			checkWarning(t, report.Warnings, tt.reason)
			// The alarm for what was not trusted looks at the first day of the report, and at days with an error.
			if report.New > 0 || wayOf(report, wednesday) != publisher.ReadAPI || report.Days[0].Read == publisher.ReadPage {
				t.Errorf("%d new papers, read by %q: %+v", report.New, wayOf(report, wednesday), report.Days)
			}
			checkWarning(t, st.status(t).Run.Warnings, tt.reason)

			before := snapshot(t, st.dir)
			s.days[wednesday] = tt.day // now the API lies, too
			s.api = map[string]answer{"2026-06-02": {status: 500}, "2026-06-01": {status: 500}}
			report, err = st.run(t, at(t, "03 10:00"))
			checkEnd(t, st, err, "no list day could be read: ")
			if reason := errorOf(report, wednesday); reason == "" || !strings.Contains(err.Error(), reason) || !strings.Contains(reason, tt.reason) {
				t.Errorf("Wednesday is refused because of %q, the run because of %v; want %q", reason, err, tt.reason)
			}
			checkOnlyStatus(t, before, snapshot(t, st.dir))

			s.days[wednesday] = whole
			s.page, s.api = nil, nil
			st.good(t, at(t, "03 11:00"))
		})
	}
}

// Dates are for ever: with a clock that cannot be right nothing is dated.
func TestClock(t *testing.T) {
	tests := []struct {
		name       string
		run, serve string
		api        bool // the source's time is known from the API alone
		want       string
	}{
		{name: "right", run: "03 12:00", serve: "03 12:00"},
		{name: "ten minutes late", run: "03 11:50", serve: "03 12:00"},
		{name: "eleven minutes late", run: "03 11:49", serve: "03 12:00", want: "the clock says 2026-06-03T11:49:00Z, the source 2026-06-03T12:00:00Z"},
		{name: "eleven minutes early", run: "03 12:11", serve: "03 12:00", want: "set the clock right"},
		{name: "a day early", run: "04 12:00", serve: "03 12:00", want: "set the clock right"},
		{name: "early, by the API", run: "03 12:11", serve: "03 12:00", api: true, want: "set the clock right"},
		{name: "less than an hour behind what was seen", run: "02 11:10", serve: "02 11:10"},
		{name: "more than an hour behind what was seen", run: "02 10:50", serve: "02 10:50", want: "but papers were first seen at 2026-06-02T12:00:00Z"},
	}
	published := newStation(t, serve(t, 60), 2)
	published.good(t, at(t, "02 12:00"))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := published.clone(t)
			s := st.server
			before := snapshot(t, st.dir)
			s.now = at(t, tt.serve)
			if tt.api {
				s.page = &answer{status: 503}
			}
			_, err := st.runAt(t, at(t, tt.run))
			checkEnd(t, st, err, tt.want)
			if tt.want != "" {
				checkOnlyStatus(t, before, snapshot(t, st.dir))
			}
			s.page = nil
			st.good(t, at(t, "03 13:00"))
		})
	}
}
