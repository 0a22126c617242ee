package main

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"paperfeeds/parser"
	"paperfeeds/publisher"
)

func daysBack(from string, n int) []string {
	t, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err)
	}
	days := make([]string, n)
	for i := range days {
		days[i] = t.AddDate(0, 0, -i).Format(time.DateOnly)
	}
	return days
}

// A week's digest is issued when the week is kept, and never again: so no week may be parted, whichever days are left out of it.
func TestWeeksAreNotParted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var days []string
		for _, day := range daysBack("2026-06-02", rapid.IntRange(0, 400).Draw(t, "days")) {
			if rapid.IntRange(0, 9).Draw(t, "known") > 1 {
				days = append(days, day)
			}
		}
		parts := weeks(days)
		if !slices.Equal(slices.Concat(parts...), days) {
			t.Fatalf("%v became %v", days, parts)
		}
		for i, part := range parts {
			if len(part) > partDays+6 {
				t.Fatalf("%d days in one part", len(part))
			}
			if i > 0 && weekOf(parts[i-1][len(parts[i-1])-1]) == weekOf(part[0]) {
				t.Fatalf("%s and %s are parted", parts[i-1][len(parts[i-1])-1], part[0])
			}
		}
	})
}

func TestCutKeepsWholeWeeks(t *testing.T) {
	var reading publisher.Reading
	for _, day := range daysBack("2026-06-02", 10) { // Tuesday to Sunday the week before last
		reading.Listings = append(reading.Listings, parser.Listing{Date: day})
		reading.Days = append(reading.Days, publisher.DayReport{Date: day})
		reading.Backfilled = append(reading.Backfilled, day)
	}
	for _, test := range []struct {
		next string
		left int
	}{
		{"2026-05-23", 9},  // Saturday: of its week only Sunday was read
		{"2026-05-24", 9},  // it failed itself
		{"2026-05-17", 10}, // nothing of its week was read
		{"2026-05-25", 3},  // Monday: the week from it on is not whole
	} {
		whole := cut(reading, test.next)
		if len(whole.Listings) != test.left || len(whole.Days) != test.left || len(whole.Backfilled) != test.left || !whole.Past {
			t.Errorf("before %s: %d listings, %d days, %d for good; want %d", test.next, len(whole.Listings), len(whole.Days), len(whole.Backfilled), test.left)
		}
	}
}
