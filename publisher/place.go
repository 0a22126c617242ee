package publisher

import (
	"context"
	"errors"
	"sync"

	"paperfeeds/store"
)

const (
	typeJSON = "application/json; charset=utf-8"
	noStore  = "no-store"
)

// A Place is where a run publishes to; store.Open gives one. A put body is used again, for another file.
type Place interface {
	Get(ctx context.Context, path string) (body []byte, etag string, err error)
	Put(ctx context.Context, file store.File, condition store.Condition) (etag string, err error)
	List(ctx context.Context, prefix string) ([]store.Object, error)
	Delete(ctx context.Context, path string) error
	Lock(ctx context.Context) (unlock func() error, err error)
	String() string
}

// A putter is a place whose puts go on where conditions are not supported: some servers answer 501. The run then warns, once.
type putter struct {
	Place
	unconditional *sync.Once
	warn          func(string)
}

func newPutter(p Place, warn func(string)) putter { return putter{p, new(sync.Once), warn} }

func (p putter) Put(ctx context.Context, file store.File, c store.Condition) (string, error) {
	etag, err := p.Place.Put(ctx, file, c)
	if errors.Is(err, store.ErrUnconditional) {
		p.unconditional.Do(func() {
			p.warn(p.String() + " cannot do conditional puts: two runs at once could undo each other; see to it that only one runs")
		})
		return p.Place.Put(ctx, file, store.Condition{})
	}
	return etag, err
}
