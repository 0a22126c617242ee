package publisher

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"paperfeeds/archive"
	"paperfeeds/feedgen"
	"paperfeeds/store"
)

// A Problem is something wrong with a place.
type Problem struct {
	Path string `json:"path"` // of the file; "." for the whole place
	What string `json:"what"`
	Do   string `json:"do"`
}

// An Inspection is what [Publisher.Verify] found.
type Inspection struct {
	Problems  []Problem `json:"problems"`       // by path
	Kind      string    `json:"kind,omitempty"` // "real" or "sample", where that can be known
	Files     int       `json:"files"`          // that the manifest names
	Feeds     int       `json:"feeds"`
	Papers    int       `json:"papers"`
	Newest    time.Time `json:"newest,omitzero"`      // when the newest paper was first seen
	NewestDay string    `json:"newest_day,omitempty"` // newest list day read well
	LastGood  time.Time `json:"last_good,omitzero"`   // when a run last ended well
}

// ErrNothing: the place holds nothing that could be verified.
var ErrNothing = errors.New("nothing has been published")

const (
	doPublish = "paperfeeds publish puts it right"
	// A file that looks like what was put, but is not, is left alone by every run.
	doDelete  = "delete it, then paperfeeds publish puts it right"
	doRebuild = "paperfeeds rebuild puts it right"
	doRestore = "restore it from a backup or an older version of the object"
	doNewer   = "use a newer paperfeeds"
)

// Verify reads everything in the place and says what is wrong with it. It changes nothing. The settings must be those the place is
// published with: they decide what belongs where. The error is for a place that cannot be read at all.
func (p *Publisher) Verify(ctx context.Context, now time.Time) (Inspection, error) {
	objects, err := p.Place.List(ctx, "")
	if err != nil {
		return Inspection{}, err
	}
	if len(objects) == 0 {
		return Inspection{}, ErrNothing
	}
	v := &verifier{Publisher: p, listed: map[string]store.Object{}, documents: map[string]document{}}
	v.Problems = []Problem{}
	for _, o := range objects {
		v.listed[o.Path] = o
	}
	if err := v.verifyArchive(ctx); err != nil {
		return v.Inspection, err
	}
	if err := v.verifyFiles(ctx); err != nil {
		return v.Inspection, err
	}
	v.verifyStatus(ctx, now)
	slices.SortFunc(v.Problems, func(a, b Problem) int {
		return strings.Compare(a.Path+"\x00"+a.What, b.Path+"\x00"+b.What)
	})
	return v.Inspection, nil
}

// A verifier is the state of one [Publisher.Verify].
type verifier struct {
	*Publisher
	Inspection
	listed  map[string]store.Object
	archive *archive.Archive // nil where it is not whole
	planned map[string]*feedgen.File
	made    bool // the files were made by that plan

	mu        sync.Mutex
	documents map[string]document // those that are well-formed
}

func (v *verifier) problem(path, what, do string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.Problems = append(v.Problems, Problem{path, what, do})
}

// read gets a file; one that is not there has no body. It tells whether that could be found out: a file that cannot be read is a
// problem, but not the end, and nobody should restore it for that.
func (v *verifier) read(ctx context.Context, name string) (body []byte, ok bool) {
	body, _, err := v.Place.Get(ctx, name)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, true
	case err != nil:
		v.problem(name, "cannot be read: "+err.Error(), "see to it that it can be")
		return nil, false
	case body == nil:
		return []byte{}, true
	}
	return body, true
}

// verifyFiles holds every file that the manifest names against what was put, and looks into it.
func (v *verifier) verifyFiles(ctx context.Context) error {
	body, ok := v.read(ctx, manifestFile)
	if !ok {
		return nil
	}
	if body == nil {
		v.problem(manifestFile, "is missing", "paperfeeds publish makes it again, after checking every file")
		return nil
	}
	m, err := decodeManifest(body)
	if err != nil {
		v.problem(manifestFile, bare(manifestFile, err), advice(err, "paperfeeds publish makes it again, after checking every file"))
		return nil
	}
	v.Files, v.Feeds = len(m.Files), m.Feeds
	v.plan(ctx, m)
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(16)
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		workers.Go(func() error {
			v.verifyFile(ctx, name, m.Files[name])
			return ctx.Err()
		})
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	v.verifyFeeds(m)
	return nil
}

// plan makes the plan that the place was published by, as far as that can be known: its archive, these settings, its own address.
func (v *verifier) plan(ctx context.Context, m manifest) {
	if v.archive == nil {
		return
	}
	p := *v.Publisher
	if base := v.base(ctx); base != "" {
		p.BaseURL = base
	}
	bare := p
	bare.BaseURL = strings.TrimSuffix(p.BaseURL, "/")
	made := m.Inputs == p.inputs(v.archive) || m.Inputs == bare.inputs(v.archive)
	// What is wrong with the archive was said; then nothing follows from it.
	v.made = made && len(v.Problems) == 0
	plan, err := feedgen.NewPlan(p.site(v.archive.Index.Place), v.archive)
	if err != nil {
		v.problem(manifestFile, "no plan can be made from the archive: "+err.Error(), doPublish)
		return
	}
	if !made && len(v.Problems) == 0 {
		v.problem(manifestFile, "the files were not made from this archive, with these settings, by this version",
			"run paperfeeds publish, or give the --config that the place is published with")
	}
	v.planned = map[string]*feedgen.File{}
	for f := range plan.Files() {
		v.planned[f.Path] = f
		if _, known := m.Files[f.Path]; !known && v.made {
			v.problem(f.Path, "is not in the manifest", doRebuild)
		}
	}
}

// base is the address at which the place says it is served.
func (v *verifier) base(ctx context.Context) string {
	const name = archive.All + ".json"
	var feed struct {
		URL string `json:"feed_url"`
	}
	if body, _, err := v.Place.Get(ctx, name); err != nil || json.Unmarshal(body, &feed) != nil {
		return ""
	}
	base, found := strings.CutSuffix(feed.URL, name)
	if !found {
		return ""
	}
	return base
}

// verifyFile looks at one file. What it says is the most that can be said: an edited feed is told by what is wrong inside it.
func (v *verifier) verifyFile(ctx context.Context, name string, e entry) {
	object, there := v.listed[name]
	if !there {
		v.problem(name, "is missing", doPublish)
		return
	}
	do := doPublish
	if object.ETag == e.ETag {
		do = doDelete
	}
	body, _ := v.read(ctx, name)
	if body == nil {
		return
	}
	f := v.planned[name]
	if what := v.inside(name, body); what != "" {
		v.problem(name, what, do)
		return
	}
	if f != nil && e.Sum != sum(f, body) {
		what := "is not what was put"
		if d, ok := v.withdraw(name); ok && len(f.Papers()) > 0 {
			if why := d.differs(f.Papers()); why != "" {
				what += ": " + why
			}
		}
		v.problem(name, what, do)
	}
}

// inside looks into a file by its ending, and says what is wrong with it.
func (v *verifier) inside(name string, body []byte) string {
	ending := path.Ext(name)
	read := documentReaders[ending]
	if ending == ".json" && !v.isFeed(name) {
		read = nil
		if !json.Valid(body) {
			return "is not well-formed JSON"
		}
	}
	if ending == ".opml" {
		if err := wellFormed(body); err != nil {
			return "is not well-formed: " + err.Error()
		}
	}
	if read == nil {
		return ""
	}
	d, err := read(body)
	if err != nil {
		return "is not well-formed: " + err.Error()
	}
	if what := d.wrong(len(body)); what != "" {
		return what
	}
	v.mu.Lock()
	v.documents[name] = d
	v.mu.Unlock()
	return ""
}

// withdraw takes a document out of those that are followed.
func (v *verifier) withdraw(name string) (document, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	d, ok := v.documents[name]
	delete(v.documents, name)
	return d, ok
}

// isFeed tells whether a .json is one of the three formats of a feed.
func (v *verifier) isFeed(name string) bool {
	_, sibling := v.listed[strings.TrimSuffix(name, ".json")+".rss"]
	return sibling
}

// verifyStatus looks at status.json.
func (v *verifier) verifyStatus(ctx context.Context, now time.Time) {
	s, err := LastStatus(ctx, v.Place)
	switch {
	case errors.Is(err, store.ErrNotFound):
		v.problem(StatusFile, "is missing", "paperfeeds publish writes it")
		return
	case err != nil:
		v.problem(StatusFile, bare(StatusFile, err), advice(err, "paperfeeds publish writes it anew"))
		return
	}
	v.LastGood = s.LastGood
	if v.NewestDay == "" {
		v.NewestDay = s.NewestDay
	}
	if err := s.Failing(now); err != nil {
		v.problem(StatusFile, err.Error(), "run paperfeeds publish, and look after the schedule")
	}
}

// wellFormed reads XML to its end.
func wellFormed(body []byte) error {
	d := xml.NewDecoder(strings.NewReader(string(body)))
	elements := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			if elements == 0 {
				return errors.New("it is empty")
			}
			return nil
		}
		if err != nil {
			return err
		}
		if _, ok := token.(xml.StartElement); ok {
			elements++
		}
	}
}

// bare is an error without the name of the file that it is about, and without the advice that it ends with.
func bare(name string, err error) string {
	text := strings.TrimPrefix(err.Error(), name+" ")
	text, _, _ = strings.Cut(text, "; restore")
	text, _, _ = strings.Cut(text, ": restore")
	text, _, _ = strings.Cut(text, ": use a newer")
	text, _, _ = strings.Cut(text, "; every file")
	return text
}

// advice is what to do about an error: a newer format is no damage.
func advice(err error, otherwise string) string {
	if strings.Contains(err.Error(), "use a newer paperfeeds") {
		return doNewer
	}
	return otherwise
}

// named shortens an id to what people know it by.
func named(id string) string {
	return strings.TrimPrefix(id, "https://huggingface.co/papers/")
}
