package publisher

import (
	"context"
	"time"

	"paperfeeds/archive"
	"paperfeeds/store"
)

// Every run lists a place of up to so many files as a whole, which heals at once what was deleted or edited by hand. The real archive
// comes to 8,400 files with 10,000 papers: a twentieth of a second in a folder. A bucket tells of a thousand files a request, so there
// it would be nine requests, and more with every month.
const (
	listEachFolder = 20_000
	listEachBucket = 5_000
)

// survey reads the manifest, lists the place, and looks at what is not there as the archive's index says, before anything is changed.
func (r *run) survey(ctx context.Context, vault *vault, a *archive.Archive) error {
	if !r.ArchiveOnly {
		if err := r.readManifest(ctx, vault); err != nil {
			return err
		}
	}
	if err := vault.load(ctx, a, a.NeedsCounts); err != nil {
		return err
	}
	prefix := ""
	if r.ArchiveOnly || r.trusts(a) {
		prefix = "archive/"
	}
	objects, err := r.place.List(ctx, prefix)
	if err != nil {
		return err
	}
	r.listed = make(map[string]string, max(len(objects), len(r.manifest.Files)))
	if prefix != "" {
		for path, e := range r.manifest.Files {
			r.listed[path] = e.ETag
		}
	}
	sizes := make(map[string]int64, len(objects))
	for _, o := range objects {
		r.listed[o.Path], sizes[o.Path] = o.ETag, o.Size
	}
	suspect, err := a.Survey(sizes)
	if err != nil {
		return err
	}
	suspect = append(suspect, r.suspect...)
	return vault.load(ctx, a, func() []string { return a.NeedsFiles(suspect) })
}

func (r *run) readManifest(ctx context.Context, vault *vault) (err error) {
	if r.stored, err = vault.get(ctx, manifestFile); err != nil {
		return err
	}
	m, err := decodeManifest(r.stored)
	if m.Format > manifestFormat {
		return err
	}
	if err != nil {
		r.report.warn(err.Error())
	}
	r.manifest = m
	return nil
}

// trusts tells whether the run takes the manifest's word for what is there, besides the archive. It does on a large place, so that a
// quiet run asks for no more however long the archive has grown; but not in the first run of a day, the one that reads all counts anew.
// And not when a put has shown that the word does not hold: a run that was killed, or somebody's hand, has put other bytes there.
func (r *run) trusts(a *archive.Archive) bool {
	return len(r.manifest.Files) > r.listEach() && !r.Again && !r.retry && a.Refreshed() == r.Now.UTC().Format(time.DateOnly)
}

func (p *Publisher) listEach() int {
	switch _, bucket := p.Place.(*store.S3); {
	case p.ListEach > 0:
		return p.ListEach
	case bucket:
		return listEachBucket
	}
	return listEachFolder
}
