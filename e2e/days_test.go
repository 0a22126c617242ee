package e2e

import (
	"testing"
	"time"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// TestHours publishes hour after hour over eleven list days and two weekends; every third hour over one weekend where there is less
// time.
func TestHours(t *testing.T) {
	t.Parallel()
	first, last, every := day("2026-02-20"), day("2026-03-07"), time.Hour
	if !thorough() {
		first, last, every = day("2026-02-27").Add(14*time.Hour), day("2026-03-02").Add(21*time.Hour), 3*time.Hour
	}
	k := newWalk(t, 8)
	for now := first; now.Before(last); now = now.Add(every) {
		k.step(t, now)
	}
	k.step(t, last.AddDate(0, 0, 1)) // the last stragglers
	k.end(t)
}

// TestOutage stops for six days in the middle of daily runs, and goes on.
func TestOutage(t *testing.T) {
	t.Parallel()
	k := newWalk(t, 3)
	for _, date := range []string{"2026-02-23", "2026-02-24", "2026-03-02", "2026-03-03"} {
		k.step(t, day(date).Add(9*time.Hour))
		k.step(t, day(date).Add(17*time.Hour))
		k.step(t, day(date).Add(17*time.Hour+5*time.Minute))
	}
	k.end(t)
}

// TestDays publishes day after day over captured list days, with all the gaps between them: over all of them from 2024 to 2026, over the
// last hundred, or over the last dozen, by how much time there is. Some days have a second run a minute after the first,
// for there must be quiet ones.
func TestDays(t *testing.T) {
	t.Parallel()
	from, to := "2026-04-02", "2026-08-20"
	switch {
	case everything():
		from, to = "2024-05-27", "2026-08-20"
	case thorough():
		from, to = "2025-12-15", "2026-08-20"
	}
	k := newWalk(t, 3)
	k.replay.at(t, day(to))
	for _, date := range k.replay.listDays(t) {
		if date < from {
			continue
		}
		noon := day(date).Add(12 * time.Hour)
		k.step(t, noon)
		if thorough() && noon.Day()%5 != 0 {
			continue
		}
		k.step(t, noon.Add(time.Minute))
	}
	for i := range 3 { // the last stragglers, and what waited for its turn after the longest gaps
		k.step(t, day(to).AddDate(0, 0, i))
	}
	k.end(t)
}
