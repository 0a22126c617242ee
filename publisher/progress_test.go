package publisher_test

import (
	"context"
	"errors"
	"testing"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/store"
)

// A barred place takes every file but one.
type barred struct {
	publisher.Place
	path string
}

func (b barred) Put(ctx context.Context, f store.File, c store.Condition) (string, error) {
	if f.Path == b.path {
		return "", errors.New("no room for it")
	}
	return b.Place.Put(ctx, f, c)
}

// A run that fails late remembers what it put: where everything has to be made anew and the time never suffices for all, the runs get
// there together.
func TestProgressIsKept(t *testing.T) {
	place := newMemory()
	req := publisher.Request{Reader: saved(t, listDays(t, 3)...), Now: utc("2026-06-29 12:00:00"), Past: true}
	if _, err := run(barred{place, "index.html"}, t, req); err == nil {
		t.Fatal("no error")
	}
	gets, puts := place.gets, place.puts
	report := mustRun(t, place, req)
	if report.Written > 5 {
		t.Errorf("the next run wrote %d files again", report.Written)
	}
	if gets, puts := place.gets-gets, place.puts-puts; gets > 15 || puts > 6 {
		t.Errorf("the next run asked for %d files and put %d", gets, puts)
	}
	checkPlace(t, place, req.Now)
}

// A run that fails while it keeps the archive tells what it had put by then.
func TestReportOfWhatWasKept(t *testing.T) {
	report, err := run(barred{newMemory(), archive.CatalogueFile}, t,
		publisher.Request{Reader: saved(t, listDays(t, 3)...), Now: utc("2026-06-29 12:00:00"), Past: true})
	if err == nil || report.Written == 0 || report.BytesWritten == 0 {
		t.Errorf("got %v and %d files of %d bytes, want an error after the first files of the archive", err, report.Written, report.BytesWritten)
	}
}
