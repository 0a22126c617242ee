package publisher

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"paperfeeds/parser"
	"paperfeeds/source"
)

const (
	// clockLimit is how far the run's clock may be from the source's.
	clockLimit = 10 * time.Minute
	// maxListed bounds a list day: the fullest one so far had 78 papers.
	maxListed = 1000
	// FirstDay is the first list day that the source has.
	FirstDay = "2023-05-04"
)

// A clockError ends a run: dates are for ever, so a clock that cannot be trusted gives none.
type clockError struct{ error }

func isClockError(err error) bool {
	var wrong clockError
	return errors.As(err, &wrong)
}

// checkClock compares the run's clock with the source's, once: the run's stands still while it waits for a rate limit.
func (r *reader) checkClock(answer source.Answer) error {
	if answer.Time.IsZero() || r.clockChecked {
		return nil
	}
	r.clockChecked = true
	if off := r.now.Add(answer.Took).Sub(answer.Time).Abs(); off > clockLimit {
		return clockError{fmt.Errorf("the clock says %s, the source %s: set the clock right",
			r.now.UTC().Format(time.RFC3339), answer.Time.Format(time.RFC3339))}
	}
	return nil
}

// plausible refuses a listing that cannot be what it says. What it refuses is not published, not even in part.
func (r *reader) plausible(l parser.Listing) error {
	if err := r.plausibleDay(l.Date); err != nil {
		return err
	}
	switch read, skipped := len(l.Papers), len(l.Skipped); {
	case read+skipped > maxListed:
		return fmt.Errorf("list day %s: %d papers are more than a day can have", l.Date, read+skipped)
	case read+skipped == 0 && r.hadPapers(l.Date):
		return fmt.Errorf("list day %s has no papers, but had some before", l.Date)
	case skipped > read: // not malformed papers but another form of listing
		return fmt.Errorf("list day %s: %d of %d papers could not be read, the first: %s", l.Date, skipped, read+skipped, l.Skipped[0].Reason)
	}
	return nil
}

// plausibleDay refuses a day that has not come yet or lies before the source began. The label of a list day is a day of UTC; the page
// turns to the next one at half past nine in New York, which is never before that day begins in UTC.
func (r *reader) plausibleDay(day string) error {
	if day == "" {
		return errors.New("the listing does not say of which day it is")
	}
	if last := r.now.UTC().Add(clockLimit).Format(time.DateOnly); day < FirstDay || day > last {
		return fmt.Errorf("list day %s is impossible at %s", day, r.now.UTC().Format(time.RFC3339))
	}
	return nil
}

func (r *reader) hadPapers(day string) bool { return slices.Contains(r.archive.Index.Open, day) }
