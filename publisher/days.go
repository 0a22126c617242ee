package publisher

import (
	"cmp"
	"slices"
	"time"

	"paperfeeds/archive"
)

// How far a run reads. The source's limits are 100 pages and 500 API requests in five minutes; an hour that brings nothing new takes
// one page and two API answers.
const (
	listsGrow  = 2  // list days besides the newest one that still grow: papers come up to a day or two late
	maxCatchUp = 14 // list days a run reads that were missed; the rest comes next time
	maxGap     = 10 // days without a list that are passed over in search of the newest one: 2024-05-04 to 05-13 had none
	lateDays   = 14 // for so long a day without a list is asked for again, once a day: its list may have been withheld
)

// A dayPlan says which list days a run reads besides the newest one.
type dayPlan struct {
	again   []string // the days before it whose lists still grow, newest first
	missed  []string // days since the last run that followed the source, newest first
	unread  []string // days that runs before this one could not read, in their turn
	later   []string // missed or unread, too, but left for later runs, in their turn
	refresh []string // older days, for their counts and for what was withheld when they were read, newest first
}

// planDays plans the days to be read. newest is the list day that was just read, which may be older than the newest one known, or empty
// where none could be read; today bounds what may have been missed then.
func planDays(x *archive.Index, newest, today string, refresh bool) dayPlan {
	var p dayPlan
	open := slices.DeleteFunc(slices.Clone(x.Open), func(day string) bool { return day == newest })
	slices.Reverse(open)
	p.again = open[:min(listsGrow, len(open))]

	end := cmp.Or(newest, today)
	var missed []string
	if x.Through != "" {
		for day := nextDay(x.Through); day < end; day = nextDay(day) {
			missed = append(missed, day)
		}
		end = max(end, nextDay(x.Through))
	}
	notNow := func(day string) bool {
		return day == newest || day >= end || slices.Contains(p.again, day) || slices.Contains(missed, day)
	}
	unread := slices.DeleteFunc(slices.Clone(x.Unread), notNow)
	// The oldest first, so that however long the outage was the feeds get its papers in order. Days that were tried before come after
	// those that never were, each in its turn: one that never reads well does not keep others from being read.
	n := min(maxCatchUp, len(missed))
	m := min(maxCatchUp-n, len(unread))
	p.missed, p.unread, p.later = slices.Clone(missed[:n]), unread[:m], slices.Concat(missed[n:], unread[m:])
	slices.Reverse(p.missed)

	if refresh {
		days := slices.Clone(open[len(p.again):])
		for day := shiftDay(end, -lateDays); day < end; day = nextDay(day) {
			if x.Through != "" && !slices.Contains(x.Open, day) {
				days = append(days, day)
			}
		}
		slices.Sort(days)
		slices.Reverse(days)
		p.refresh = slices.DeleteFunc(slices.Compact(days), func(day string) bool {
			return slices.Contains(missed, day) || slices.Contains(unread, day)
		})
	}
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

// isWeekday tells whether a list day is one that has a list as a rule.
func isWeekday(day string) bool {
	t, err := time.Parse(time.DateOnly, day)
	return err == nil && t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}
