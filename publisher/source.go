package publisher

import (
	"context"
	"errors"
	"fmt"
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

// Read reads the newest list day, the days whose lists still grow, the days that were missed, and once a day the counts of older ones.
func (l Live) Read(ctx context.Context, a *archive.Archive, now time.Time) (Reading, error) {
	r := &reader{source: l.Source, now: now, archive: a}
	newest, err := r.newest(ctx)
	if err != nil || r.stopped != nil {
		return r.Reading, err
	}
	if a.Index.Through == "" {
		r.Past = true
		for _, day := range firstDays(newest, l.BackfillDays) {
			if err := r.byAPI(ctx, day); err != nil {
				return r.Reading, err
			}
		}
		r.Unread = r.failed
		return r.Reading, nil
	}
	if newest <= a.Index.Through {
		// The page shows an older day than the newest one known, or none could be read: what is known is read all the same.
		newest = nextDay(a.Index.Through)
	}
	today := now.UTC().Format(time.DateOnly)
	plan := planDays(&a.Index, newest, a.Refreshed() != today)
	for _, day := range slices.Concat(plan.again, plan.missed) {
		if err := r.byAPI(ctx, day); err != nil {
			return r.Reading, err
		}
	}
	r.Unread = append(r.failed, plan.later...)
	if n := len(plan.later); n > 0 {
		r.warn("%d list days from %s to %s were missed and come with the next runs", n, plan.later[0], plan.later[n-1])
	}
	failed := len(r.failed)
	for _, day := range plan.refresh {
		if err := r.byAPI(ctx, day); err != nil {
			return r.Reading, err
		}
	}
	// Counts that could not be had are no list day that was missed; but they are tried again.
	r.Refreshed = len(plan.refresh) > 0 && len(r.failed) == failed
	return r.Reading, nil
}

// Read reads the days in their order.
func (d OnDays) Read(ctx context.Context, a *archive.Archive, now time.Time) (Reading, error) {
	r := &reader{source: d.Source, now: now, archive: a}
	r.Past = true
	for _, day := range d.Dates {
		if err := r.byAPI(ctx, day); err != nil {
			return r.Reading, err
		}
		if d.Day != nil && len(r.Days) > 0 {
			d.Day(r.Days[len(r.Days)-1])
		}
	}
	r.Unread = a.Index.Unread
	slices.SortStableFunc(r.Listings, func(a, b parser.Listing) int { return strings.Compare(b.Date, a.Date) })
	return r.Reading, nil
}

// A reader gathers a reading, day by day. Each day is judged alone; an error ends the run.
type reader struct {
	Reading
	source  Source
	now     time.Time
	archive *archive.Archive
	failed  []string
	stopped error // no request can do any good any more
}

func (r *reader) warn(format string, args ...any) {
	r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...))
}

// newest reads the newest list day: its page, and where that cannot be trusted the API. It returns the day, or nothing where none could
// be read.
func (r *reader) newest(ctx context.Context) (string, error) {
	answer, err := r.source.Page(ctx, "")
	if err != nil {
		return r.newestByAPI(ctx, "", err)
	}
	if err := r.checkClock(answer); err != nil {
		return "", err
	}
	listing, err := parser.Page(answer.Body)
	if implausible := r.plausible(listing); implausible != nil && (err == nil || listing.Date != "") {
		return r.newestByAPI(ctx, "", implausible)
	}
	switch {
	case errors.Is(err, parser.ErrCardsOnly) && listing.Date != "":
		return r.cardsOnly(ctx, listing, err)
	case err != nil:
		return r.newestByAPI(ctx, listing.Date, err)
	}
	r.add(listing, ReadPage)
	return listing.Date, nil
}

// cardsOnly reads the API for the abstracts that cards lack; where that fails, too, the cards still tell the votes of known papers, and
// new ones wait for the next run.
func (r *reader) cardsOnly(ctx context.Context, cards parser.Listing, why error) (string, error) {
	r.warn("the page of %s: %v; reading the API", cards.Date, why)
	listing, err := r.fetch(ctx, cards.Date)
	switch {
	case r.isClockError(err):
		return "", err
	case err == nil && listing.Date == cards.Date && len(listing.Papers) > 0:
		r.add(listing, ReadAPI)
	default:
		r.warn("the API for %s could not be read either; new papers wait for the next run", cards.Date)
		r.add(cards, ReadCards)
	}
	return cards.Date, nil
}

// newestByAPI asks the API for a day, or for today and then backwards until a day has a list; why tells what was wrong with the page.
func (r *reader) newestByAPI(ctx context.Context, day string, why error) (string, error) {
	if day == "" {
		day = r.now.UTC().Format(time.DateOnly)
	}
	if r.hopeless(why) {
		r.stopped = why
		r.report(DayReport{Date: day, Error: why.Error()})
		return "", nil
	}
	r.warn("the page of the newest list day is not used: %v; reading the API", why)
	for range maxWeekend {
		listing, err := r.fetch(ctx, day)
		switch {
		case r.isClockError(err):
			return "", err
		case errors.Is(err, source.ErrNotYet), err == nil && len(listing.Papers) == 0:
			day = previousDay(day)
			continue
		case err != nil:
			if r.hopeless(err) {
				r.stopped = err
			}
			r.report(DayReport{Date: day, Error: err.Error()})
			return "", nil
		}
		r.add(listing, ReadAPI)
		return listing.Date, nil
	}
	r.report(DayReport{Date: day, Error: fmt.Sprintf("no list in %d days; %v", maxWeekend, why)})
	return "", nil
}

// byAPI reads one day by the API, unless it has been read.
func (r *reader) byAPI(ctx context.Context, day string) error {
	if slices.ContainsFunc(r.Days, func(d DayReport) bool { return d.Date == day && d.Error == "" }) {
		return nil
	}
	if r.stopped != nil {
		r.fail(day, r.stopped)
		return nil
	}
	listing, err := r.fetch(ctx, day)
	switch {
	case r.isClockError(err):
		return err
	case errors.Is(err, source.ErrNotYet):
		return nil
	case err == nil && listing.Date != day:
		err = fmt.Errorf("the API answered with %s", listing.Date)
	}
	if err != nil {
		if r.hopeless(err) {
			r.stopped = err
		}
		r.fail(day, err)
		return nil
	}
	r.add(listing, ReadAPI)
	return nil
}

// fetch reads and parses the API's answers for a day.
func (r *reader) fetch(ctx context.Context, day string) (parser.Listing, error) {
	answers, err := r.source.API(ctx, day)
	var pages []parser.Listing
	for _, answer := range answers {
		if err := r.checkClock(answer); err != nil {
			return parser.Listing{}, err
		}
		page, err := parser.API(answer.Body, day)
		if err != nil {
			return parser.Listing{}, err
		}
		pages = append(pages, page)
	}
	if err != nil && len(pages) == 0 {
		return parser.Listing{}, err
	}
	listing := parser.Join(pages...)
	if listing.Date == "" {
		listing.Date = day
	}
	if err != nil {
		// A short listing adds what it has and takes nothing away.
		r.warn("%s was read in part: %v", day, err)
	}
	return listing, r.plausible(listing)
}

// add takes a good listing into the reading. An empty one is a day without papers: a weekend.
func (r *reader) add(listing parser.Listing, way Way) {
	for _, w := range listing.Warnings {
		r.warn("%s: %s", listing.Date, w)
	}
	for _, s := range listing.Skipped {
		r.warn("%s: paper %d %s skipped: %s", listing.Date, s.Place+1, s.ID, s.Reason)
	}
	if len(listing.Papers) > 0 {
		r.Listings = append(r.Listings, listing)
	}
	r.report(DayReport{Date: listing.Date, Papers: len(listing.Papers), Read: way})
}

func (r *reader) report(d DayReport) { r.Days = append(r.Days, d) }

func (r *reader) fail(day string, err error) {
	r.report(DayReport{Date: day, Error: err.Error()})
	r.warn("list day %s could not be read: %v", day, err)
	r.failed = append(r.failed, day)
}

// hopeless: other requests would fare no better in this run.
func (r *reader) hopeless(err error) bool {
	return errors.Is(err, source.ErrUnreachable) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
