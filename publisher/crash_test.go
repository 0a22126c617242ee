package publisher_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/publisher"
)

// A history is a place with some past, and a run that is about to happen there.
type history struct {
	name string
	past func(t *testing.T) *memory
	run  func(t *testing.T) publisher.Request
}

// begun is a place where the first run read two list days, two live ones came after.
func begun(t *testing.T) *memory {
	place := newMemory()
	seed(t, place, 3)
	days := listDays(t, 4)
	mustRun(t, place, publisher.Request{Reader: saved(t, days[0], days[1]), Now: utc("2026-06-26 12:00:00"), Past: true})
	mustRun(t, place, publisher.Request{Reader: saved(t, days[2]), Now: utc("2026-06-29 12:00:00")})
	return place
}

func histories() []history {
	return []history{
		{
			name: "first run",
			past: func(*testing.T) *memory { return newMemory() },
			run: func(t *testing.T) publisher.Request {
				days := listDays(t, 2)
				return publisher.Request{Reader: saved(t, days[0], days[1]), Now: utc("2026-06-26 12:00:00"), Past: true}
			},
		},
		{
			name: "new papers",
			past: begun,
			run: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, days[3], retitled(voted(days[2], 7))), Now: utc("2026-06-30 12:00:00")}
			},
		},
		{
			name: "a month's end", // the papers get times on both sides of midnight
			past: begun,
			run: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, days[3], voted(days[2], 7)), Now: utc("2026-07-01 00:00:03")}
			},
		},
		{
			name: "counts only",
			past: begun,
			run: func(t *testing.T) publisher.Request {
				day := listDays(t, 3)[2]
				for i := range day.Items {
					if day.Items[i].Paper.Upvotes != 4 && day.Items[i].Paper.Upvotes != 9 { // else it enters a feed
						day.Items[i].Paper.Upvotes++
					}
				}
				return publisher.Request{Reader: saved(t, day), Now: utc("2026-06-29 13:00:00")}
			},
		},
		{
			name: "an old month", // backfilled
			past: begun,
			run: func(t *testing.T) publisher.Request {
				day := listDays(t, 5)[4]
				day.Date = "2026-04-30"
				for i := range day.Items {
					day.Items[i].Paper.SubmittedOnDailyAt = ""
				}
				return publisher.Request{Reader: saved(t, day), Now: utc("2026-06-29 13:00:00"), Past: true}
			},
		},
	}
}

// TestKilled kills a run at each of its writes, before it is done and before its answer comes. What the next run leaves is what the
// killed one would have left: to the byte, where it is made at the same time; an hour later, with dates of its own for papers that had
// not been kept, and no others. The matrix is logged.
func TestKilled(t *testing.T) {
	for _, h := range histories() {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			past, req := h.past(t), h.run(t)
			unkilled := past.copy()
			before := unkilled.puts
			mustRun(t, unkilled, req)
			want, writes := whole(t, unkilled), unkilled.puts-before
			checkPlace(t, unkilled, req.Now)
			kept := 0 // from which step on the new papers are kept for good
			for k := 1; k <= writes; k++ {
				if skipped(k, writes) {
					continue
				}
				for _, late := range []bool{false, true} {
					if k > archiveWrites && late == (k%2 == 0) {
						continue // one of them will do for feeds
					}
					name := fmt.Sprintf("write %d of %d, late=%v", k, writes, late)
					killed := past.copy()
					_, err := run(&mortal{Place: killed, n: k, late: late}, t, req)
					if !errors.Is(err, errKilled) {
						t.Fatalf("%s: the run ended with %v", name, err)
					}
					heal(t, name, killed.copy(), req, want)

					later := req
					later.Now = req.Now.Add(time.Hour)
					watch(t, killed).live = !req.Past
					checkLater(t, name, killed, later, want)
					if kept == 0 && sameDates(t, whole(t, killed), want) {
						kept = k
					}
					if t.Failed() {
						t.Fatalf("at %s", name)
					}
				}
			}
			t.Logf("%d writes, killed before and after each: healed; papers keep the killed run's dates from write %d on", writes, kept)
		})
	}
}

// heal does the same run again, at the same time.
func heal(t *testing.T, name string, place *memory, req publisher.Request, want map[string][]byte) {
	t.Helper()
	if _, err := run(place, t, req); err != nil {
		t.Fatalf("%s: the next run: %v", name, err)
	}
	if d := differing(whole(t, place), want); len(d) > 0 {
		t.Errorf("%s: not as if the run had not been killed: %v", name, d)
		logDifference(t, d[0], want, whole(t, place))
	}
}

// checkLater does the run again at a later time.
func checkLater(t *testing.T, name string, place *memory, req publisher.Request, want map[string][]byte) {
	t.Helper()
	if _, err := run(place, t, req); err != nil {
		t.Fatalf("%s: the next run, an hour later: %v", name, err)
	}
	checkPlace(t, place, req.Now)
	if diff := cmp.Diff(members(t, want), members(t, whole(t, place))); diff != "" {
		t.Errorf("%s: other members than if the run had not been killed (-want +got):\n%s", name, diff)
	}
	place.puts = 0
	mustRun(t, place, req)
	if place.puts != 1 {
		t.Errorf("%s: a repeated run put %d files", name, place.puts)
	}
}

func sameDates(t *testing.T, a, b map[string][]byte) bool {
	t.Helper()
	x, y := records(t, a), records(t, b)
	for id, r := range x {
		if y[id] == nil || !r.FirstSeen.Equal(y[id].FirstSeen) || !cmp.Equal(r.Entered, y[id].Entered) {
			return false
		}
	}
	return len(x) == len(y)
}

// TestKilledTwice kills a run, then the one that would have healed it, then the next one, at writes drawn by lot, and lets the fourth go
// through: no date that was ever shown may move.
func TestKilledTwice(t *testing.T) {
	for _, h := range histories() {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			past, req := h.past(t), h.run(t)
			unkilled := past.copy()
			before := unkilled.puts
			mustRun(t, unkilled, req)
			want, writes := whole(t, unkilled), unkilled.puts-before
			for i := range trials(6, 20) {
				place := past.copy()
				watch(t, place).live = !req.Past
				random := newRandom(uint64(i))
				var killedAt []int
				for n := range 3 {
					k := 1 + random.IntN(min(writes, 8+random.IntN(writes)))
					killedAt = append(killedAt, k)
					again := req
					if i%2 == 1 {
						again.Reader = daily{req.Reader}
					}
					again.Now = req.Now.Add(time.Duration(n) * 20 * time.Minute)
					_, _ = run(&mortal{Place: place, n: k, late: random.IntN(2) == 0}, t, again) // killed, or done before
				}
				last := req
				if i%2 == 1 {
					last.Reader = daily{req.Reader}
				}
				last.Now = req.Now.Add(time.Hour)
				checkLater(t, fmt.Sprint("killed at writes ", killedAt), place, last, want)
				if t.Failed() {
					t.Fatalf("trial %d, killed at writes %v", i, killedAt)
				}
			}
		})
	}
}

// archiveWrites are the first writes of a run at most, which keep the archive. Then come the feeds, all alike, the manifest, the status.
const archiveWrites = 12

// skipped tells which steps are left out in a quick test.
func skipped(k, steps int) bool {
	return !everything && k > 6 && k < steps-1 && k != steps/2
}

func trials(quick, full int) []int {
	if everything {
		quick = full
	}
	return slices.Collect(func(yield func(int) bool) {
		for i := range quick {
			if !yield(i) {
				return
			}
		}
	})
}
