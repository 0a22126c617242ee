package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A breakdown is a place in the middle of a week: runs until a Thursday noon, then none for six days. On Wednesday morning the next
// one meets with faults, and hours later all is well again.
type breakdown struct {
	walk
	broken, mended time.Time
	shown          map[string]listed // all papers that the source lists when it is broken
	want           *truth            // and when it is mended
	cases          int
}

func newBreakdown(t *testing.T) *breakdown {
	t.Helper()
	b := &breakdown{walk: *newWalk(t, 2), broken: day("2026-03-04").Add(10 * time.Hour), mended: day("2026-03-04").Add(14 * time.Hour)}
	b.step(t, day("2026-02-25").Add(12*time.Hour))
	b.step(t, day("2026-02-26").Add(12*time.Hour))
	b.shown = maps.Clone(b.truth.papers)
	b.replay.at(t, b.broken)
	for _, day := range b.days(t) {
		for _, p := range b.replay.listing(t, day) {
			b.shown[p.id] = p
		}
	}
	b.replay.at(t, b.mended)
	b.want = b.truth
	for _, day := range b.days(t) {
		b.want.add(b.replay.listing(t, day))
	}
	if len(b.want.papers) <= len(b.shown) || len(b.shown) < len(b.memory.papers("all"))+50 {
		t.Fatalf("%d papers, then %d, then %d: nothing can be lost", len(b.memory.papers("all")), len(b.shown), len(b.want.papers))
	}
	return b
}

func (b *breakdown) days(t *testing.T) []string {
	t.Helper()
	return slices.DeleteFunc(b.replay.listDays(t), func(day string) bool { return day < b.low })
}

// suffer has a run meet with faults of pages and of the API, and returns how the newest list day was read. What is published stays
// valid, and gains nothing but what is true; or nothing changes. The next run has everything.
func (b *breakdown) suffer(t *testing.T, page, api *fault) string {
	t.Helper()
	place, memory := b.place.clone(t), b.memory.clone()
	b.replay.at(t, b.broken)
	env := []string{"PAPERFEEDS_ATTEMPTS=1", "PAPERFEEDS_TIMEOUT=20s"}
	silent := true
	for match, f := range map[string]*fault{"page": page, "api": api} {
		if f == nil {
			continue
		}
		b.replay.spoil(t, *f, addresses[match])
		silent = silent && strings.Contains(f.silent, match)
		if strings.HasPrefix(f.kind, "hang") {
			env[1] = "PAPERFEEDS_TIMEOUT=1s"
		}
	}
	o := place.publish(t, b.broken, env...)
	altered := b.altered(t)
	b.replay.mend(t)
	changed := memory.look(t, place, false)
	b.checkSome(t, place, changed, len(altered) > 0)
	got := b.judge(t, place, o, changed, altered, silent)

	if len(changed) == 1 && changed[0] == "status.json" && b.cases%5 != 0 { // all that is left of the run: some of the next ones will do
		return got
	}
	b.replay.at(t, b.mended)
	o = place.publish(t, b.mended)
	if o.status != 0 || len(o.report.Warnings) > 0 {
		t.Errorf("the next run: status %d, %q", o.status, o.stderr)
	}
	b.checkSome(t, place, memory.look(t, place, false), false)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(b.want.papers)), memory.papers("all")); diff != "" {
		t.Errorf("after the next run (-want +got):\n%s", diff)
	}
	b.checkTitles(t, place, b.want.papers, nil)
	if len(altered) == 0 {
		b.want.check(t, place, memory)
	}
	return got
}

// judge holds the run to one of its two ways to end.
func (b *breakdown) judge(t *testing.T, place *place, o outcome, changed []string, altered map[string]bool, silent bool) string {
	t.Helper()
	said := strings.Split(strings.TrimSpace(o.stderr), "\n")
	switch o.status {
	case 0:
		if o.state.State == "failed" || o.state.Error != "" {
			t.Errorf("status 0, but the state is %s: %s", o.state.State, o.state.Error)
		}
		if len(o.report.Warnings) == 0 && !silent {
			t.Errorf("not a word of what could not be read: %+v", o.report)
		}
		b.checkTitles(t, place, b.shown, altered)
	case 1:
		if diff := cmp.Diff([]string{"status.json"}, changed); diff != "" {
			t.Errorf("a failed run wrote (-want +got):\n%s", diff)
		}
		last := said[len(said)-1]
		if !strings.HasPrefix(last, "paperfeeds: ") || len(last) > 500 || strings.Count(o.stderr, "paperfeeds: ") != 1 {
			t.Errorf("failed and said %q", said)
		}
		if o.state.State != "failed" || "paperfeeds: "+o.state.Error != last || o.state.LastGood.IsZero() {
			t.Errorf("failed with %q, but status.json says %s: %s (last good %v)", last, o.state.State, o.state.Error, o.state.LastGood)
		}
		return "failed"
	default:
		t.Fatalf("status %d: %s", o.status, o.stderr)
	}
	for _, line := range said {
		if len(line) > 1000 || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }) {
			t.Errorf("a line for people: %q", line)
		}
	}
	got := "old"
	for _, d := range o.report.Days {
		if d.Date == b.broken.Format(time.DateOnly) {
			if got = d.Read; d.Error != "" {
				got = "-"
			}
		}
	}
	return got
}

// checkSome holds files to their format: all of them where papers were altered, or another sample each time.
func (b *breakdown) checkSome(t *testing.T, place *place, files []string, altered bool) {
	t.Helper()
	b.cases++
	if !altered {
		files = sampled(files, b.cases, 8)
	}
	place.checkFiles(t, files)
	place.checkReadable(t, files)
	if altered {
		place.checkHarmless(t, files)
	}
}

// checkTitles holds all papers of a place to what the source shows, but for the altered ones, which say what was put into them.
func (b *breakdown) checkTitles(t *testing.T, place *place, papers map[string]listed, altered map[string]bool) {
	t.Helper()
	for _, it := range place.follow(t, "all", map[string]document{}) {
		l, shown := papers[it.paperID()]
		want := strings.Join(strings.Fields(l.title), " ")
		if !shown || it.Title != want && !altered[l.id] && !isTeX(want) {
			t.Errorf("published %s %q, but the source says %q", it.ID, it.Title, want)
		}
	}
}

// altered are the papers that the faults put something into.
func (b *breakdown) altered(t *testing.T) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, q := range b.replay.requests(t) {
		for _, a := range q.Altered {
			ids[a[0]] = true
		}
	}
	return ids
}
