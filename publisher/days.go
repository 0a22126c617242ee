package publisher

import (
	"slices"
	"time"

	"paperfeeds/archive"
)

// How far a run reads. The source's limits are 100 pages and 500 API requests in five minutes; an hour that brings nothing new takes
// one page and two API answers.
const (
	listsGrow  = 2  // list days before the newest one that still grow: papers come up to a day or two late
	maxCatchUp = 14 // list days a run reads that were missed; the rest comes next time
	maxWeekend = 4  // days without a list that are passed over in search of the newest one
	clockLimit = 10 * time.Minute
)

// A dayPlan says which list days a run reads besides the newest one.
type dayPlan struct {
	again   []string // the days before it whose lists still grow, newest first
	missed  []string // not read well so far, newest first
	later   []string // missed, too, but left for later runs
	refresh []string // older open days, for their counts, newest first
}

// planDays plans the days to be read when the newest list day is known.
func planDays(x *archive.Index, newest string, refresh bool) dayPlan {
	var p dayPlan
	before := slices.DeleteFunc(slices.Clone(x.Open), func(day string) bool { return day >= newest })
	slices.Reverse(before)
	p.again = before[:min(listsGrow, len(before))]
	if refresh {
		p.refresh = before[len(p.again):]
	}
	missed := slices.Clone(x.Unread)
	if x.Through != "" {
		for day := nextDay(x.Through); day < newest; day = nextDay(day) {
			missed = append(missed, day)
		}
	}
	slices.Sort(missed)
	missed = slices.DeleteFunc(slices.Compact(missed), func(day string) bool { return day >= newest || slices.Contains(p.again, day) })
	// The oldest first, so that however long the outage was the feeds get its papers in order.
	n := min(maxCatchUp, len(missed))
	p.missed, p.later = slices.Clone(missed[:n]), missed[n:]
	slices.Reverse(p.missed)
	return p
}

// firstDays are the list days that the first run on an empty place reads back, newest first.
func firstDays(newest string, back int) []string {
	var days []string
	for day := newest; len(days) < back; {
		day = previousDay(day)
		days = append(days, day)
	}
	return days
}

func nextDay(day string) string     { return shiftDay(day, 1) }
func previousDay(day string) string { return shiftDay(day, -1) }

// shiftDay moves a list day, which is a label of a UTC day. What is no day stays as it is.
func shiftDay(day string, by int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, by).Format(time.DateOnly)
}
