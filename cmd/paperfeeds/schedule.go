package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"paperfeeds/publisher"
)

// A schedule runs a publisher again and again. It outlives every failure: the source may be away for days.
type schedule struct {
	env   *environment
	every time.Duration
	// last is when the last good run began, by anybody; zero where there was none.
	last func(ctx context.Context) time.Time
	// publish does a run.
	publish func(ctx context.Context) (publisher.Report, error)
	// sleep waits, and returns early with the context's error when that ends.
	sleep func(ctx context.Context, wait time.Duration) error
}

func newSchedule(env *environment, pub *publisher.Publisher, source publisher.Source) *schedule {
	return &schedule{
		env: env, every: pub.Every, sleep: sleep,
		last: func(ctx context.Context) time.Time {
			status, err := publisher.LastStatus(ctx, pub.Place)
			if err != nil || status.State == "failed" {
				return time.Time{}
			}
			return status.Run.Started
		},
		publish: func(ctx context.Context) (publisher.Report, error) {
			return pub.Run(ctx, publisher.Request{
				Reader: publisher.Live{Source: source, BackfillDays: pub.Settings.BackfillDays}, Now: env.Now(), Clock: env.Now,
			})
		},
	}
}

const (
	// retry is how long a run that failed is waited for, unless the schedule is quicker.
	retry = 15 * time.Minute
	// jitter spreads the runs of many machines, which all were started at some full hour, over a twentieth of the time between them.
	jitter = 20
)

// run publishes until the context ends.
func (s *schedule) run(ctx context.Context) {
	for {
		wait := s.every - s.env.Now().Sub(s.last(ctx))
		if wait <= 0 || wait > s.every { // more: the last run says it is of the future
			wait = s.once(ctx)
		} else {
			s.say("the last run is fresh; the next one begins at %s", s.env.Now().Add(wait).UTC().Format(time.TimeOnly))
		}
		if s.sleep(ctx, wait+rand.N(max(s.every/jitter, 1))) != nil {
			return
		}
	}
}

// once does a run, says in one line what came of it, and returns how long to wait for the next.
func (s *schedule) once(ctx context.Context) time.Duration {
	report, err := s.publish(ctx)
	switch {
	case ctx.Err() != nil:
		return 0 // stopped; what it says is of no interest
	case err != nil:
		wait := min(s.every, retry)
		s.say("publish failed, what was published is still served: %s; trying again in %s", strings.ReplaceAll(err.Error(), "\n", "; "), span(wait))
		return wait
	}
	for _, w := range report.Warnings {
		s.say("warning: %s", w)
	}
	s.say("published %s, %s; wrote %s, %d unchanged", count(report.Papers, "paper"), count(report.New, "new paper"),
		count(report.Written, "file"), report.Unchanged)
	return s.every
}

// say prints a line of the log, with the time.
func (s *schedule) say(format string, args ...any) {
	fmt.Fprintln(s.env.Stderr, s.env.Now().UTC().Format("2006-01-02T15:04:05Z"), oneLine(fmt.Sprintf(format, args...)))
}

func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
