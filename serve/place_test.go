package serve_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/serve"
	"paperfeeds/settings"
	"paperfeeds/store"
)

// A recorder remembers the headers that files are put with.
type recorder struct {
	publisher.Place
	put map[string]store.File
}

func (r *recorder) Put(ctx context.Context, f store.File, c store.Condition) (string, error) {
	r.put[f.Path] = store.File{ContentType: f.ContentType, CacheControl: f.CacheControl}
	return r.Place.Put(ctx, f, c)
}

// publishSample publishes the sample papers into a new folder, one file after the other so that the recorder need not lock.
func publishSample(t testing.TB) (dir string, put map[string]store.File) {
	t.Helper()
	dir = t.TempDir()
	folder, err := store.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	wishes, err := settings.Default()
	if err != nil {
		t.Fatal(err)
	}
	listings, err := sample.Listings()
	if err != nil {
		t.Fatal(err)
	}
	var saved publisher.SavedListings
	for _, l := range listings {
		saved = append(saved, publisher.SavedListing{Name: l.Name, Body: l.Body})
	}
	place := &recorder{folder, map[string]store.File{}}
	p := &publisher.Publisher{Place: place, BaseURL: "http://localhost:8080/", Settings: wishes, Sample: true, Parallel: 1}
	now := time.Date(2026, 6, 2, 12, 0, 0, 0, time.UTC)
	if _, err := p.Run(t.Context(), publisher.Request{Reader: saved, Now: now, Past: true}); err != nil {
		t.Fatal(err)
	}
	return dir, place.put
}

// newHandler serves a folder that is well, or not if told so.
func newHandler(t testing.TB, dir string, ill error) *serve.Handler {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return serve.NewHandler(root, func() error { return ill })
}

// ask does one request; headers are pairs.
func ask(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.URL.Path = target
	for pair := range slices.Chunk(headers, 2) {
		r.Header.Set(pair[0], pair[1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// A folder has no place for headers, so they are derived from paths. They must be those a bucket would have given.
func TestHeadersAreThoseFilesWerePutWith(t *testing.T) {
	dir, put := publishSample(t)
	h := newHandler(t, dir, nil)
	if len(put) < 100 {
		t.Fatalf("only %d files were put", len(put))
	}
	for _, path := range slices.Sorted(maps.Keys(put)) {
		w := ask(h, http.MethodGet, "/"+path)
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
		if got := w.Header().Get("Content-Type"); got != put[path].ContentType {
			t.Errorf("%s: type %q, put with %q", path, got, put[path].ContentType)
		}
		if got := w.Header().Get("Cache-Control"); got != put[path].CacheControl {
			t.Errorf("%s: cache control %q, put with %q", path, got, put[path].CacheControl)
		}
		body, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil || w.Body.String() != string(body) {
			t.Errorf("%s: not the bytes of the file (%v)", path, err)
		}
	}
}

func TestHealth(t *testing.T) {
	dir, _ := publishSample(t)
	if w := ask(newHandler(t, dir, nil), http.MethodGet, "/healthz"); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
		t.Errorf("a place that is well: %d %q", w.Code, w.Body)
	}
	w := ask(newHandler(t, dir, errors.New("the last run failed")), http.MethodGet, "/healthz")
	if w.Code != http.StatusServiceUnavailable || w.Body.String() != "failing: the last run failed\n" {
		t.Errorf("a place that is not: %d %q", w.Code, w.Body)
	}
}
