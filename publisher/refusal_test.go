package publisher_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"paperfeeds/publisher"
)

// A command typed without --base-url must not send every subscriber of a live place to localhost.
func TestAssumedAddress(t *testing.T) {
	place := begun(t) // at feeds.example
	before := whole(t, place)
	p := smallPublisher(t, place)
	p.BaseURL, p.Assumed = "http://localhost:8080/", true
	_, err := p.Run(t.Context(), publisher.Request{Reader: saved(t, listDays(t, 4)[3]), Now: utc("2026-06-30 12:00:00")})
	if err == nil || !strings.Contains(err.Error(), "feeds.example") || !strings.Contains(err.Error(), "--base-url") {
		t.Errorf("the error is %v", err)
	}
	if d := differing(before, whole(t, place)); len(d) > 0 {
		t.Errorf("it changed %v", d)
	}
	// One that began on this machine goes on without being told.
	here := newMemory()
	for day, at := range []string{"2026-06-25 12:00:00", "2026-06-26 12:00:00"} {
		p := smallPublisher(t, here)
		p.BaseURL, p.Assumed = "http://localhost:8080/", true
		if _, err := p.Run(t.Context(), publisher.Request{Reader: saved(t, listDays(t, 2)[day]), Now: utc(at)}); err != nil {
			t.Error(err)
		}
	}
}

// Whoever tries to publish the sample into a real place is refused, and the place goes on saying that all is well.
func TestMixedLeavesTheStatus(t *testing.T) {
	place := begun(t)
	before, _, err := place.Get(t.Context(), publisher.StatusFile)
	if err != nil {
		t.Fatal(err)
	}
	p := smallPublisher(t, place)
	p.Sample = true
	if _, err := p.Run(t.Context(), publisher.Request{Reader: saved(t, listDays(t, 4)[3]), Now: utc("2026-06-30 12:00:00")}); err == nil {
		t.Error("no error")
	}
	after, _, err := place.Get(t.Context(), publisher.StatusFile)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the status became (%v)\n%s", err, after)
	}
}

// A dry run tells what the run would do.
func TestDryRun(t *testing.T) {
	for _, h := range histories() {
		t.Run(h.name, func(t *testing.T) {
			place, req := h.past(t), h.run(t)
			before := whole(t, place)
			req.DryRun = true
			dry := mustRun(t, place, req)
			if d := differing(before, whole(t, place)); len(d) > 0 {
				t.Errorf("a dry run changed %v", d)
			}
			req = h.run(t)
			wet := mustRun(t, place, req)
			if dry.Written != wet.Written || dry.Unchanged != wet.Unchanged || dry.New != wet.New || dry.Papers != wet.Papers || dry.Feeds != wet.Feeds {
				t.Errorf("it told\n%+v\nand the run\n%+v", dry, wet)
			}
		})
	}
}

// status reads the status of a place.
func status(t *testing.T, place publisher.Place) publisher.Status {
	t.Helper()
	s, err := publisher.LastStatus(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Somebody who runs it by hand in between, or whose run fails, does not make the place look unscheduled, or empty.
func TestStatusKeepsWhatIsTrue(t *testing.T) {
	place := newMemory()
	p := smallPublisher(t, place)
	p.Every = 3 * time.Hour
	now := utc("2026-06-26 12:00:00")
	if _, err := p.Run(t.Context(), publisher.Request{Reader: saved(t, listDays(t, 2)...), Now: now}); err != nil {
		t.Fatal(err)
	}
	scheduled := status(t, place)
	p.Every = 0
	if _, err := p.Run(t.Context(), publisher.Request{Reader: saved(t, listDays(t, 1)...), Now: now.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if s := status(t, place); !s.NextRun.Equal(scheduled.NextRun) {
		t.Errorf("the next run is expected at %v, before a run by hand at %v", s.NextRun, scheduled.NextRun)
	}
	unreadable := publisher.SavedListings{{Name: "2026-06-26.json", Body: []byte("sheep")}}
	if _, err := p.Run(t.Context(), publisher.Request{Reader: unreadable, Now: now.Add(2 * time.Hour)}); err == nil {
		t.Error("no error")
	}
	if s := status(t, place); s.State != "failed" || s.Run.Papers != scheduled.Run.Papers || s.Run.Feeds != scheduled.Run.Feeds {
		t.Errorf("after a failed run the status tells of %d papers and %d feeds (%s), want %d and %d",
			s.Run.Papers, s.Run.Feeds, s.State, scheduled.Run.Papers, scheduled.Run.Feeds)
	}
}

// A text listing that cannot be read, alone, is a run that read nothing.
func TestUnreadableText(t *testing.T) {
	place := begun(t)
	_, err := run(place, t, publisher.Request{Reader: publisher.SavedListings{{Name: "search.txt.gz", Body: []byte("sheep")}}, Now: utc("2026-06-30 12:00:00")})
	if err == nil || !strings.Contains(err.Error(), "search.txt.gz") {
		t.Errorf("the error is %v", err)
	}
}
