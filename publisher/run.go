package publisher

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"paperfeeds/archive"
	"paperfeeds/feedgen"
	"paperfeeds/hub"
	"paperfeeds/store"
)

// A run is the state of one [Publisher.Run].
type run struct {
	*Publisher
	Request
	place   putter
	report  *Report
	reading *Reading // read once, however often it has to be merged
	archive *archive.Archive
	retry   bool     // the place was not as this run thought
	suspect []string // files of the archive that are loaded before anything is changed

	manifest manifest
	stored   []byte            // the manifest as it was read
	listed   map[string]string // what the place lists: path → ETag
	changed  []string          // the feeds that people subscribe to which were put, by all attempts
}

// errNothingRead ends a run in which no list day could be read.
var errNothingRead = errors.New("no list day could be read")

// attempt is the recipe of a run.
func (r *run) attempt(ctx context.Context) error {
	*r.report = Report{Started: r.report.Started, Days: []DayReport{}, Warnings: r.report.Warnings}
	vault := &vault{place: r.place}
	a, err := vault.open(ctx, r.newPlace(r.Now))
	if err != nil {
		return err
	}
	r.archive = a
	if err := r.checkAddress(a.Index.Place); err != nil {
		return err
	}
	if err := r.checkClock(a); err != nil {
		return err
	}
	if err := r.read(ctx, vault, a); err != nil {
		return err
	}
	if err := r.survey(ctx, vault, a); err != nil {
		return err
	}
	if err := r.merge(ctx, vault, a); err != nil {
		return err
	}
	if err := r.keep(ctx, vault, a); err != nil {
		return err
	}
	if err := r.matchTexts(ctx, vault, a); err != nil {
		return err
	}
	if r.ArchiveOnly {
		return nil
	}
	return r.publish(ctx, vault, a)
}

// checkClock refuses a clock that runs behind what it has already given out: dates are for ever.
func (r *run) checkClock(a *archive.Archive) error {
	if behind := a.Index.Clock.Sub(r.Now); behind > time.Hour {
		return fmt.Errorf("the clock says %s, but papers were first seen at %s: set the clock right; "+
			"or, if it was wrong then, restore all of archive/ from a backup or older versions of its objects, and delete what is newer there",
			r.Now.UTC().Format(time.RFC3339), a.Index.Clock.Format(time.RFC3339))
	}
	return nil
}

// read reads the listings, once a run.
func (r *run) read(ctx context.Context, vault *vault, a *archive.Archive) error {
	if r.reading == nil && r.Reader != nil {
		if err := vault.load(ctx, a, a.NeedsCounts); err != nil {
			return err
		}
		budget, done := readingBudget(ctx)
		defer done()
		reading, err := r.Reader.Read(budget, a, r.Now)
		if err != nil {
			return err
		}
		r.reading = &reading
		r.report.Warnings = append(r.report.Warnings, reading.Warnings...)
	}
	if r.Reader == nil {
		r.reading = &Reading{}
		return nil
	}
	r.report.Days = append(r.report.Days, r.reading.Days...)
	for _, l := range r.reading.Listings {
		r.report.Skipped += len(l.Skipped)
	}
	if len(r.reading.Listings)+len(r.reading.Texts) == 0 && !r.onlyQuiet() {
		for _, d := range r.reading.Days {
			if d.Error != "" {
				return fmt.Errorf("%w: %s", errNothingRead, d.Error)
			}
		}
		return errNothingRead
	}
	return nil
}

// readingBudget leaves a third of the run's time for publishing: without it, a run that waits for the source would have nothing to show
// for it.
func readingBudget(ctx context.Context) (context.Context, context.CancelFunc) {
	end, ok := ctx.Deadline()
	if !ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, time.Until(end)*2/3)
}

// onlyQuiet: every day was read, and none had papers.
func (r *run) onlyQuiet() bool {
	for _, d := range r.reading.Days {
		if d.Error != "" {
			return false
		}
	}
	return len(r.reading.Days) > 0
}

// merge takes what was read into the archive.
func (r *run) merge(ctx context.Context, vault *vault, a *archive.Archive) error {
	in := archive.Intake{Listings: r.reading.Listings, Now: r.Now, Past: r.Past || r.reading.Past, Follows: r.reading.Follows,
		Read: r.reading.Read, Unread: r.reading.Unread, Decide: r.Decide}
	if err := vault.load(ctx, a, func() []string { return a.Needs(in, r.Settings) }); err != nil {
		return err
	}
	if err := r.checkClock(a); err != nil { // again: a killed run may have left later times
		return err
	}
	change, err := a.Merge(in, r.Settings)
	if err != nil {
		return err
	}
	if len(r.reading.Backfilled) > 0 {
		a.Index.SetBackfilled(r.reading.Backfilled)
	}
	if r.reading.Refreshed {
		a.SetRefreshed(r.Now.UTC().Format(time.DateOnly))
	}
	for i, d := range r.report.Days {
		r.report.Days[i].New = len(change.New[d.Date])
		r.report.New += len(change.New[d.Date])
		delete(change.New, d.Date) // a day may have been read more than once
	}
	for _, repair := range a.Repairs {
		r.report.warn(repair)
	}
	return nil
}

// keep puts the archive before anything that is made from it.
func (r *run) keep(ctx context.Context, vault *vault, a *archive.Archive) error {
	if r.DryRun {
		changed, err := a.Changed()
		if err == nil {
			r.report.Written += distinct(changed)
			r.report.Papers = a.Papers()
			a.Kept(changed) // so that it is planned what would be
		}
		return err
	}
	files, size, err := vault.keep(ctx, a)
	r.report.Written += files
	r.report.BytesWritten += size
	r.report.Papers = a.Papers()
	return err
}

// publish puts the files that are not there as they should be.
func (r *run) publish(ctx context.Context, vault *vault, a *archive.Archive) error {
	m := r.manifest
	p := &putting{place: r.place, vault: vault, archive: a, parallel: r.Parallel, dryRun: r.DryRun, manifest: m, report: r.report,
		listed: r.listed, rooms: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	r.report.Papers, r.report.Feeds = a.Papers(), m.Feeds
	inputs := r.inputs(a)
	if m.Inputs == inputs && !r.Again && p.intact() {
		r.report.Unchanged = len(m.Files)
		return nil
	}
	if r.Again {
		p.forgetInputs()
	}
	if err := vault.load(ctx, a, a.NeedsCatalogue); err != nil {
		return err
	}
	plan, err := feedgen.NewPlan(r.site(a.Index.Place), a)
	if err != nil {
		return err
	}
	r.report.Feeds = plan.Feeds
	if p.parallel == 0 {
		p.parallel = 8
	}
	err = p.run(ctx, plan)
	r.changed = append(r.changed, p.changed...)
	if err != nil {
		r.keepProgress(ctx, vault, p.manifest)
		return err
	}
	p.manifest.Inputs, p.manifest.Feeds = inputs, plan.Feeds
	if err := r.putManifest(ctx, vault, p.manifest); err != nil {
		return err
	}
	r.tellHub(ctx)
	return nil
}

// tellHub tells the hub, if there is one, which feeds have changed. A hub that fails is a warning: readers poll, too.
func (r *run) tellHub(ctx context.Context) {
	if r.Settings.Hub == "" || r.DryRun || len(r.changed) == 0 {
		return
	}
	site := r.site(r.archive.Index.Place)
	paths := slices.Compact(slices.Sorted(slices.Values(r.changed)))
	for i, path := range paths {
		paths[i] = site.URL(path)
	}
	if err := (hub.Hub{URL: r.Settings.Hub}).Ping(ctx, paths); err != nil {
		r.report.warn(err.Error())
	}
}

// keepProgress remembers the files that a run put before it failed or its time was over, so that the next one goes on there, however
// many there are. That they are not all of them shows in the inputs, which are still those of the run before.
func (r *run) keepProgress(ctx context.Context, vault *vault, m manifest) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), statusTime)
	defer done()
	if err := r.putManifest(ctx, vault, m); err != nil && !errors.Is(err, store.ErrChanged) {
		r.report.warn(fmt.Sprintf("the files that were put are not remembered: %v", err))
	}
}

func (r *run) putManifest(ctx context.Context, vault *vault, m manifest) error {
	body, err := m.encode()
	if err != nil || string(body) == string(r.stored) {
		return err
	}
	if !r.DryRun {
		err = vault.put(ctx, store.File{Path: manifestFile, Body: body, ContentType: typeJSON, CacheControl: noStore})
	}
	if err == nil {
		r.report.Written++
		r.report.BytesWritten += int64(len(body))
	}
	return err
}
