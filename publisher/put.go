package publisher

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"paperfeeds/archive"
	"paperfeeds/feedgen"
	"paperfeeds/store"
)

// A putting brings the files of a place in line with a plan.
type putting struct {
	place    putter
	vault    *vault
	archive  *archive.Archive
	parallel int
	dryRun   bool

	listed map[string]string // what the place lists: path → ETag
	rooms  sync.Pool         // of *bytes.Buffer: what files are rendered in, one after the other

	mu       sync.Mutex
	manifest manifest
	report   *Report
	changed  []string // the feeds that people subscribe to which were put
}

// intact tells whether the place lists exactly what the manifest remembers.
func (p *putting) intact() bool {
	for path, e := range p.manifest.Files {
		if p.listed[path] != e.ETag {
			return false
		}
	}
	return true
}

// forgetInputs makes every file be rendered. What was put is remembered, so that it is put again only where the bytes differ.
func (p *putting) forgetInputs() {
	for path, e := range p.manifest.Files {
		e.Digest = ""
		p.manifest.Files[path] = e
	}
}

// run renders and puts the files of the plan that are not there as they should be, group after group: what a page links to is there
// before the page.
func (p *putting) run(ctx context.Context, plan feedgen.Plan) error {
	for _, group := range plan.Groups {
		stale, err := p.stale(ctx, group)
		if err != nil {
			return err
		}
		plan.Expect(stale)
		workers, ctx := errgroup.WithContext(ctx)
		workers.SetLimit(p.parallel)
		for _, f := range stale {
			ids := f.Papers()
			if err := p.vault.load(ctx, p.archive, func() []string { return f.Needs(p.archive) }); err != nil {
				return errors.Join(err, workers.Wait())
			}
			records, err := p.archive.Records(ids)
			if err != nil {
				return errors.Join(err, workers.Wait())
			}
			workers.Go(func() error { return p.put(ctx, f, records) })
		}
		if err := workers.Wait(); err != nil {
			return err
		}
	}
	return p.deleteDocuments(ctx, plan)
}

// stale are the files of a group that have to be made, in their order. The others, which it counts, are there as the plan wants them: made
// from the same inputs, and not touched since. Where only the ETag is another one, the bytes decide: a folder that was copied has new
// times on every file.
func (p *putting) stale(ctx context.Context, group []*feedgen.File) ([]*feedgen.File, error) {
	current := make([]bool, len(group))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(p.parallel)
	for i, f := range group {
		e, known := p.manifest.Files[f.Path]
		listed := p.listed[f.Path]
		switch {
		case !known || e.Digest != f.Digest || listed == "":
		case e.ETag == listed:
			current[i] = true
		default:
			workers.Go(func() (err error) {
				current[i], err = p.holds(ctx, f, listed, e.Sum)
				return err
			})
		}
	}
	err := workers.Wait()
	var stale []*feedgen.File
	for i, f := range group {
		if !current[i] {
			stale = append(stale, f)
			continue
		}
		e := p.manifest.Files[f.Path]
		e.ETag = p.listed[f.Path]
		p.manifest.Files[f.Path] = e
		p.report.Unchanged++
	}
	return stale, err
}

// put renders one file and puts it, unless its bytes are there already: a run that was killed, or a copied folder, leaves right files
// with ETags that the manifest does not know.
func (p *putting) put(ctx context.Context, f *feedgen.File, records []*archive.Record) error {
	room := p.rooms.Get().(*bytes.Buffer)
	if err := f.Render(room, records); err != nil {
		return fmt.Errorf("render %s: %w", f.Path, err)
	}
	body := room.Bytes()
	e := entry{Digest: f.Digest, ETag: p.listed[f.Path], Sum: sum(f, body)}
	same, err := p.isThere(ctx, f, e)
	if err != nil {
		return err
	}
	if !same && !p.dryRun {
		file := store.File{Path: f.Path, Body: body, ContentType: f.ContentType, CacheControl: f.CacheControl}
		if e.ETag, err = p.place.Put(ctx, file, condition(p.listed[f.Path])); err != nil {
			return err // and the room is left to who may still be reading it
		}
	}
	defer p.rooms.Put(room)
	room.Reset()
	p.mu.Lock()
	defer p.mu.Unlock()
	if same {
		p.report.Unchanged++
	} else {
		p.report.Written++
		p.report.BytesWritten += int64(len(body))
		if f.IsFeed() {
			p.changed = append(p.changed, f.Path)
		}
	}
	p.manifest.Files[f.Path] = e
	return nil
}

// sum is a digest of what is put, headers included: an ETag does not show them.
func sum(f *feedgen.File, body []byte) string {
	h := sha256.New() // processors do it three times as fast as MD5
	fmt.Fprintf(h, "%s\n%s\n", f.ContentType, f.CacheControl)
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// isThere tells whether the place has just these bytes: by what the manifest remembers of them, else by reading them.
func (p *putting) isThere(ctx context.Context, f *feedgen.File, e entry) (bool, error) {
	if e.ETag == "" {
		return false, nil
	}
	p.mu.Lock()
	known, ok := p.manifest.Files[f.Path]
	p.mu.Unlock()
	if ok && known.ETag == e.ETag {
		return known.Sum == e.Sum, nil
	}
	return p.holds(ctx, f, e.ETag, e.Sum)
}

// holds reads a file that is listed and tells whether it has these bytes.
func (p *putting) holds(ctx context.Context, f *feedgen.File, etag, want string) (bool, error) {
	body, now, err := p.place.Get(ctx, f.Path)
	if errors.Is(err, store.ErrNotFound) || err == nil && now != etag {
		return false, fmt.Errorf("%s: %w", f.Path, store.ErrChanged)
	}
	if err != nil {
		return false, err
	}
	return sum(f, body) == want, nil
}

// deleteDocuments removes archive documents that the plan has no more, which happens where papers were hidden: they would go on
// showing them. Nothing else is ever removed.
func (p *putting) deleteDocuments(ctx context.Context, plan feedgen.Plan) error {
	planned := map[string]bool{}
	for f := range plan.Files() {
		planned[f.Path] = true
	}
	for _, path := range slices.Sorted(maps.Keys(p.manifest.Files)) {
		if planned[path] {
			continue
		}
		if feedgen.IsDocument(path) && !p.dryRun {
			if err := p.place.Delete(ctx, path); err != nil {
				return err
			}
		}
		delete(p.manifest.Files, path)
	}
	return nil
}
