package publisher_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/publisher"
	"paperfeeds/sample"
)

// wednesday is the list day on which the source breaks in these tests; Monday and Tuesday have been published.
const wednesday = "2026-06-03"

// A wreck is the page of Wednesday as a broken source serves it.
type wreck func(day sample.Day) answer

// edited is the page with its text changed.
func edited(edit func(page string) string) wreck {
	return func(day sample.Day) answer { return answer{body: edit(pageOf(day).body)} }
}

// with is the page of other papers.
func with(change func(items []sample.Item) []sample.Item) wreck {
	return func(day sample.Day) answer {
		day.Items = change(slices.Clone(day.Items))
		return pageOf(day)
	}
}

func sends(status int, body string) wreck {
	return func(sample.Day) answer { return answer{status, body} }
}

func noJSON(page string) string {
	return strings.Replace(page, `data-target="DailyPapers"`, `data-target="Other"`, 1)
}

func badJSON(page string) string {
	return strings.Replace(page, `&quot;dailyPapers&quot;:[`, `&quot;dailyPapers&quot;:[[`, 1)
}

// fewerCards takes the last n cards away.
func fewerCards(n int) func(page string) string {
	return func(page string) string {
		for ; n != 0 && strings.Contains(page, "<article "); n-- {
			start := strings.LastIndex(page, "<article ")
			end := start + strings.Index(page[start:], "</article>") + len("</article>")
			page = page[:start] + page[end:]
		}
		return page
	}
}

// fewerItems takes the first paper out of the JSON, and leaves its card.
func fewerItems(day sample.Day) answer {
	const from, to = `data-target="DailyPapers" data-props="`, `"`
	props := func(page string) string {
		_, rest, _ := strings.Cut(page, from)
		props, _, _ := strings.Cut(rest, to)
		return props
	}
	whole := pageOf(day).body
	day.Items = day.Items[1:]
	return answer{body: strings.Replace(whole, props(whole), props(pageOf(day).body), 1)}
}

// How many papers of Wednesday's n come at once; nil is all.
func none(int) int     { return 0 }
func one(int) int      { return 1 }
func butOne(n int) int { return n - 1 }

// Every way of reading a day: what is published, and what is said of it.
func TestReadingADay(t *testing.T) {
	const monday, tuesday = "2026-06-01", "2026-06-02"
	down := answer{status: 503, body: "no"}
	tests := []struct {
		name  string
		page  wreck             // nil is a good one
		api   map[string]answer // instead of good ones, by day; "*" is every other
		read  publisher.Way     // how Wednesday was read; empty is not at all
		came  func(n int) int
		fails string // the run's error
		warns string // part of a warning; empty is none at all
		lost  string // a day with an error
	}{
		{name: "JSON and cards agree", read: publisher.ReadPage},
		{name: "they differ by less than a fifth", page: edited(fewerCards(1)), read: publisher.ReadPage, warns: "1 papers only in the JSON"},
		{name: "a paper is on a card only", page: fewerItems, read: publisher.ReadPage, came: butOne, warns: "1 only on cards"},
		{name: "they differ by more", page: edited(fewerCards(4)), read: publisher.ReadAPI, warns: "JSON and cards disagree"},
		{
			name: "they differ by more, and the API fails", page: edited(fewerCards(4)), api: map[string]answer{wednesday: down},
			came: none, warns: "list day 2026-06-03 could not be read", lost: wednesday,
		},
		{name: "no cards", page: edited(fewerCards(-1)), read: publisher.ReadPage, warns: "no second reading"},
		{name: "no JSON", page: edited(noJSON), read: publisher.ReadAPI, warns: "only the cards could be read"},
		{name: "unreadable JSON", page: edited(badJSON), read: publisher.ReadAPI, warns: "only the cards could be read"},
		{
			name: "no JSON, and the API fails", page: edited(noJSON), api: map[string]answer{wednesday: down},
			read: publisher.ReadCards, came: none, warns: "new papers wait for the next run",
		},
		{
			name: "no JSON, and the API knows no paper", page: edited(noJSON), api: map[string]answer{wednesday: {body: "[]"}},
			read: publisher.ReadCards, came: none, warns: "it has no papers",
		},
		{name: "no page", page: sends(503, "no"), read: publisher.ReadAPI, warns: "503 service unavailable"},
		{name: "a firewall", page: sends(202, "<html></html>"), read: publisher.ReadAPI, warns: "a firewall answered instead of the source"},
		{name: "neither JSON nor cards", page: sends(200, "<html><p>Hello.</p></html>"), read: publisher.ReadAPI, warns: "no listing of a day"},
		{name: "half a page", page: edited(func(p string) string { return p[:len(p)/2] }), read: publisher.ReadAPI, warns: "reading the API"},
		{name: "noise", page: sends(200, strings.Repeat("\x00\xff<&\x1f", 5000)), read: publisher.ReadAPI, warns: "no listing of a day"},
		{
			name: "neither page nor API", page: sends(503, "no"), api: map[string]answer{"*": down},
			came: none, fails: "no list day could be read: ", warns: "503 service unavailable", lost: wednesday,
		},
		{
			name: "neither page nor API of that day", page: sends(503, "no"), api: map[string]answer{wednesday: down},
			came: none, warns: "list day 2026-06-03 could not be read", lost: wednesday,
		},
		{
			name: "no page, and the API says that the day has not begun", page: sends(503, "no"),
			api: map[string]answer{wednesday: {status: 400, body: `{"error":"Invalid date"}`}}, came: none, warns: "503 service unavailable",
		},
		{
			name: "no page, and an empty day", page: sends(503, "no"), api: map[string]answer{wednesday: {body: "[]"}},
			read: publisher.ReadAPI, came: none, warns: "503 service unavailable",
		},
		{
			name: "another day fails", api: map[string]answer{monday: down},
			read: publisher.ReadPage, warns: "list day 2026-06-01 could not be read", lost: monday,
		},
		{name: "the API answers with words", api: map[string]answer{monday: {body: `{"error":"Sorry"}`}}, read: publisher.ReadPage, warns: `error "Sorry"`, lost: monday},
		{
			name: "an answer of the API is cut off", api: map[string]answer{tuesday: {body: `[{"paper":{"id":"2606.9`}},
			read: publisher.ReadPage, warns: "not a list of papers", lost: tuesday,
		},
		{name: "the API has lost a day", api: map[string]answer{tuesday: {body: "[]"}}, read: publisher.ReadPage, warns: "has no papers, but had some before", lost: tuesday},
		{name: "one malformed paper", page: with(func(items []sample.Item) []sample.Item {
			items[2].Paper.ID = "no-arxiv-id"
			return items
		}), read: publisher.ReadPage, came: butOne, warns: `skipped: "no-arxiv-id" is not an arXiv id`},
		{name: "a paper without an abstract", page: with(func(items []sample.Item) []sample.Item {
			items[0].Summary, items[0].Paper.Summary = "", ""
			return items
		}), read: publisher.ReadPage, came: butOne, warns: "skipped: no abstract"},
		{name: "one paper alone, as just after the turn of the day", page: with(func(items []sample.Item) []sample.Item { return items[:1] }), read: publisher.ReadPage, came: one},
	}
	published := newStation(t, serve(t, 60), 2)
	published.good(t, at(t, "01 12:00"))
	published.good(t, at(t, "02 12:00"))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := published.clone(t)
			s := st.server
			before := snapshot(t, st.dir)
			if tt.page != nil {
				bad := tt.page(s.days[wednesday])
				s.page = &bad
			}
			s.api = tt.api
			report, err := st.run(t, at(t, "03 12:00"))

			checkEnd(t, st, err, tt.fails)
			checkWarning(t, report.Warnings, tt.warns)
			if got := wayOf(report, wednesday); got != tt.read {
				t.Errorf("read by %q, want %q: %+v", got, tt.read, report.Days)
			}
			ids := s.ids(wednesday)
			want := len(ids)
			if tt.came != nil {
				want = tt.came(len(ids))
			}
			if report.New != want {
				t.Errorf("%d new papers, want %d", report.New, want)
			}
			if tt.lost != "" && errorOf(report, tt.lost) == "" {
				t.Errorf("%s has no error: %+v", tt.lost, report.Days)
			}
			if tt.fails != "" {
				checkOnlyStatus(t, before, snapshot(t, st.dir))
			}

			// The next run has everything.
			s.page, s.api = nil, nil
			st.good(t, at(t, "03 13:00"))
			if !st.has(t, ids...) || !st.has(t, s.ids(tuesday)...) || !st.has(t, s.ids(monday)...) {
				t.Error("papers are missing after the next run")
			}
		})
	}
}

// What the page says of its day counts, whatever was asked for: in the evening of the source's day, and where it is stuck, the page of
// an older day is served.
func TestOlderPage(t *testing.T) {
	s := serve(t, 60)
	st := newStation(t, s, 2)
	st.good(t, at(t, "02 12:00"))
	stuck := pageOf(s.days["2026-06-01"])
	s.page = &stuck
	report := st.good(t, at(t, "02 13:00"))
	if got := wayOf(report, "2026-06-01"); got != publisher.ReadPage {
		t.Errorf("Monday was read by %q", got)
	}
	if got := wayOf(report, "2026-06-02"); got != publisher.ReadAPI { // known to be newer
		t.Errorf("Tuesday was read by %q", got)
	}
	if got := st.status(t).NewestDay; got != "2026-06-02" {
		t.Errorf("newest day %s", got)
	}
}

// What status.json says tells a quiet source from a broken one, without anything else.
func TestQuietOrBroken(t *testing.T) {
	s := serve(t, 60)
	st := newStation(t, s, 2)
	st.good(t, at(t, "03 12:00"))
	good := st.status(t)
	if good.State != "ok" || !good.LastGood.Equal(at(t, "03 12:00")) {
		t.Errorf("new papers: %s, last good %v", good.State, good.LastGood)
	}
	st.good(t, at(t, "03 13:00"))
	quiet := st.status(t)
	if quiet.State != "quiet" || !quiet.LastGood.Equal(at(t, "03 13:00")) || quiet.Error != "" || len(quiet.Run.Warnings) > 0 {
		t.Errorf("quiet: %s, last good %v, %q", quiet.State, quiet.LastGood, quiet.Error)
	}
	s.page, s.api = &answer{status: 503}, map[string]answer{"*": {status: 503}}
	if _, err := st.run(t, at(t, "03 14:00")); err == nil {
		t.Error("nothing could be read, and that was no error")
	}
	broken := st.status(t)
	if broken.State != "failed" || !broken.LastGood.Equal(at(t, "03 13:00")) || broken.Error == "" || broken.NewestDay != wednesday {
		t.Errorf("broken: %s, last good %v, newest day %s, %q", broken.State, broken.LastGood, broken.NewestDay, broken.Error)
	}
	if len(broken.Run.Days) == 0 || broken.Run.Days[0].Error == "" {
		t.Errorf("broken: no day says why: %+v", broken.Run.Days)
	}
}

func wayOf(r publisher.Report, day string) publisher.Way {
	for _, d := range r.Days {
		if d.Date == day && d.Error == "" {
			return d.Read
		}
	}
	return ""
}

func errorOf(r publisher.Report, day string) string {
	for _, d := range r.Days {
		if d.Date == day {
			return d.Error
		}
	}
	return ""
}

// checkEnd holds a run to the error it should have, or none. status.json says the same.
func checkEnd(t *testing.T, st *station, err error, want string) {
	t.Helper()
	s := st.status(t)
	switch {
	case want == "" && err != nil:
		t.Fatal(err)
	case want == "":
		if s.State == "failed" || s.Error != "" {
			t.Errorf("status.json says %s: %s", s.State, s.Error)
		}
	case err == nil || !strings.Contains(err.Error(), want):
		t.Errorf("got %v, want %q", err, want)
	case s.State != "failed" || s.Error != err.Error() || strings.Contains(s.Error, "\n"):
		t.Errorf("status.json says %s: %s, not %v", s.State, s.Error, err)
	}
}

func checkWarning(t *testing.T, warnings []string, want string) {
	t.Helper()
	if want == "" && len(warnings) > 0 {
		t.Errorf("warnings %q", warnings)
	}
	if !strings.Contains(strings.Join(warnings, "\n"), want) {
		t.Errorf("warnings %q, want %q", warnings, want)
	}
}

// checkOnlyStatus holds a failed run to its promise.
func checkOnlyStatus(t *testing.T, before, after map[string][32]byte) {
	t.Helper()
	for _, path := range []string{publisher.StatusFile, ".paperfeeds-lock"} {
		delete(before, path)
		delete(after, path)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("a failed run changed what was published (-before +after):\n%s", diff)
	}
}
