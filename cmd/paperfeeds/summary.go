package main

import (
	"fmt"
	"strings"
	"time"

	"paperfeeds/publisher"
)

// summary says in one line what a run did, with the next command to type where there is one.
func (p *publish) summary(r publisher.Report) string {
	return fmt.Sprintf("%s: %s, %s, %s; %s, %d unchanged%s",
		p.out, count(r.Papers, "paper"), count(r.New, "new paper"), count(r.Feeds, "feed"), p.wrote(r), r.Unchanged, p.next())
}

// next is what to do next, if that is not plain.
func (p *publish) next() string {
	if p.dryRun || !p.sample {
		return ""
	}
	return fmt.Sprintf(". Look at %s/all.rss, or serve the folder: paperfeeds serve --out %s", strings.TrimSuffix(p.out, "/"), p.out)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// span is a time between two runs as people write it, "1h" where Go writes "1h0m0s".
func span(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func size(n int64) string {
	switch {
	case n < 10_000:
		return fmt.Sprintf("%d bytes", n)
	case n < 10_000_000:
		return fmt.Sprintf("%d KB", n/1000)
	}
	return fmt.Sprintf("%d MB", n/1_000_000)
}
