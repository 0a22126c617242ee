package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// A walk is a place that is published to run after run, with what the source has shown it and what its subscribers have seen.
type walk struct {
	replay   *replay
	place    *place
	truth    *truth
	memory   *memory
	back     int // days that the first run reads back
	last     time.Time
	outage   bool   // the last run had to catch up
	waiting  bool   // and left something for the next one
	through  string // newest list day of the last run
	low      string // oldest day of the first run
	runs     int
	quiet    int // runs that found nothing that feeds show
	requests int // of all runs that found nothing new
	calm     int // runs that found nothing new, the first of each day not counted
	most     int // requests of one of them
	written  int // files
}

func newWalk(t *testing.T, back int) *walk {
	t.Helper()
	r := startReplay(t)
	return &walk{replay: r, place: newPlace(t, r.URL, fmt.Sprintf("backfill_days: %d\n", back)), truth: newTruth(), memory: newMemory(), back: back}
}

// mostRequests is what an hourly run may ask of the source when it finds nothing new.
const mostRequests = 4

// step publishes at a time at which nothing is wrong, and holds the run to what the source shows then.
func (k *walk) step(t *testing.T, now time.Time) outcome {
	t.Helper()
	k.replay.at(t, now)
	o := k.place.publish(t, now)
	log := k.replay.requests(t)
	unexpected := slices.DeleteFunc(slices.Clone(o.report.Warnings), func(w string) bool { return strings.HasSuffix(w, "come with the next runs") })
	if o.status != 0 || len(unexpected) > 0 || o.report.Skipped > 0 {
		t.Fatalf("at %v: status %d, %d skipped, warnings %q\n%s", now, o.status, o.report.Skipped, unexpected, o.stderr)
	}
	added, news := k.see(t, now, log)
	// The first run of a day reads the counts of older days, and issues digests. So does the one after an outage.
	first, busy := k.runs == 0, k.outage || k.last.Format(time.DateOnly) != now.Format(time.DateOnly)
	k.outage = k.waiting || k.runs > 0 && weekdays(k.last, now) > 1
	k.waiting = len(o.report.Warnings) > len(unexpected)
	k.runs, k.last = k.runs+1, now
	state := "ok"
	if added == 0 {
		state = "quiet"
	}
	if o.report.New != added || o.report.Papers != len(k.truth.papers) || o.state.State != state {
		t.Errorf("at %v: %d new of %d papers, state %s; want %d of %d, %s\n%+v", now, o.report.New, o.report.Papers, o.state.State, added, len(k.truth.papers), state, o.report.Days)
	}
	if o.state.NewestDay != k.through {
		t.Errorf("at %v: the newest day is %q, want %q", now, o.state.NewestDay, k.through)
	}
	changed := k.memory.look(t, k.place, first)
	every := 4
	if thorough() {
		every = 1
	}
	k.place.checkFiles(t, sampled(changed, k.runs, every))
	k.written += len(changed)
	if busy {
		return o
	}
	if added == 0 {
		k.calm, k.requests, k.most = k.calm+1, k.requests+len(log), max(k.most, len(log))
		if len(log) > mostRequests {
			t.Errorf("at %v: nothing was new, and it took %d requests: %v", now, len(log), log)
		}
	}
	if !news {
		k.quiet++
		for _, file := range changed {
			if !countsOnly(file) {
				t.Errorf("at %v: nothing new but counts, and %s was written", now, file)
			}
		}
	}
	return o
}

// weekdays counts those after the day of from and up to that of to.
func weekdays(from, to time.Time) int {
	n := 0
	for d := day(from.Format(time.DateOnly)).AddDate(0, 0, 1); !d.After(to); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			n++
		}
	}
	return n
}

// sampled is every n-th file, other ones each time.
func sampled(files []string, which, n int) []string {
	var sample []string
	for i, file := range files {
		if (i+which)%n == 0 || strings.HasPrefix(file, "all.") {
			sample = append(sample, file)
		}
	}
	return sample
}

// countsOnly are the files that may change although nothing did but counts.
func countsOnly(file string) bool {
	return slices.Contains([]string{"status.json", "manifest.json", "archive/counts.json.gz"}, file) || strings.HasPrefix(file, "days/")
}

// see adds to the truth what the source showed to the requests of a run: the newest list day and those asked of the API. These must be
// all that a run has to read: the two list days before the newest one, and every day since the last run.
func (k *walk) see(t *testing.T, now time.Time, log []request) (added int, news bool) {
	t.Helper()
	days := k.replay.listDays(t)
	newest := len(days) - 1
	read := map[string]bool{}
	for _, q := range log {
		if q.Path == "/papers" {
			read[days[newest]] = true
		} else {
			read[q.Query["date"]] = true
		}
	}
	if k.runs == 0 {
		k.low = now.AddDate(0, 0, -k.back).Format(time.DateOnly)
	}
	for i, day := range days {
		if (i >= newest-2 || day > k.through) && day >= k.low && !read[day] {
			t.Errorf("at %v: list day %s was not read", now, day)
		}
	}
	for day := range read {
		a, n := k.truth.add(k.replay.listing(t, day))
		added, news = added+a, news || n
	}
	k.through = days[newest]
	return added, news
}

// end holds the place to everything that the source ever showed, and to all that it lists in the end.
func (k *walk) end(t *testing.T) {
	t.Helper()
	for _, day := range k.replay.listDays(t) {
		if day < k.low {
			continue
		}
		if added, _ := k.truth.add(k.replay.listing(t, day)); added > 0 {
			t.Errorf("%d papers of %s were never read", added, day)
		}
	}
	k.truth.check(t, k.place, k.memory)
	k.place.checkReadable(t, sampled(slices.Sorted(maps.Keys(k.memory.files)), k.runs, 2))
	if k.calm == 0 || k.quiet == 0 {
		t.Errorf("of %d runs %d found nothing new, %d not even votes: the stretch proves nothing", k.runs, k.calm, k.quiet)
	}
	t.Logf("%d runs, %d papers, %d organizations, %d files written; %d runs found nothing new and took %.1f requests, at most %d; %d changed counts at most",
		k.runs, len(k.truth.papers), k.truth.orgs.Len(), k.written, k.calm, float64(k.requests)/float64(max(1, k.calm)), k.most, k.quiet)
}
