package sample

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func generate(t testing.TB, seed uint64, size Size) []Day {
	t.Helper()
	days, err := Generate(seed, size)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(days)
}

// Benchmarks are only worth something if the archive they run over has the proportions of the real one (docs: 71 days of 2026).
func TestGenerateIsLikeTheRealArchive(t *testing.T) {
	const papers = 5000
	var n, titles, abstracts, authors, keywords, organizations, code, summaries int
	var votes []int
	labs := map[string]int{}
	days := generate(t, 1, Size{Papers: papers, Organizations: 700})
	for _, day := range days {
		for _, item := range day.Items {
			p := item.Paper
			n++
			titles, abstracts, authors, keywords = titles+len(p.Title), abstracts+len(p.Summary), authors+len(p.Authors), keywords+len(p.AIKeywords)
			votes = append(votes, p.Upvotes)
			if p.Organization != nil {
				organizations++
				labs[p.Organization.Name]++
			}
			if p.GithubRepo != "" {
				code++
			}
			if p.AISummary != "" {
				summaries++
			}
		}
	}
	slices.Sort(votes)
	once, most := 0, 0
	for _, papers := range labs {
		most = max(most, papers)
		if papers == 1 {
			once++
		}
	}
	for name, test := range map[string]struct{ got, low, high int }{
		"papers":                             {n, papers, papers},
		"papers a day":                       {n / len(days), 34, 38},
		"title, characters":                  {titles / n, 67, 87},
		"abstract, characters":               {abstracts / n, 1300, 1500},
		"authors":                            {authors / n, 6, 9},
		"keywords":                           {keywords / n, 9, 11},
		"median votes":                       {votes[n/2], 5, 7},
		"90th percentile of votes":           {votes[n*9/10], 38, 52},
		"with organization, %":               {organizations * 100 / n, 60, 64},
		"with code, %":                       {code * 100 / n, 59, 63},
		"with AI summary, %":                 {summaries * 100 / n, 95, 99},
		"organizations with one paper, %":    {once * 100 / len(labs), 15, 60},
		"largest organization, % of papers":  {most * 100 / n, 1, 4},
		"organizations that have any papers": {len(labs), 350, 700},
	} {
		if test.got < test.low || test.got > test.high {
			t.Errorf("%s: got %d, want %d to %d", name, test.got, test.low, test.high)
		}
	}
}

func TestGenerateIsTheSameEveryTime(t *testing.T) {
	size := Size{Papers: 60, Organizations: 20}
	days, err := Generate(7, size)
	if err != nil {
		t.Fatal(err)
	}
	first := slices.Collect(days)
	if diff := cmp.Diff(first, slices.Collect(days)); diff != "" {
		t.Errorf("run through again (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(first, generate(t, 7, size)); diff != "" {
		t.Errorf("same seed (-first +second):\n%s", diff)
	}
	if cmp.Equal(first, generate(t, 8, size)) {
		t.Error("another seed gives the same days")
	}
}

func TestGenerateDays(t *testing.T) {
	ids := map[string]bool{}
	previous := ""
	days := generate(t, 3, Size{Papers: 21_000, PerDay: 300, First: "2026-12-24"})
	for i, day := range days {
		date, err := time.Parse(time.DateOnly, day.Date)
		if err != nil {
			t.Fatal(err)
		}
		if wd := date.Weekday(); wd == time.Saturday || wd == time.Sunday {
			t.Errorf("%s is a %s", day.Date, wd)
		}
		if i > 0 && (day.Prev != previous || days[i-1].Next != day.Date) {
			t.Errorf("%s does not follow %s", day.Date, previous)
		}
		previous = day.Date
		for _, item := range day.Items {
			id := item.Paper.ID
			if ids[id] || len(id) != len("2612.90000") || id[4:6] != ".9" {
				t.Fatalf("bad or repeated id %q", id)
			}
			ids[id] = true
		}
	}
	if days[0].Date != "2026-12-24" || days[len(days)-1].Next != "" {
		t.Errorf("from %s; the last day links to %q", days[0].Date, days[len(days)-1].Next)
	}
	if len(ids) != 21_000 || !ids["2612.90000"] || !ids["2612.99999"] || !ids["2701.90000"] || !ids["2702.90999"] {
		t.Errorf("%d ids, want 21000 from 2612.90000 to 2702.90999", len(ids))
	}
}

// PerDay is an average, also where it has no half.
func TestGeneratePerDay(t *testing.T) {
	for _, perDay := range []int{1, 2, 3, 5, 36} {
		days := generate(t, 4, Size{Papers: 300 * perDay, PerDay: perDay})
		if n := len(days); n < 280 || n > 320 {
			t.Errorf("%d papers a day: %d days instead of about 300", perDay, n)
		}
		for _, day := range days[:len(days)-1] {
			if n := len(day.Items); n < perDay-perDay/2 || n > perDay+perDay/2 {
				t.Errorf("%d papers a day: %s has %d", perDay, day.Date, n)
			}
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	for name, size := range map[string]Size{
		"a bad first day":          {Papers: 1, First: "yesterday"},
		"more papers than ids":     {Papers: 12_000_001},
		"a first day with slashes": {Papers: 1, First: "2026/01/01"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Generate(1, size); err == nil {
				t.Error("no error")
			}
		})
	}
}

// A benchmark's archive must not cost more to invent than to read: 20,000 papers a second and more.
func BenchmarkGenerate(b *testing.B) {
	const papers = 10_000
	for b.Loop() {
		days, err := Generate(1, Size{Papers: papers, Organizations: 1000})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for day := range days {
			n += len(day.Items)
		}
		if n != papers {
			b.Fatalf("%d papers", n)
		}
	}
	b.ReportMetric(papers*float64(b.N)/b.Elapsed().Seconds(), "papers/s")
}

func BenchmarkPage(b *testing.B) {
	day := generate(b, 1, Size{Papers: 60, Organizations: 10, PerDay: 60})[0]
	for b.Loop() {
		if _, err := Page(day); err != nil {
			b.Fatal(err)
		}
	}
}
