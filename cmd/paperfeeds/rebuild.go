package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"paperfeeds/publisher"
)

// A rebuild is one call of the command: its flags.
type rebuild struct {
	placement
	reporting
	env    *environment
	topics bool
}

func newRebuild(env *environment) *cobra.Command {
	r := &rebuild{env: env}
	c := &cobra.Command{
		Use:   "rebuild",
		Short: "Every file again from the archive",
		Long: `Every file again from the archive, without the network.

It is for a place whose feeds were lost or damaged; the archive is all it needs.
Files that are there as they should be are left alone. Nothing else calls for
it: a new version or new settings make the next publish render what differs.

--topics also decides the topics of every paper again by the rules in force.
That renumbers: archive documents get other items, and readers that follow them
may show papers again. Do it before a site is announced, or not at all.`,
		Example: `  paperfeeds rebuild
  paperfeeds rebuild --out s3://my-bucket --base-url https://feeds.example.org/
  paperfeeds rebuild --topics --dry-run`,
		Args: noArgs,
		RunE: r.run,
	}
	f := c.Flags()
	r.placement.flags(c)
	f.BoolVar(&r.topics, "topics", false, "decide the topics of every paper again, too; it renumbers archive documents")
	r.reporting.flags(f)
	return c
}

func (r *rebuild) run(c *cobra.Command, _ []string) error {
	r.fill(r.env, defaultOut)
	pub, a, err := r.archive(c.Context(), r.env)
	if err != nil {
		return err
	}
	pub.Sample = a.Index.Place.Kind == "sample"
	limitMemory(r.env, a.Papers())
	if r.topics {
		fmt.Fprintln(r.env.Stderr, "deciding the topics of every paper again: feeds of topics and combinations get other items, and their archive documents are renumbered")
	}
	report, err := pub.Run(c.Context(), publisher.Request{Now: r.env.Now(), Clock: r.env.Now, Again: true, Decide: r.topics, DryRun: r.dryRun})
	return r.tell(c, r.env, report, err, func() string {
		return fmt.Sprintf("%s: %s in %s from the archive; %s, %d were right",
			r.out, count(report.Papers, "paper"), count(report.Feeds, "feed"), r.wrote(report), report.Unchanged)
	})
}
