package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"paperfeeds/publisher"
)

// summary says in one line what a run did, with the next command to type where there is one.
func (p *publish) summary(c *cobra.Command, r publisher.Report) {
	fmt.Fprintf(c.OutOrStdout(), "%s: %s, %s, %s; %s %s (%s), %d unchanged%s\n",
		p.out, count(r.Papers, "paper"), count(r.New, "new paper"), count(r.Feeds, "feed"),
		wrote(p.dryRun), count(r.Written, "file"), size(r.BytesWritten), r.Unchanged, p.next())
}

func wrote(dryRun bool) string {
	if dryRun {
		return "would write"
	}
	return "wrote"
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

func size(n int64) string {
	switch {
	case n < 10_000:
		return fmt.Sprintf("%d bytes", n)
	case n < 10_000_000:
		return fmt.Sprintf("%d KB", n/1000)
	}
	return fmt.Sprintf("%d MB", n/1_000_000)
}
