package publisher

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"paperfeeds/archive"
	"paperfeeds/store"
)

// A vault keeps the archive in the place. It remembers the ETag of every file it has read, so that a put never overwrites what it has
// not seen.
type vault struct {
	place putter
	etags map[string]string
}

// errMixed refuses to publish invented papers among real ones, or the other way round.
var errMixed = errors.New("they are never mixed")

// open begins to read the archive, or starts a new one on a place that has never been published to.
func (v *vault) open(ctx context.Context, first archive.Place) (*archive.Archive, error) {
	v.etags = map[string]string{}
	index, err := v.get(ctx, archive.IndexFile)
	if err != nil {
		return nil, err
	}
	if index == nil {
		others, err := v.place.List(ctx, "archive/")
		if err != nil {
			return nil, fmt.Errorf("look for an archive: %w", err)
		}
		if slices.ContainsFunc(others, func(o store.Object) bool { return o.Path == archive.IndexFile }) {
			return nil, fmt.Errorf("%s: %w", archive.IndexFile, store.ErrChanged) // another first run has just put it
		}
		if len(others) > 0 {
			return nil, fmt.Errorf("%s is missing but %s is there: restore the index from a backup or an older version of the object; nothing was changed",
				archive.IndexFile, others[0].Path)
		}
		return archive.New(first), nil
	}
	a, err := archive.Open(index)
	if err != nil {
		return nil, err
	}
	if kind := a.Index.Place.Kind; kind != first.Kind {
		return nil, fmt.Errorf("%v holds %s papers, these are %s ones: %w; give another --out", v.place, kind, first.Kind, errMixed)
	}
	return a, nil
}

// load reads files into the archive until it needs no more.
func (v *vault) load(ctx context.Context, a *archive.Archive, needs func() []string) error {
	for names := needs(); len(names) > 0; names = needs() {
		for _, name := range names {
			body, err := v.get(ctx, name)
			if err != nil {
				return err
			}
			if err := a.Load(name, body); err != nil {
				return err
			}
		}
	}
	return nil
}

// get reads a file; one that is not there has no body.
func (v *vault) get(ctx context.Context, name string) ([]byte, error) {
	body, etag, err := v.place.Get(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v.etags[name] = etag
	return body, nil
}

// put writes a file over the version that was read, or where there was none.
func (v *vault) put(ctx context.Context, f store.File) error {
	etag, err := v.place.Put(ctx, f, condition(v.etags[f.Path]))
	if err != nil {
		return err
	}
	v.etags[f.Path] = etag
	return nil
}

// condition guards a put: over what was seen there, or where nothing was.
func condition(etag string) store.Condition {
	return store.Condition{IfMatch: etag, IfAbsent: etag == ""}
}

// keep puts what changed of the archive, in its order, and returns how many files and bytes that were, or were before an error.
func (v *vault) keep(ctx context.Context, a *archive.Archive) (files int, size int64, err error) {
	changed, err := a.Changed()
	if err != nil {
		return 0, 0, err
	}
	for i, f := range changed {
		contentType := "application/gzip"
		if f.Name == archive.IndexFile {
			contentType = typeJSON
		}
		// no-store: whoever mirrors the archive must never see an old month beside a new index. Sync: it cannot be made again.
		err := v.put(ctx, store.File{Path: f.Name, Body: f.Body, ContentType: contentType, CacheControl: noStore, Sync: true})
		if err != nil {
			return distinct(changed[:i]), size, err
		}
		size += int64(len(f.Body))
	}
	a.Kept(changed)
	return distinct(changed), size, nil
}

// distinct is how many files these are: the index of a new archive is put twice.
func distinct(files []archive.File) int {
	names := map[string]bool{}
	for _, f := range files {
		names[f.Name] = true
	}
	return len(names)
}
