package publisher

import (
	"context"
	"slices"
	"strings"
	"time"

	"paperfeeds/archive"
	"paperfeeds/parser"
	"paperfeeds/source"
)

// A Source gives the bytes of listings; source.New makes one.
type Source interface {
	Page(ctx context.Context, date string) (source.Answer, error)
	API(ctx context.Context, date string) ([]source.Answer, error)
}

// Live reads the source the way a scheduled run does: the newest list day by its page, older ones by the API.
type Live struct {
	Source       Source
	BackfillDays int // how many days the first run on an empty place reads back
}

// OnDays reads given list days by the API, to be dated into the past.
type OnDays struct {
	Source Source
	Dates  []string
	// Resume leaves out days that were read for good before: a long range takes more than one run.
	Resume bool
	// Day is told of each day when it has been read; nil is nobody.
	Day func(DayReport)
}

// Read reads the newest list day, the days whose lists still grow, the days that were missed, and once a day the older ones.
func (l Live) Read(ctx context.Context, a *archive.Archive, now time.Time) (Reading, error) {
	r := &reader{source: l.Source, now: now, archive: a}
	r.Follows = true
	newest, err := r.newest(ctx)
	if err != nil || newest == "" && r.stopped != nil {
		return r.Reading, err
	}
	if a.Index.Through == "" {
		return r.first(ctx, newest, l.BackfillDays)
	}
	today := now.UTC().Format(time.DateOnly)
	plan := planDays(&a.Index, newest, today, a.Refreshed() != today)
	if err := r.days(ctx, slices.Concat(plan.again, plan.missed)); err != nil {
		return r.Reading, err
	}
	r.goOn()
	if err := r.days(ctx, plan.unread); err != nil {
		return r.Reading, err
	}
	r.Unread = r.unread(plan.later)
	if n := len(plan.later); n > 0 {
		r.warn("%d list days from %s to %s were missed and come with the next runs", n, slices.Min(plan.later), slices.Max(plan.later))
	}
	// After an outage the next run reads all once more: a list that was cut short while the source recovered must not stay so. Days that
	// fail as they did before are no outage.
	outage := slices.ContainsFunc(slices.Concat(plan.missed, plan.unread), func(day string) bool {
		return isWeekday(day) && !slices.Contains(r.Unread, day)
	})
	r.goOn()
	failed, waiting := len(r.failed), len(r.waiting)
	if err := r.days(ctx, plan.refresh); err != nil {
		return r.Reading, err
	}
	// Counts that could not be had are no list day that was missed; but they are tried again, unless the source answered for other days:
	// one that it never answers for must not make every hour a long one.
	r.Refreshed = len(r.failed)-failed < len(plan.refresh) && len(r.waiting) == waiting && !outage
	r.Reading.Read = r.readWell()
	r.sort()
	return r.Reading, nil
}

// first reads back from the newest list day, on a place where nothing was published yet.
func (r *reader) first(ctx context.Context, newest string, back int) (Reading, error) {
	r.Past = true
	if newest != "" {
		if err := r.days(ctx, firstDays(newest, back)); err != nil {
			return r.Reading, err
		}
	}
	r.Unread = r.unread(nil)
	r.Reading.Read = r.readWell()
	return r.Reading, nil
}

// unread are the days that are to be read again, each once: first those that were not asked for, then those that failed. None is an
// empty list, which is not nil.
func (r *reader) unread(later []string) []string {
	days := append([]string{}, slices.Concat(r.waiting, later)...)
	failed := slices.Compact(slices.Sorted(slices.Values(r.failed)))
	return append(days, slices.DeleteFunc(failed, func(day string) bool { return slices.Contains(days, day) })...)
}

// readWell are the list days that were read whole, with papers or without.
func (r *reader) readWell() []string {
	days := []string{}
	for _, d := range r.Days {
		if d.Error == "" && !slices.Contains(r.failed, d.Date) {
			days = append(days, d.Date)
		}
	}
	return days
}

// Read reads the days in their order.
func (d OnDays) Read(ctx context.Context, a *archive.Archive, now time.Time) (Reading, error) {
	r := &reader{source: d.Source, now: now, archive: a}
	r.Past = true
	var dates []string
	for _, day := range d.Dates {
		if !slices.Contains(dates, day) && !(d.Resume && a.Index.HasBackfilled(day)) {
			dates = append(dates, day)
		}
	}
	for i := range dates {
		before := len(r.Days)
		if r.goOn(); r.stopped != nil {
			break
		}
		if err := r.byAPI(ctx, dates[i]); err != nil {
			return r.Reading, err
		}
		if d.Day != nil && len(r.Days) > before {
			d.Day(r.Days[before])
		}
	}
	if n := len(dates) - len(r.Days); n > 0 {
		r.warn("%d list days were not asked for any more, %s to %s: %v; ask for them again", n, slices.Min(dates), slices.Max(dates[len(r.Days):]), r.stopped)
	}
	r.Reading.Read = r.readWell()
	grown := now.UTC().AddDate(0, 0, -listsGrow).Format(time.DateOnly)
	for _, day := range r.Reading.Read {
		if day <= grown {
			r.Backfilled = append(r.Backfilled, day)
		}
	}
	r.sort()
	return r.Reading, nil
}

// sort puts the newest list day first, which is the order in which papers are dated.
func (r *Reading) sort() {
	slices.SortStableFunc(r.Listings, func(a, b parser.Listing) int { return strings.Compare(b.Date, a.Date) })
}
