package archive

import (
	"time"
)

// times gives out n times for a run at now, newest first, a second apart, all later than any time given out before. They are the
// seconds up to now, pushed later only where the last run was so close that they would not follow it.
func (x *Index) times(now time.Time, n int) []time.Time {
	newest := now.UTC().Truncate(time.Second)
	if first := newest.Add(-time.Duration(n-1) * time.Second); !first.After(x.Clock) {
		newest = x.Clock.Add(time.Duration(n) * time.Second)
	}
	times := make([]time.Time, n)
	for i := range times {
		times[i] = newest.Add(-time.Duration(i) * time.Second)
	}
	return times
}

// dateBack dates new papers into the past: the source's own time where it has one, else the end of the list day less the place in
// the list; moved back by seconds until free, and never later than now.
func (m *merge) dateBack(events []*event) {
	if len(events) == 0 {
		return // and no catalogue was needed
	}
	used := m.catalogue.used()
	for _, e := range events {
		day, err := time.Parse(time.DateOnly, e.record.Days[0])
		t := day.Add(24*time.Hour - time.Duration(1+e.place)*time.Second)
		if own := e.record.Submitted.UTC().Truncate(time.Second); err == nil && own.Truncate(24*time.Hour).Equal(day) {
			t = own
		}
		if latest := m.in.Now.UTC().Truncate(time.Second).Add(-time.Duration(e.place) * time.Second); t.After(latest) || err != nil {
			t = latest
		}
		for used[t.Unix()] {
			t = t.Add(-time.Second)
		}
		used[t.Unix()] = true
		e.apply(t)
		m.advance(t)
	}
}
