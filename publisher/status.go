package publisher

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"paperfeeds/store"
)

// StatusFile is put by every run that was not stopped, whatever came of it.
const StatusFile = "status.json"

const statusFormat = 1

// statusTime is how long a run may take to say how it ended.
const statusTime = 10 * time.Second

// A Status tells anybody whether the feeds are alive: quiet (nothing new at the source) and broken (nothing could be read) differ.
type Status struct {
	Format int `json:"format"`
	// State is "ok", "quiet" (read well, nothing new), "partial" (some list day could not be read; Run.Days says which and why) or
	// "failed" (nothing could be read or kept).
	State string `json:"state"`
	// Error says in a sentence why the last run failed.
	Error string `json:"error,omitempty"`
	// LastGood is when a run last ended well.
	LastGood time.Time `json:"last_good,omitzero"`
	// NewestDay is the newest list day read well.
	NewestDay string `json:"newest_day,omitempty"`
	// NextRun is when the next run is expected; none where there is no schedule.
	NextRun time.Time `json:"next_run,omitzero"`
	// Run is the report of the last run.
	Run Report `json:"run"`
}

// putStatus writes status.json. It keeps the time of the last good run where this one was none.
func (r *run) putStatus(ctx context.Context, failure error) error {
	// A run whose time was over says so, too.
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), statusTime)
	defer done()
	s := Status{Format: statusFormat, State: "ok", Run: *r.report}
	if r.archive != nil {
		s.NewestDay = r.archive.Index.Newest()
	}
	var before Status
	if failure != nil || r.Every == 0 {
		before, _ = LastStatus(ctx, r.place) // where there is none worth keeping, nothing is
	}
	if r.Every > 0 {
		s.NextRun = s.Run.Started.Add(r.Every)
	} else if before.NextRun.After(r.Now) {
		s.NextRun = before.NextRun // somebody ran it by hand in between
	}
	switch {
	case failure != nil:
		s.State, s.Error = "failed", failure.Error()
		s.LastGood = before.LastGood
		if s.Run.Papers == 0 { // it did not come so far as to count what is there
			s.Run.Papers, s.Run.Feeds = before.Run.Papers, before.Run.Feeds
		}
		s.NewestDay = cmp.Or(before.NewestDay, s.NewestDay) // what was merged may not have been kept
	case slices.ContainsFunc(s.Run.Days, func(d DayReport) bool { return d.Error != "" }):
		s.State = "partial"
		s.LastGood = s.Run.Finished
	case s.Run.New == 0:
		s.State = "quiet"
		s.LastGood = s.Run.Finished
	default:
		s.LastGood = s.Run.Finished
	}
	body, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return fmt.Errorf("encode %s: %w", StatusFile, err)
	}
	_, err = r.place.Place.Put(ctx, store.File{Path: StatusFile, Body: append(body, '\n'), ContentType: typeJSON, CacheControl: noStore}, store.Condition{})
	return err
}

// LastStatus reads status.json; the error is [store.ErrNotFound] where there is none. What a newer program wrote comes with an error, as
// far as this one understands it.
func LastStatus(ctx context.Context, place Place) (Status, error) {
	var s Status
	body, _, err := place.Get(ctx, StatusFile)
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(body, &s); err != nil {
		return Status{}, fmt.Errorf("%s is damaged: %w", StatusFile, err)
	}
	if s.Format > statusFormat {
		return s, fmt.Errorf("%s has format %d, newer than %d: use a newer paperfeeds", StatusFile, s.Format, statusFormat)
	}
	return s, nil
}

// Failing says what is wrong with a place of this status at a time, nil if nothing is: its last run failed, or the next one is so late
// that something must have happened to the schedule. A place without a schedule is never late.
func (s Status) Failing(now time.Time) error {
	switch {
	case s.State == "failed" && s.LastGood.IsZero():
		return fmt.Errorf("the last run failed, and none was good so far: %s", s.Error)
	case s.State == "failed":
		return fmt.Errorf("the last run failed, the last good one ended %s: %s", s.LastGood.Format(time.RFC3339), s.Error)
	case s.NextRun.IsZero():
		return nil
	}
	// One run may be skipped or take long.
	if every := s.NextRun.Sub(s.Run.Started); now.After(s.NextRun.Add(max(every, 10*time.Minute))) {
		return fmt.Errorf("the run expected at %s has not come", s.NextRun.Format(time.RFC3339))
	}
	return nil
}
