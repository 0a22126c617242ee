package publisher_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/store"
)

// quiet is a run that reads what [begun] read last, an hour later.
func quiet(t *testing.T) publisher.Request {
	return publisher.Request{Reader: saved(t, listDays(t, 3)[2]), Now: utc("2026-06-29 13:00:00")}
}

// busy is a run that brings new papers.
func busy(t *testing.T) publisher.Request {
	days := listDays(t, 4)
	return publisher.Request{Reader: saved(t, days[3], days[2]), Now: utc("2026-06-30 12:00:00")}
}

// twoMonths is a place with papers of an old month and of this one.
func twoMonths(t *testing.T) *memory {
	place := newMemory()
	seed(t, place, 3)
	days := listDays(t, 5)
	old := days[4]
	old.Date = "2026-03-03"
	mustRun(t, place, publisher.Request{Reader: saved(t, old), Now: utc("2026-03-03 12:00:00")})
	mustRun(t, place, publisher.Request{Reader: saved(t, days[1], days[0]), Now: utc("2026-06-26 12:00:00")})
	mustRun(t, place, publisher.Request{Reader: saved(t, days[2]), Now: utc("2026-06-29 12:00:00")})
	return place
}

// TestRepeatedRun: the same reading again puts status.json and nothing else, and reads no more than it must.
func TestRepeatedRun(t *testing.T) {
	place := twoMonths(t)
	before := maps.Clone(place.files)
	place.puts, place.gets, place.lists = 0, 0, 0
	report := mustRun(t, place, quiet(t))
	for path, f := range place.files {
		if before[path].etag != f.etag && path != publisher.StatusFile {
			t.Errorf("wrote %s", path)
		}
	}
	// Index, change, counts, two months (of the newest and of the oldest open day), manifest; one list.
	if place.puts != 1 || place.lists != 1 || place.gets > 6 {
		t.Errorf("%d puts, %d lists, %d gets; want 1, 1 and at most 6", place.puts, place.lists, place.gets)
	}
	if report.Written != 0 || report.New != 0 || len(report.Warnings) > 0 {
		t.Errorf("report %+v", report)
	}
}

// TestLargePlace: a place too large to be listed as a whole by every run is listed so once a day. In between, what was edited by hand is
// found where a put meets it, and then everything is looked at.
func TestLargePlace(t *testing.T) {
	days := listDays(t, 4)
	place := begun(t)
	reading := func(now string, days ...sample.Day) publisher.Request {
		return publisher.Request{Reader: daily{saved(t, days...)}, Now: utc(now)}
	}
	step := func(what string, req publisher.Request, wholes, puts int) {
		t.Helper()
		place.wholes, place.puts = 0, 0
		mustRun(t, place, req)
		if place.wholes != wholes || puts > 0 && place.puts != puts {
			t.Errorf("%s: listed everything %d times and put %d files; want %d and %d", what, place.wholes, place.puts, wholes, puts)
		}
	}
	step("the first run of a day", reading("2026-06-30 10:00:00", days[2]), 1, 0)
	step("another", reading("2026-06-30 11:00:00", days[2]), 0, 1)
	step("with new papers", reading("2026-06-30 12:00:00", days[3]), 0, 0)
	checkPlace(t, place, utc("2026-06-30 12:00:00"))
	good := whole(t, place)

	tamper(place, "all/1.rss", []byte("by hand"))
	tamper(place, "topics/agents.rss", nil)
	step("quiet after an edit", reading("2026-06-30 13:00:00", days[3]), 0, 1)
	step("the first run of the next day", reading("2026-07-01 00:00:00", days[3]), 1, 0)
	for _, name := range differing(good, whole(t, place)) {
		if strings.HasSuffix(name, ".rss") && !strings.HasPrefix(name, "digest/") {
			t.Errorf("%s was not put right", name)
		}
	}

	tamper(place, "all/1.rss", []byte("by hand"))
	tamper(place, "all.rss", []byte("by hand"))
	step("new papers after an edit", reading("2026-07-01 01:00:00", listDays(t, 5)[4]), 1, 0)
	checkPlace(t, place, utc("2026-07-01 01:00:00"))
}

// edits are what may happen to a file behind the program's back.
var edits = map[string]func([]byte) []byte{
	"deleted":            func([]byte) []byte { return nil },
	"emptied":            func([]byte) []byte { return []byte{} },
	"truncated":          func(b []byte) []byte { return b[:len(b)/2] },
	"other bytes":        func(b []byte) []byte { return append(bytes.Clone(b), "<!-- by hand -->"...) },
	"one byte of it":     func(b []byte) []byte { return append(bytes.Clone(b[:len(b)-1]), b[len(b)-1]^1) },
	"an old good backup": nil, // where there is one
}

// TestHandEdits: what was deleted or edited by hand is put right by the next run, though it brings nothing new: feeds and their
// documents, pages, the manifest, and what of the archive can be made again.
func TestHandEdits(t *testing.T) {
	good := twoMonths(t)
	mustRun(t, good, quiet(t))
	older := newMemory()
	seed(t, older, 3)
	mustRun(t, older, publisher.Request{Reader: saved(t, listDays(t, 2)[1]), Now: utc("2026-03-03 12:00:00")})
	for _, name := range onePerKind(good) {
		for how, edit := range edits {
			if how == "one byte of it" && name == archive.CatalogueFile {
				continue // of the same size, it is found when it is read
			}
			if !everything && name != "manifest.json" && how != "deleted" && how != "other bytes" {
				continue
			}
			t.Run(name+" "+how, func(t *testing.T) {
				place := good.copy()
				if edit == nil {
					edit = func([]byte) []byte { return older.files[name].Body }
				}
				tamper(place, name, edit(good.files[name].Body))
				report := mustRun(t, place, quiet(t))
				if d := differing(whole(t, place), whole(t, good)); len(d) > 0 {
					t.Errorf("not put right: %v", d)
				}
				if report.Written > 2 { // the file, and what remembers its digest
					t.Errorf("wrote %d files to put one right", report.Written)
				}
				place.puts = 0
				if mustRun(t, place, quiet(t)); place.puts != 1 {
					t.Errorf("the run after that put %d files", place.puts)
				}
			})
		}
	}
	t.Run("everything public is gone", func(t *testing.T) {
		place := good.copy()
		for name := range place.files {
			if !strings.HasPrefix(name, "archive/") || name == archive.CatalogueFile {
				delete(place.files, name)
			}
		}
		mustRun(t, place, quiet(t))
		if d := differing(whole(t, place), whole(t, good)); len(d) > 0 {
			t.Errorf("not put right: %v", d)
		}
	})
}

// onePerKind are the files of a place that can be made again, one for each folder and ending. Counts are left to themselves: edited by
// hand, they are as good as any until the next reading.
func onePerKind(place *memory) []string {
	kinds := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(place.files)) {
		if strings.HasPrefix(name, "archive/") && name != archive.CatalogueFile || name == publisher.StatusFile {
			continue
		}
		kinds[path.Dir(feedOf(strings.TrimSuffix(name, path.Ext(name))+".json"))+path.Ext(name)+fmt.Sprint(strings.Count(name, "/"))] = name
	}
	kinds["manifest"] = "manifest.json"
	return slices.Sorted(maps.Values(kinds))
}

// tamper changes a file behind the program's back; nil deletes it.
func tamper(place *memory, name string, body []byte) {
	if body == nil {
		delete(place.files, name)
		return
	}
	f := place.files[name].File
	f.Path, f.Body = name, body
	place.files[name] = keep(f)
}

// TestDamagedCounts: counts hold no date, so they start anew; feeds are not touched.
func TestDamagedCounts(t *testing.T) {
	for how, edit := range edits {
		if edit == nil || how == "other bytes" { // behind the end of a gzip file, which is an error, too; but see "one byte"
			continue
		}
		t.Run(how, func(t *testing.T) {
			place := twoMonths(t)
			tamper(place, archive.CountsFile, edit(place.files[archive.CountsFile].Body))
			before := whole(t, place)
			report := mustRun(t, place, quiet(t))
			for _, name := range differing(before, whole(t, place)) {
				if name != archive.CountsFile && name != "manifest.json" && !strings.HasPrefix(name, "days/") {
					t.Errorf("wrote %s", name)
				}
			}
			if !slices.ContainsFunc(report.Warnings, func(w string) bool { return strings.Contains(w, archive.CountsFile) }) {
				t.Errorf("warnings %q say nothing of it", report.Warnings)
			}
			checkPlace(t, place, utc("2026-06-29 13:00:00"))
		})
	}
}

// TestLostArchive: what cannot be made again is never made anew. The run says what to restore and writes nothing but the status, even
// where the month is so old that no run would need it. Once restored, all is as if nothing had happened.
func TestLostArchive(t *testing.T) {
	good := twoMonths(t)
	mustRun(t, good, publisher.Request{Reader: saved(t, listDays(t, 3)[2]), Now: utc("2026-07-02 12:00:00")}) // issues digests
	for _, name := range []string{archive.IndexFile, archive.MonthFile("2026-03"), archive.MonthFile("2026-06"), archive.DigestsFile} {
		if good.files[name].Body == nil {
			t.Fatalf("there is no %s to lose", name)
		}
		for how, edit := range edits {
			if edit == nil || name == archive.IndexFile && json.Valid(edit(good.files[name].Body)) {
				continue
			}
			if how == "one byte of it" && name != archive.MonthFile("2026-06") {
				continue // of the same size, it is found when it is read: by verify, if not before
			}
			for _, req := range []publisher.Request{quiet(t), busy(t), {Again: true}} {
				req.Now = utc("2026-07-02 13:00:00")
				t.Run(fmt.Sprintf("%s %s, again=%v", name, how, req.Again), func(t *testing.T) {
					place := good.copy()
					tamper(place, name, edit(good.files[name].Body))
					before := whole(t, place)
					_, err := run(place, t, req)
					if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "restore") {
						t.Errorf("the run says %v", err)
					}
					if d := differing(before, whole(t, place)); len(d) > 0 {
						t.Errorf("wrote %v", d)
					}
					if s := readStatus(t, place); s.State != "failed" || s.Error != err.Error() || s.LastGood.IsZero() {
						t.Errorf("status %+v", s)
					}
					tamper(place, name, good.files[name].Body)
					unharmed := good.copy()
					mustRun(t, place, req)
					mustRun(t, unharmed, req)
					if d := differing(whole(t, place), whole(t, unharmed)); len(d) > 0 {
						t.Errorf("after it was restored, other files than if it had not been lost: %v", d)
					}
				})
			}
		}
	}
}

func readStatus(t *testing.T, place publisher.Place) publisher.Status {
	t.Helper()
	s, err := publisher.LastStatus(context.Background(), place)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestLostWithoutStatus: with nothing left but a month, it is no first run either.
func TestLostWithoutStatus(t *testing.T) {
	place := newMemory()
	place.files[archive.MonthFile("2026-03")] = twoMonths(t).files[archive.MonthFile("2026-03")]
	before := whole(t, place)
	if _, err := run(place, t, busy(t)); err == nil || !strings.Contains(err.Error(), "restore the index") {
		t.Errorf("the run says %v", err)
	}
	if d := differing(before, whole(t, place)); len(d) > 0 {
		t.Errorf("wrote %v", d)
	}
}

// TestOlderIndex: an older version of the index, restored because the newest one was lost, knows nothing of what came after. It is found
// in the months, with the dates it had.
func TestOlderIndex(t *testing.T) {
	place := twoMonths(t)
	index := place.files[archive.IndexFile]
	days := listDays(t, 5)
	mustRun(t, place, publisher.Request{Reader: saved(t, days[3], voted(days[2], 9)), Now: utc("2026-06-30 12:00:00")})
	mustRun(t, place, publisher.Request{Reader: saved(t, part(days[0], 0, 1)), Now: utc("2026-07-01 00:00:05")}) // issues digests
	july := days[4]
	july.Date, july.Items = "2026-07-01", slices.Clone(july.Items)
	for i := range july.Items {
		july.Items[i].Paper.ID = "2607" + july.Items[i].Paper.ID[4:]
	}
	mustRun(t, place, publisher.Request{Reader: saved(t, july), Now: utc("2026-07-01 12:00:00")})
	want := whole(t, place)
	watch(t, place).live = true
	place.files[archive.IndexFile] = index
	req := publisher.Request{Reader: saved(t, july), Now: utc("2026-07-01 13:00:00")}
	mustRun(t, place, req)
	checkPlace(t, place, req.Now)
	if !sameDates(t, whole(t, place), want) {
		t.Error("dates have moved")
	}
}

// TestNewerFormats: what a newer version of the program wrote is an error, never a guess, and is not touched.
func TestNewerFormats(t *testing.T) {
	good := twoMonths(t)
	mustRun(t, good, publisher.Request{Reader: saved(t, listDays(t, 3)[2]), Now: utc("2026-07-02 12:00:00")})
	newer := map[string]func([]byte) []byte{
		archive.IndexFile:            func(b []byte) []byte { return bytes.Replace(b, []byte(`"format": 1`), []byte(`"format": 2`), 1) },
		archive.CountsFile:           inside(`"format":1`, `"format":2`),
		archive.MonthFile("2026-03"): inside(`"v":1`, `"v":2`),
		archive.MonthFile("2026-06"): inside(`"v":1`, `"v":2`),
		archive.DigestsFile:          inside(`"v":1`, `"v":2`),
		archive.ChangeFile:           inside(`"v":1`, `"v":2`),
		"manifest.json": func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"format":1,"inputs":"`), []byte(`"format":2,"inputs":7,"was":"`), 1)
		},
	}
	for name, edit := range newer {
		t.Run(name, func(t *testing.T) {
			place := good.copy()
			body := edit(good.files[name].Body)
			if bytes.Equal(body, good.files[name].Body) {
				t.Fatal("nothing was changed")
			}
			tamper(place, name, body)
			before := whole(t, place)
			_, err := run(place, t, publisher.Request{Reader: quiet(t).Reader, Now: utc("2026-07-02 13:00:00")})
			if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "use a newer paperfeeds") {
				t.Errorf("the run says %v", err)
			}
			if d := differing(before, whole(t, place)); len(d) > 0 {
				t.Errorf("wrote %v", d)
			}
		})
	}
}

// inside edits what a gzip file holds.
func inside(from, to string) func([]byte) []byte {
	return func(b []byte) []byte {
		r, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return b
		}
		plain, err := io.ReadAll(r)
		if err != nil {
			return b
		}
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = w.Write(bytes.Replace(plain, []byte(from), []byte(to), 1)) // a buffer takes everything
		_ = w.Close()
		return out.Bytes()
	}
}

// TestDatesAreForEver: dates are for ever, so a clock that went back gives no earlier ones, and one that is far back none at all.
func TestDatesAreForEver(t *testing.T) {
	days := listDays(t, 4)
	t.Run("a little back", func(t *testing.T) {
		place := begun(t)
		watch(t, place).live = true
		req := publisher.Request{Reader: saved(t, days[3], voted(days[2], 9)), Now: utc("2026-06-29 11:10:00")}
		mustRun(t, place, req)
		checkPlace(t, place, req.Now)
	})
	t.Run("far back", func(t *testing.T) {
		place := begun(t)
		before := whole(t, place)
		_, err := run(place, t, publisher.Request{Reader: saved(t, days[3]), Now: utc("2026-06-29 10:50:00")})
		if err == nil || !strings.Contains(err.Error(), "set the clock right") {
			t.Errorf("the run says %v", err)
		}
		if d := differing(before, whole(t, place)); len(d) > 0 {
			t.Errorf("wrote %v", d)
		}
	})
	// A run whose clock was a year ahead has dated papers into the future, and they are published. The next good run cannot give dates
	// after theirs; it says what to do, and when that is done it goes on.
	t.Run("far ahead", func(t *testing.T) {
		place := begun(t)
		backup := place.copy()
		mustRun(t, place, publisher.Request{Reader: saved(t, days[3]), Now: utc("2027-06-30 12:00:00")})
		req := publisher.Request{Reader: saved(t, days[3]), Now: utc("2026-06-30 12:00:00")}
		_, err := run(place, t, req)
		if err == nil || !strings.Contains(err.Error(), "restore all of archive/") {
			t.Fatalf("the run says %v", err)
		}
		maps.DeleteFunc(place.files, func(name string, _ kept) bool { return strings.HasPrefix(name, "archive/") })
		for name, f := range backup.files {
			if strings.HasPrefix(name, "archive/") {
				place.files[name] = f
			}
		}
		mustRun(t, place, req)
		mustRun(t, backup, req)
		if d := differing(whole(t, place), whole(t, backup)); len(d) > 0 {
			t.Errorf("other files than if the clock had been right: %v", d)
		}
	})
	// Killed as soon as it has given out its dates, such a run has not advanced the index's clock; the next one must notice all the same.
	t.Run("far ahead and killed", func(t *testing.T) {
		place := begun(t)
		ahead := publisher.Request{Reader: saved(t, days[3]), Now: utc("2027-06-30 12:00:00")}
		if _, err := run(&mortal{Place: place, n: 1, late: true}, t, ahead); !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		before := whole(t, place)
		_, err := run(place, t, publisher.Request{Reader: saved(t, days[3]), Now: utc("2026-06-30 12:00:00")})
		if err == nil || !strings.Contains(err.Error(), "restore all of archive/") {
			t.Errorf("the run says %v", err)
		}
		if d := differing(before, whole(t, place)); len(d) > 0 {
			t.Errorf("wrote %v", d)
		}
	})
}

// An unconditional is a place that cannot do conditional puts.
type unconditional struct{ *memory }

func (u unconditional) Put(ctx context.Context, f store.File, c store.Condition) (string, error) {
	if c != (store.Condition{}) {
		return "", fmt.Errorf("%s: %w", f.Path, store.ErrUnconditional)
	}
	return u.memory.Put(ctx, f, c)
}

// TestUnconditional: some servers answer 501 to conditional puts. The run says so once and goes on, and so does one that heals.
func TestUnconditional(t *testing.T) {
	place := unconditional{newMemory()}
	for _, req := range []publisher.Request{
		{Reader: saved(t, listDays(t, 3)[2]), Now: utc("2026-06-29 12:00:00")}, busy(t),
	} {
		report := mustRun(t, place, req)
		said := slices.DeleteFunc(slices.Clone(report.Warnings), func(w string) bool { return !strings.Contains(w, "conditional puts") })
		if len(said) != 1 || len(report.Warnings) != 1 {
			t.Errorf("warnings %q", report.Warnings)
		}
		checkPlace(t, place.memory, req.Now)
	}
	if report := mustRun(t, place, busy(t)); len(report.Warnings) > 0 {
		t.Errorf("nothing was put, but there are warnings %q", report.Warnings)
	}
	for k := range 6 {
		again := unconditional{begun(t)}
		_, _ = run(&mortal{Place: again, n: 2 + 10*k, late: true}, t, busy(t))
		mustRun(t, again, busy(t))
		checkPlace(t, again.memory, busy(t).Now)
	}
}
