package publisher

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"paperfeeds/archive"
	"paperfeeds/parser"
	"paperfeeds/source"
)

// A reader gathers a reading, day by day. Each day is judged alone; an error ends the run.
type reader struct {
	Reading
	source   Source
	now      time.Time
	archive  *archive.Archive
	failed   []string // days that have to be read again: not at all, by cards only, or in part
	waiting  []string // days that were not asked for because requests had been stopped
	answered bool     // the API has given an answer, since goOn last believed that it is not down
	refused  int      // requests to the API in a row that gave no answer
	stopped  error    // no request can do any good any more

	clockChecked bool
}

// maxRefused is after how many requests in a row without an answer the API is left alone: each costs up to two minutes.
const maxRefused = 3

// goOn lets the next group of days be asked for where the API was left alone because of the days before, not because it is down: there
// are days that it never answers for, and they must not keep the others from being read. It has to answer again before that is believed
// once more.
func (r *reader) goOn() {
	if r.answered && r.refused == maxRefused {
		r.stopped, r.refused, r.answered = nil, 0, false
	}
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
	known := r.plausibleDay(listing.Date) == nil
	switch {
	case errors.Is(err, parser.ErrCardsOnly) && known:
		return r.cardsOnly(ctx, listing, err)
	case err != nil && known:
		return r.newestByAPI(ctx, listing.Date, err)
	case err != nil:
		return r.newestByAPI(ctx, "", err)
	}
	if err := r.plausible(listing); err != nil {
		return r.newestByAPI(ctx, "", err)
	}
	r.add(listing, ReadPage)
	return listing.Date, nil
}

// cardsOnly reads the API for the abstracts that cards lack; where that fails, too, the cards still tell the votes of known papers, and
// new ones wait for the next run.
func (r *reader) cardsOnly(ctx context.Context, cards parser.Listing, why error) (string, error) {
	r.warn("the page of %s is not used: %v; reading the API", cards.Date, why)
	listing, err := r.fetch(ctx, cards.Date)
	if isClockError(err) {
		return "", err
	}
	if err == nil && listing.Date != cards.Date {
		err = fmt.Errorf("it answered with %s", listing.Date)
	}
	if err == nil && len(listing.Papers) == 0 {
		err = errors.New("it has no papers")
	}
	if err == nil {
		r.add(listing, ReadAPI)
		return cards.Date, nil
	}
	r.warn("the API for %s could not be read either: %v; new papers wait for the next run", cards.Date, err)
	r.failed = append(r.failed, cards.Date)
	r.add(cards, ReadCards)
	return cards.Date, nil
}

// newestByAPI asks the API for a day, or for today and then backwards until a day has a list; why tells what was wrong with the page.
func (r *reader) newestByAPI(ctx context.Context, day string, why error) (string, error) {
	if day == "" {
		day = r.now.UTC().Format(time.DateOnly)
	}
	if hopeless(why) {
		r.stopped = why
		r.report(DayReport{Date: day, Error: why.Error()})
		return "", nil
	}
	r.warn("the page of the newest list day is not used: %v; reading the API", why)
	for range maxGap {
		listing, err := r.fetch(ctx, day)
		switch {
		case isClockError(err):
			return "", err
		case err != nil && !errors.Is(err, source.ErrNotYet):
			r.fail(day, err)
			return "", nil
		case err == nil:
			r.add(listing, ReadAPI)
			if len(listing.Papers) > 0 {
				return listing.Date, nil
			}
		}
		day = previousDay(day)
	}
	r.fail(day, fmt.Errorf("no list in %d days", maxGap))
	return "", nil
}

// days reads days by the API, in their order.
func (r *reader) days(ctx context.Context, days []string) error {
	for i, day := range days {
		if r.stopped != nil {
			r.warn("%d list days were not asked for any more, %s to %s: %v", len(days)-i, days[len(days)-1], day, r.stopped)
			r.waiting = append(r.waiting, days[i:]...)
			return nil
		}
		if err := r.byAPI(ctx, day); err != nil {
			return err
		}
	}
	return nil
}

// byAPI reads one day by the API, unless that was tried already.
func (r *reader) byAPI(ctx context.Context, day string) error {
	if slices.ContainsFunc(r.Days, func(d DayReport) bool { return d.Date == day }) {
		return nil
	}
	listing, err := r.fetch(ctx, day)
	switch {
	case isClockError(err):
		return err
	case errors.Is(err, source.ErrNotYet):
		r.warn("list day %s has not begun at the source", day)
		r.report(DayReport{Date: day, Read: ReadAPI})
		return nil
	case err == nil && listing.Date != day:
		err = fmt.Errorf("the API answered with %s", listing.Date)
	}
	if err != nil {
		r.fail(day, err)
		return nil
	}
	r.add(listing, ReadAPI)
	return nil
}

// fetch reads and parses the API's answers for a day.
func (r *reader) fetch(ctx context.Context, day string) (parser.Listing, error) {
	answers, err := r.source.API(ctx, day)
	r.note(len(answers), err)
	var pages []parser.Listing
	for _, answer := range answers {
		if err := r.checkClock(answer); err != nil {
			return parser.Listing{}, err
		}
		page, bad := parser.API(answer.Body, day)
		if bad != nil {
			err = bad
			break
		}
		pages = append(pages, page)
	}
	if len(pages) == 0 {
		return parser.Listing{}, err
	}
	listing := parser.Join(pages...)
	if err != nil {
		// A short listing adds what it has and takes nothing away.
		r.warn("%s was read in part: %v", day, err)
		r.failed = append(r.failed, day)
	}
	return listing, r.plausible(listing)
}

// note decides after each answer of the API, or none, whether to go on asking.
func (r *reader) note(answers int, err error) {
	if answers > 0 || err == nil || errors.Is(err, source.ErrNotYet) {
		r.refused, r.answered = 0, true
		return
	}
	r.refused++
	if _, limited := errors.AsType[source.Limited](err); limited || hopeless(err) {
		r.stopped, r.refused = err, 0
	} else if r.refused == maxRefused {
		r.stopped = err
	}
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
func hopeless(err error) bool {
	return errors.Is(err, source.ErrUnreachable) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
