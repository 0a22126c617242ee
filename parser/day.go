package parser

import "time"

// day is the list day a listing names, "2026-06-03" or, until 2024, "2024-08-01T00:00:00.000Z"; empty if s is neither.
func day(s string) string {
	if len(s) > len(time.DateOnly) {
		if instant(s).IsZero() {
			return ""
		}
		s = s[:len(time.DateOnly)]
	}
	if t, err := time.Parse(time.DateOnly, s); err != nil || !sensible(t) {
		return ""
	}
	return s
}

// instant is a time of the source in UTC; zero if it is not one.
func instant(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || !sensible(t.UTC()) {
		return time.Time{}
	}
	return t.UTC()
}

// sensible leaves out times before arXiv and ones no listing of ours will see: both would stay in an archive for ever.
func sensible(t time.Time) bool {
	return t.Year() >= 1991 && t.Year() < 2100
}

// Days on which the outer publishedAt changed its meaning.
const (
	newYorkFrom      = "2024-11-29" // the submission to the list, New York's clock time written as if it were UTC
	outerUselessFrom = "2025-03-11" // arXiv's date, so shifted: of no use
)

// summerTime is when New York's clocks went from UTC-5 to UTC-4 within those days.
var summerTime = time.Date(2025, time.March, 9, 2, 0, 0, 0, time.UTC) // by New York's own clock

// submitted is when a paper was put on the list of a day: submittedOnDailyAt, before it existed the outer publishedAt. It is zero
// where the source tells no time of day (midnight, from 2026-05-13 always) and where the time is not one of the list day. That is
// the day by UTC, in 7,077 of 7,077 papers since 2025-03-17; in the winter before it went on until 02:30 of the next day, when New
// York's next one began. A listing without a day (trending) cannot be checked and has only the first of the two.
func submitted(listDay, daily, outer string) time.Time {
	t := instant(daily)
	if t.IsZero() && listDay != "" && listDay < outerUselessFrom {
		t = instant(outer)
		switch {
		case t.IsZero() || listDay < newYorkFrom:
		case t.Before(summerTime):
			t = t.Add(5 * time.Hour)
		default:
			t = t.Add(4 * time.Hour)
		}
	}
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return time.Time{}
	}
	if begin, err := time.Parse(time.DateOnly, listDay); err == nil && (t.Before(begin) || t.Sub(begin) > 26*time.Hour+30*time.Minute) {
		return time.Time{}
	}
	return t
}
