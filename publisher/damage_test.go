package publisher_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"paperfeeds/archive"
	"paperfeeds/publisher"
)

// The newest change is needed only after a run that was killed: gone, it costs nothing; damaged, it is an error that says so, because it
// may hold dates that were given out; and once it is deleted, as the error says, all goes on, with the dates that papers had.
func TestDamagedChange(t *testing.T) {
	for _, killed := range []bool{false, true} {
		good := begun(t)
		if killed { // when the change and the month were put, and nothing closed
			if _, err := run(&mortal{Place: good, n: 2, late: true}, t, busy(t)); err == nil {
				t.Fatal("the run was not killed")
			}
		}
		body := good.files[archive.ChangeFile].Body
		req := busy(t)
		for how, edit := range edits {
			if edit == nil {
				continue
			}
			t.Run(how, func(t *testing.T) {
				place := good.copy()
				watch(t, place).live = true
				tamper(place, archive.ChangeFile, edit(body))
				before := whole(t, place)
				_, err := run(place, t, req)
				if how != "deleted" {
					if err == nil || !strings.Contains(err.Error(), archive.ChangeFile) || !strings.Contains(err.Error(), "restore") || strings.Contains(err.Error(), "\n") {
						t.Fatalf("the run says %v", err)
					}
					if d := differing(before, whole(t, place)); len(d) > 0 {
						t.Errorf("wrote %v", d)
					}
					delete(place.files, archive.ChangeFile)
					_, err = run(place, t, req)
				}
				if err != nil {
					t.Fatal(err)
				}
				checkPlace(t, place, req.Now)
			})
		}
	}
}

// Of status.json nothing hangs: whatever stands there, it is written anew, by a run that fails, too.
func TestDamagedStatus(t *testing.T) {
	good := begun(t)
	newer := func(b []byte) []byte { return bytes.Replace(b, []byte(`"format": 1`), []byte(`"format": 99`), 1) }
	all := maps.Clone(edits)
	all["a newer format"] = newer
	for how, edit := range all {
		if edit == nil {
			continue
		}
		t.Run(how, func(t *testing.T) {
			place := good.copy()
			tamper(place, publisher.StatusFile, edit(good.files[publisher.StatusFile].Body))
			req := busy(t)
			req.Now = utc("2026-06-29 10:00:00") // the clock is two hours behind
			if _, err := run(place, t, req); err == nil {
				t.Error("with that clock it went well")
			}
			if s := readStatus(t, place); s.State != "failed" || s.Format != 1 || s.NewestDay == "" {
				t.Errorf("status %+v", s)
			}
			mustRun(t, place, busy(t))
			if s := readStatus(t, place); s.State != "ok" || s.LastGood.IsZero() {
				t.Errorf("status %+v", s)
			}
		})
	}
}

// An index of which one byte is another is most often no index any more, which the run says, and nothing is written. Where it still is
// one, no paper is lost and none stands twice, and no date of a paper moves.
func TestIndexByteByByte(t *testing.T) {
	good := begun(t)
	body := good.files[archive.IndexFile].Body
	facts := bytes.Index(body, []byte(`"clock"`)) // before it are the place's own facts, which nothing else knows
	want := records(t, whole(t, good))
	step, healed, refused := 29, 0, 0
	if everything {
		step = 1
	}
	for i := facts; i < len(body); i += step {
		flipped := bytes.Clone(body)
		flipped[i] ^= 1 << (i % 7)
		place := good.copy()
		tamper(place, archive.IndexFile, flipped)
		before := whole(t, place)
		_, err := run(place, t, busy(t))
		if err != nil {
			refused++
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("byte %d: not a line: %v", i, err)
			}
			if d := differing(before, whole(t, place)); len(d) > 0 {
				t.Errorf("byte %d: it failed (%v) and wrote %v", i, err, d)
			}
			continue
		}
		healed++
		got := records(t, whole(t, place))
		for id, r := range want {
			if got[id] == nil || !got[id].FirstSeen.Equal(r.FirstSeen) {
				t.Errorf("byte %d (%q, now %q): %s was first seen at %v, now %+v", i, body[i], flipped[i], id, r.FirstSeen, got[id])
			}
		}
		checkFeeds(t, whole(t, place))
		if t.Failed() {
			start := max(0, i-40)
			t.Fatalf("byte %d: %q", i, flipped[start:min(len(flipped), i+20)])
		}
	}
	t.Logf("%d changes refused, %d of no harm", refused, healed)
}
