package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"paperfeeds/publisher"
)

// A diary is a world in which a schedule runs: time passes only while it sleeps.
type diary struct {
	now     time.Time
	last    time.Time
	runs    []time.Time
	broken  bool
	log     bytes.Buffer
	nights  int // sleeps until the end
	between func(*diary)
}

var noon = time.Date(2026, 6, 2, 12, 0, 0, 0, time.UTC)

func (d *diary) schedule(every time.Duration) *schedule {
	env := &environment{Stderr: &d.log, Stdout: &d.log, Getenv: func(string) string { return "" }, Now: func() time.Time { return d.now }}
	return &schedule{
		env: env, every: every,
		last: func(context.Context) time.Time { return d.last },
		publish: func(context.Context) (publisher.Report, error) {
			d.runs = append(d.runs, d.now)
			if d.broken {
				return publisher.Report{}, errors.New("cannot reach\nthe source \x1b[31m")
			}
			d.last = d.now
			return publisher.Report{Papers: 3, New: 1, Warnings: []string{"a \x1b]0;title\x07 warning"}}, nil
		},
		sleep: func(_ context.Context, wait time.Duration) error {
			if d.nights--; d.nights < 0 {
				return context.Canceled
			}
			d.now = d.now.Add(wait)
			if d.between != nil {
				d.between(d)
			}
			return nil
		},
	}
}

func TestScheduleRunsAtOnceAndThenEveryHour(t *testing.T) {
	d := &diary{now: noon, nights: 3}
	d.schedule(time.Hour).run(t.Context())
	if len(d.runs) != 4 || !d.runs[0].Equal(noon) {
		t.Fatalf("runs at %v", d.runs)
	}
	for i := range 3 {
		if gap := d.runs[i+1].Sub(d.runs[i]); gap < time.Hour || gap > time.Hour+3*time.Minute {
			t.Errorf("%v between two runs", gap)
		}
	}
	if strings.ContainsAny(d.log.String(), "\x1b\x07") {
		t.Errorf("an escape reaches the terminal: %q", d.log.String())
	}
}

func TestScheduleLeavesAFreshPlaceAlone(t *testing.T) {
	d := &diary{now: noon, last: noon.Add(-50 * time.Minute), nights: 1}
	d.schedule(time.Hour).run(t.Context())
	if len(d.runs) != 1 || d.runs[0].Before(noon.Add(10*time.Minute)) || d.runs[0].After(noon.Add(13*time.Minute)) {
		t.Errorf("runs at %v\n%s", d.runs, &d.log)
	}
}

func TestScheduleSkipsWhatAnotherHasDone(t *testing.T) {
	d := &diary{now: noon, nights: 2, between: func(d *diary) { d.last = d.now.Add(-time.Minute) }}
	d.schedule(time.Hour).run(t.Context())
	if len(d.runs) != 1 {
		t.Errorf("runs at %v\n%s", d.runs, &d.log)
	}
}

func TestScheduleGoesOnThroughAnOutage(t *testing.T) {
	d := &diary{now: noon, broken: true, nights: 4, between: func(d *diary) { d.broken = d.now.Before(noon.Add(40 * time.Minute)) }}
	d.schedule(time.Hour).run(t.Context())
	if len(d.runs) != 5 || d.runs[3].After(noon.Add(time.Hour)) || d.last.Before(noon.Add(40*time.Minute)) {
		t.Errorf("runs at %v, the last good one at %v", d.runs, d.last)
	}
	for line := range strings.Lines(d.log.String()) {
		if !strings.HasPrefix(line, "2026-06-02T") {
			t.Errorf("not one line for each event: %q", line)
		}
	}
}

// A clock that was set back must not make it wait until the future.
func TestScheduleDoesNotWaitForTheFuture(t *testing.T) {
	d := &diary{now: noon, last: noon.Add(48 * time.Hour), nights: 0}
	d.schedule(time.Hour).run(t.Context())
	if len(d.runs) != 1 {
		t.Errorf("runs at %v", d.runs)
	}
}
