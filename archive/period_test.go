package archive

import (
	"testing"
	"time"
)

// Every list day stands in the week that it says it is of.
func TestDaysOf(t *testing.T) {
	for day := time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2027; day = day.AddDate(0, 0, 1) {
		date := day.Format(time.DateOnly)
		found := 0
		for _, d := range daysOf(weekOf(date)) {
			if weekOf(d) != weekOf(date) {
				t.Errorf("%s is among the days of %s, but of %s", d, weekOf(date), weekOf(d))
			}
			if d == date {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s stands %d times among the days of %s", date, found, weekOf(date))
		}
	}
	if got := daysOf("2026-06-03"); len(got) != 1 || got[0] != "2026-06-03" {
		t.Errorf("days of a day: %v", got)
	}
}
