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
	r.Unread = unread(r.failed, plan.later)
	if n := len(plan.later); n > 0 {
		r.warn("%d list days from %s to %s were missed and come with the next runs", n, plan.later[0], plan.later[n-1])
	}
	failed := len(r.failed)
	if err := r.days(ctx, plan.refresh); err != nil {
		return r.Reading, err
	}
	// Counts that could not be had are no list day that was missed; but they are tried again. And after an outage the next run reads all
	// once more: a list that was cut short while the source recovered must not stay so.
	outage := slices.ContainsFunc(plan.missed, isWeekday)
	r.Refreshed = len(plan.refresh) > 0 && len(r.failed) == failed && !outage
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
	r.Unread = unread(r.failed)
	return r.Reading, nil
}

// unread puts days that are to be read again together, each once; none is an empty list, which is not nil.
func unread(days ...[]string) []string {
	all := append([]string{}, slices.Concat(days...)...)
	slices.Sort(all)
	return slices.Compact(all)
}

// Read reads the days in their order.
func (d OnDays) Read(ctx context.Context, a *archive.Archive, now time.Time) (Reading, error) {
	r := &reader{source: d.Source, now: now, archive: a}
	r.Past = true
	for i := range d.Dates {
		before := len(r.Days)
		if err := r.days(ctx, d.Dates[i:i+1]); err != nil {
			return r.Reading, err
		}
		if d.Day != nil && len(r.Days) > before {
			d.Day(r.Days[before])
		}
	}
	r.sort()
	return r.Reading, nil
}

// sort puts the newest list day first, which is the order in which papers are dated.
func (r *Reading) sort() {
	slices.SortStableFunc(r.Listings, func(a, b parser.Listing) int { return strings.Compare(b.Date, a.Date) })
}
