package publisher_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/store"
)

// A memory is a place with the semantics of S3, without its cost: the matrices below make thousands of runs, each from a copy of the
// same place. TestS3Overlap and TestS3SameBytes hold a real server to the same.
type memory struct {
	mu    sync.Mutex
	files map[string]kept
	seen  *witness // looks at every put, if there is one

	puts, gets, lists int
	wholes            int // lists of everything
}

// A kept is a file with its ETag, which is the MD5 of its body, as on S3.
type kept struct {
	store.File
	etag string
}

func keep(f store.File) kept {
	sum := md5.Sum(f.Body)
	return kept{f, hex.EncodeToString(sum[:])}
}

func newMemory() *memory { return &memory{files: map[string]kept{}} }

// copy is a place with the same files, and nobody who looks on.
func (m *memory) copy() *memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &memory{files: maps.Clone(m.files)}
}

func (m *memory) String() string { return "memory" }

func (m *memory) Get(_ context.Context, path string) ([]byte, string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gets++
	f, ok := m.files[path]
	if !ok {
		return nil, "", fmt.Errorf("%s: %w", path, store.ErrNotFound)
	}
	return f.Body, f.etag, nil
}

func (m *memory) Put(_ context.Context, f store.File, c store.Condition) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.puts++
	old, ok := m.files[f.Path]
	if c.IfAbsent && ok || c.IfMatch != "" && (!ok || old.etag != c.IfMatch) {
		return "", fmt.Errorf("%s: %w", f.Path, store.ErrChanged)
	}
	f.Body = bytes.Clone(f.Body)
	m.files[f.Path] = keep(f)
	m.seen.see(f)
	return m.files[f.Path].etag, nil
}

func (m *memory) List(_ context.Context, prefix string) ([]store.Object, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lists++
	if prefix == "" {
		m.wholes++
	}
	var objects []store.Object
	for _, path := range slices.Sorted(maps.Keys(m.files)) {
		if strings.HasPrefix(path, prefix) {
			f := m.files[path]
			objects = append(objects, store.Object{Path: path, ETag: f.etag, Size: int64(len(f.Body))})
		}
	}
	return objects, nil
}

func (m *memory) Delete(_ context.Context, path string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, path)
	return nil
}

func (m *memory) Lock(context.Context) (func() error, error) { return func() error { return nil }, nil }

// A witness looks at all that is put into a place, and complains when a date that was shown once is shown as another: a paper's in a
// month of the archive, or an item's in a feed.
//
// Where only live runs are at work, what is new to a feed must be newer than all that its subscribers have seen there.
type witness struct {
	t      testing.TB
	shown  map[string]time.Time
	newest map[string]time.Time // by feed
	live   bool
}

// watch makes a witness of a place, who knows what stands there.
func watch(t testing.TB, m *memory) *witness {
	m.seen = &witness{t: t, shown: map[string]time.Time{}, newest: map[string]time.Time{}}
	for _, f := range m.files {
		m.seen.see(f.File)
	}
	return m.seen
}

func (w *witness) see(f store.File) {
	if w == nil {
		return
	}
	name, isMonth := strings.CutPrefix(f.Path, "archive/")
	month, isMonth2 := strings.CutSuffix(name, ".jsonl.gz")
	switch {
	case isMonth && isMonth2 && strings.HasPrefix(month, "20"):
		records, err := archive.DecodeMonth(month, f.Body)
		if err != nil {
			w.t.Errorf("put %s: %v", f.Path, err)
		}
		for _, r := range records {
			w.note("archive "+r.ID, r.FirstSeen)
			for feed, at := range r.Entered {
				w.note("archive "+r.ID+" in "+feed, at)
			}
		}
	case strings.HasPrefix(f.ContentType, "application/feed+json"):
		var doc struct{ Items []item }
		if err := json.Unmarshal(f.Body, &doc); err != nil {
			w.t.Errorf("put %s: %v", f.Path, err)
		}
		feed := feedOf(f.Path)
		before := w.newest[feed]
		for _, it := range doc.Items {
			if _, known := w.shown[feed+" "+it.ID]; w.live && !known && !it.Published.After(before) {
				w.t.Errorf("%s: %s is new and dated %v, but there was one of %v before", f.Path, it.ID, it.Published, before)
			}
			w.note(feed+" "+it.ID, it.Published)
			if it.Published.After(w.newest[feed]) {
				w.newest[feed] = it.Published
			}
		}
	}
}

func (w *witness) note(what string, at time.Time) {
	if before, ok := w.shown[what]; ok && !before.Equal(at) {
		w.t.Errorf("%s was dated %v, and is dated %v now", what, before, at)
	}
	w.shown[what] = at
}

// feedOf is the feed that a document belongs to.
func feedOf(path string) string {
	path, _, _ = strings.Cut(path, ".json")
	if i := strings.LastIndexByte(path, '/'); i >= 0 && strings.Trim(path[i+1:], "0123456789") == "" && !strings.HasPrefix(path, "votes/") {
		return path[:i]
	}
	if parts := strings.Split(path, "/"); parts[0] == "votes" && len(parts) == 3 {
		return parts[0] + "/" + parts[1]
	}
	return path
}

var errKilled = errors.New("the run was killed")

// A mortal is a place as a run sees it that is killed at its nth write: before it is done or, where late, before its answer comes. From
// then on nothing gets through any more.
type mortal struct {
	publisher.Place
	n    int
	late bool

	mu   sync.Mutex
	dead bool
}

func (m *mortal) write(do func() error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return errKilled
	}
	if m.n--; m.n > 0 {
		return do()
	}
	m.dead = true
	if m.late {
		if err := do(); err != nil {
			return err
		}
	}
	return errKilled
}

func (m *mortal) alive() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return errKilled
	}
	return nil
}

func (m *mortal) Put(ctx context.Context, f store.File, c store.Condition) (etag string, err error) {
	err = m.write(func() error {
		etag, err = m.Place.Put(ctx, f, c)
		return err
	})
	return etag, err
}

func (m *mortal) Delete(ctx context.Context, path string) error {
	return m.write(func() error { return m.Place.Delete(ctx, path) })
}

func (m *mortal) Get(ctx context.Context, path string) ([]byte, string, error) {
	if err := m.alive(); err != nil {
		return nil, "", err
	}
	return m.Place.Get(ctx, path)
}

func (m *mortal) List(ctx context.Context, prefix string) ([]store.Object, error) {
	if err := m.alive(); err != nil {
		return nil, err
	}
	return m.Place.List(ctx, prefix)
}
