package publisher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"paperfeeds/archive"
	"paperfeeds/store"
)

// Look opens the archive of a place to be read, by its index alone, and whatever papers it is for. It is nil where nothing has been
// published yet.
func Look(ctx context.Context, place Place) (*archive.Archive, error) {
	index, _, err := place.Get(ctx, archive.IndexFile)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return archive.Open(index)
}

// Load reads into an archive that [Look] opened what it needs until it needs no more.
func Load(ctx context.Context, place Place, a *archive.Archive, needs func() []string) error {
	v := &vault{place: newPutter(place, func(string) {}), etags: map[string]string{}}
	return v.load(ctx, a, needs)
}

// LastStatus reads status.json; the error is [store.ErrNotFound] where there is none.
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
		return Status{}, fmt.Errorf("%s has format %d, newer than %d: use a newer paperfeeds", StatusFile, s.Format, statusFormat)
	}
	return s, nil
}

const statusFormat = 1

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

// FirstDay is the first list day that the source has.
const FirstDay = firstDay
