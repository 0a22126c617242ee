package main

import (
	"context"
	"errors"
	"time"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/source"
)

const (
	// gentle is the pause between two requests: with the time they take it makes about the 500 in five minutes that the source allows,
	// so that others behind the same address are not kept waiting.
	gentle = 400 * time.Millisecond
	// grace is for the day that is being read when the program is asked to stop.
	grace = 5 * time.Second
	// partDays is how many days are kept at once: a month or two are written for each part.
	partDays = 35
	// maxRefused is after how many days in a row without an answer the source is left alone: each costs it and us four attempts.
	maxRefused = 3
)

// A pastReader reads past list days, one after the other.
type pastReader struct {
	source   *whole
	env      *environment
	pause    time.Duration
	progress progress

	new, kept int
	warnings  []string
	failed    []string // days that could not be read
	refused   int      // in a row
	stopped   error    // why no more days are read
}

// read reads some days, newest first, until it is stopped: by the context, or because the source is out of reach.
func (r *pastReader) read(ctx context.Context, days []string) (publisher.Reading, error) {
	reading := publisher.Reading{Past: true, Read: []string{}}
	finish, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })()
	empty := archive.New(archive.Place{})
	for i, day := range days {
		if i > 0 && r.pause > 0 {
			_ = sleep(ctx, r.pause) // the context is looked at below
		}
		if r.stopped = ctx.Err(); r.stopped != nil {
			return reading, nil
		}
		one, err := publisher.OnDays{Source: r.source, Dates: []string{day}}.Read(finish, empty, r.env.Now())
		if err != nil {
			return reading, err
		}
		r.warnings = append(r.warnings, one.Warnings...)
		for _, d := range one.Days {
			r.progress.day(d)
			if d.Error == "" {
				continue
			}
			r.failed = append(r.failed, day)
		}
		if r.stopped = r.hopeless(ctx); r.stopped != nil {
			return reading, nil
		}
		add(&reading, one)
	}
	return reading, nil
}

// hopeless says why other days would fare no better than the last one, nil if they may.
func (r *pastReader) hopeless(ctx context.Context) error {
	err := r.source.err
	if err == nil || errors.Is(err, source.ErrNotYet) {
		r.refused = 0
		return nil
	}
	r.refused++
	_, limited := errors.AsType[source.Limited](err)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited, errors.Is(err, source.ErrUnreachable), errors.Is(err, source.ErrChallenged), r.refused == maxRefused:
		return err
	}
	return nil
}

// A whole source gives a day whole or not at all, and remembers how the last one went: what was read in part would be taken for read.
type whole struct {
	publisher.Source
	err error
}

func (w *whole) API(ctx context.Context, date string) ([]source.Answer, error) {
	var answers []source.Answer
	if answers, w.err = w.Source.API(ctx, date); w.err != nil {
		return nil, w.err
	}
	return answers, nil
}

// add takes a day that was read into the reading.
func add(reading *publisher.Reading, one publisher.Reading) {
	reading.Listings = append(reading.Listings, one.Listings...)
	reading.Days = append(reading.Days, one.Days...)
	reading.Read = append(reading.Read, one.Read...)
	reading.Backfilled = append(reading.Backfilled, one.Backfilled...)
}

// A readBefore is a reading that a run need not do.
type readBefore struct{ reading publisher.Reading }

func (r readBefore) Read(context.Context, *archive.Archive, time.Time) (publisher.Reading, error) {
	return r.reading, nil
}
