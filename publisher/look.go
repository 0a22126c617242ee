package publisher

import (
	"context"
	"errors"

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
