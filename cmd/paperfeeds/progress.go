package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"paperfeeds/publisher"
)

// A progress shows how a backfill gets on.
type progress interface {
	begin(days int)
	day(publisher.DayReport)
	kept(publisher.Report)
	// waiting: the source is not asked again before that.
	waiting(wait time.Duration)
	// end: all has been read that will be.
	end()
	// publishing: what was read is rendered and put, which takes a while.
	publishing()
	done(place string, asked, read int, report publisher.Report)
}

// newProgress is a bar on a terminal, lines elsewhere, events for programs.
func newProgress(env *environment, out io.Writer, events bool) progress {
	switch {
	case events:
		return &eventLines{json.NewEncoder(out)}
	case isTerminal(env.Stderr):
		return &bar{lines: lines{env: env, out: out}}
	}
	return &lines{env: env, out: out}
}

// longWait is what must be explained.
const longWait = 3 * time.Second

// patient is how a source waits: it says so where that takes long.
func patient(p progress) func(context.Context, time.Duration) error {
	return func(ctx context.Context, wait time.Duration) error {
		if wait > longWait {
			p.waiting(wait.Round(time.Second))
		}
		return sleep(ctx, wait)
	}
}

// lines says in a line what was kept.
type lines struct {
	env         *environment
	out         io.Writer
	days, read  int
	papers      int
	first, last string // list days since the last line, newest first
}

func (l *lines) begin(days int) { l.days = days }

func (l *lines) day(d publisher.DayReport) {
	l.read++
	l.papers += d.Papers
	if l.first == "" {
		l.first = d.Date
	}
	l.last = d.Date
}

func (l *lines) kept(r publisher.Report) {
	fmt.Fprintf(l.env.Stderr, "%d of %d days; kept %s to %s: %s, %d new\n", l.read, l.days, l.last, l.first, count(l.papers, "paper"), r.New)
	l.first, l.papers = "", 0
}

func (l *lines) waiting(wait time.Duration) {
	fmt.Fprintf(l.env.Stderr, "waiting %s before the source is asked again\n", span(wait))
}

func (l *lines) end() {}

func (l *lines) publishing() { fmt.Fprintln(l.env.Stderr, "publishing what was read") }

func (l *lines) done(place string, asked, read int, r publisher.Report) {
	fmt.Fprintf(l.out, "%s: %s asked for, %d of them read now; %s, %s, %s; wrote %s (%s), %d unchanged\n", place, count(asked, "list day"), read,
		count(r.Papers, "paper"), count(r.New, "new paper"), count(r.Feeds, "feed"), count(r.Written, "file"), size(r.BytesWritten), r.Unchanged)
}

// A bar is one line of a terminal, drawn again and again. (schollz/progressbar would do, and draw much that is not wanted here.)
type bar struct {
	lines
	total int // papers
}

const barWidth = 30

func (b *bar) day(d publisher.DayReport) {
	b.lines.day(d)
	b.total += d.Papers
	full := barWidth * b.read / max(b.days, 1)
	b.draw(fmt.Sprintf("[%s%s] %d of %d days, %s, %s", strings.Repeat("#", full), strings.Repeat("-", barWidth-full),
		b.read, b.days, d.Date, count(b.total, "paper")))
}

func (b *bar) kept(publisher.Report) {}

func (b *bar) waiting(wait time.Duration) {
	b.draw(fmt.Sprintf("%d of %d days; waiting %s before the source is asked again", b.read, b.days, span(wait)))
}

func (b *bar) end() { b.draw("") }

func (b *bar) publishing() { b.draw("publishing what was read") }

func (b *bar) done(place string, asked, read int, r publisher.Report) {
	b.end()
	b.lines.done(place, asked, read, r)
}

// draw writes over the line: back to its beginning, clear to its end (ECMA-48, EL).
func (b *bar) draw(line string) { fmt.Fprint(b.env.Stderr, "\r\x1b[K"+line) }

// eventLines are JSON, an object a line.
type eventLines struct{ to *json.Encoder }

// An event is one line.
type event struct {
	Event string `json:"event"` // "day", "kept", "waiting" or "done"
	*publisher.DayReport
	Seconds int               `json:"seconds,omitempty"`
	Report  *publisher.Report `json:"report,omitempty"`
}

// print cannot say that standard output is gone; the run's end will.
func (e *eventLines) print(ev event) { _ = e.to.Encode(ev) }

func (e *eventLines) begin(int)                 {}
func (e *eventLines) day(d publisher.DayReport) { e.print(event{Event: "day", DayReport: &d}) }
func (e *eventLines) kept(r publisher.Report)   { e.print(event{Event: "kept", Report: &r}) }
func (e *eventLines) end()                      {}
func (e *eventLines) publishing()               {}

func (e *eventLines) waiting(wait time.Duration) {
	e.print(event{Event: "waiting", Seconds: int(wait.Seconds())})
}

func (e *eventLines) done(_ string, _, _ int, r publisher.Report) {
	e.print(event{Event: "done", Report: &r})
}
