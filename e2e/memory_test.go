package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// A memory is what a subscriber has seen of a place: what was promised is held against it after each run.
type memory struct {
	files     snapshot
	feeds     map[string]map[string]time.Time // feed → item's id → date
	documents map[string]document             // as long as they stay what they are
}

func newMemory() *memory {
	return &memory{files: snapshot{}, feeds: map[string]map[string]time.Time{}, documents: map[string]document{}}
}

// clone shares what is remembered of each feed, which is replaced and never changed.
func (m *memory) clone() *memory {
	return &memory{files: m.files, feeds: maps.Clone(m.feeds), documents: maps.Clone(m.documents)}
}

// look looks at a place after a run, and returns the paths of all files that changed. In feeds dates never move,
// nothing leaves, the newest item stands first, and whatever is new is newer than everything that was there, unless past allows it.
func (m *memory) look(t *testing.T, p *place, past bool) []string {
	t.Helper()
	files := p.files(t, m.files)
	changed := files.changed(m.files)
	m.files = files
	feeds := map[string]bool{}
	for _, file := range changed {
		delete(m.documents, file)
		if feed, ok := p.feedOf(file); ok {
			feeds[feed] = true
		}
	}
	for _, feed := range slices.Sorted(maps.Keys(feeds)) {
		m.lookAt(t, feed, p.follow(t, feed, m.documents), past)
	}
	return changed
}

func (m *memory) lookAt(t *testing.T, feed string, items []item, past bool) {
	t.Helper()
	before, seen := m.feeds[feed], map[string]time.Time{}
	var newest time.Time
	for _, at := range before {
		if at.After(newest) {
			newest = at
		}
	}
	for i, it := range items {
		if _, twice := seen[it.ID]; twice {
			t.Errorf("%s holds %s twice", feed, it.ID)
		}
		seen[it.ID] = it.Published
		if i > 0 && !it.Published.Before(items[i-1].Published) {
			t.Errorf("%s: %s of %v stands after %v", feed, it.ID, it.Published, items[i-1].Published)
		}
		was, known := before[it.ID]
		switch {
		case known && !was.Equal(it.Published):
			t.Errorf("%s: %s was of %v and is now of %v", feed, it.ID, was, it.Published)
		case !known && !past && !it.Published.After(newest):
			t.Errorf("%s: %s came in with %v, when %v was there", feed, it.ID, it.Published, newest)
		}
	}
	for id := range before {
		if _, there := seen[id]; !there {
			t.Errorf("%s lost %s", feed, id)
		}
	}
	m.feeds[feed] = seen
}

// papers are the arXiv ids of all papers of a feed, ascending.
func (m *memory) papers(feed string) []string {
	var ids []string
	for id := range m.feeds[feed] {
		ids = append(ids, strings.TrimPrefix(id, "https://huggingface.co/papers/"))
	}
	slices.Sort(ids)
	return ids
}
