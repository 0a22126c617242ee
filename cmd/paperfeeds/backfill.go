package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paperfeeds/publisher"
)

// A backfill is one call of the command: its flags.
type backfill struct {
	placement
	origin
	env      *environment
	from, to string
	json     bool
	progress progress
}

func newBackfill(env *environment) *cobra.Command {
	b := &backfill{env: env}
	c := &cobra.Command{
		Use:   "backfill --from D [--to D]",
		Short: "The same over past days, gently, with a progress bar",
		Long: `The same over past days, gently: the papers of every list day from D to D, dated
into the past. The source begins at ` + publisher.FirstDay + `; all of it takes about a quarter
of an hour, for the source takes 500 requests in five minutes.

It goes from the newest day to the oldest, keeps what it has read every few
weeks, and publishes at the end. Interrupt it with ctrl-C whenever you like: the
same command goes on where it was. Days that the place has papers of, or that
were read before, are not asked for again; publish --date does that.

Older papers renumber archive documents: backfill before you announce a site.`,
		Example: `  paperfeeds backfill --from 2026-01-01
  paperfeeds backfill --from ` + publisher.FirstDay + ` --out s3://my-bucket --base-url https://feeds.example.org/
  paperfeeds backfill --from 2025-01-01 --to 2025-06-30 --json`,
		Args: noArgs,
		RunE: b.run,
	}
	f := c.Flags()
	b.placement.flags(c)
	b.origin.flags(c)
	f.StringVar(&b.from, "from", "", "first list day (2026-01-01)")
	f.StringVar(&b.to, "to", "", "last list day (default today)")
	jsonFlag(f, &b.json, "what happens, an event a line,")
	takes(c, "DAY", "from", "to")
	noFiles(c, "from", "to")
	return c
}

func (b *backfill) run(c *cobra.Command, _ []string) error {
	ctx := c.Context()
	b.placement.fill(b.env, defaultOut)
	b.origin.fill(b.env)
	days, err := b.days()
	if err != nil {
		return err
	}
	b.progress = newProgress(b.env, c.OutOrStdout(), b.json)
	client, err := b.client(b.env, patient(b.progress))
	if err != nil {
		return err
	}
	pub, err := b.open(ctx, b.env)
	if err != nil {
		return err
	}
	wanted, err := b.unread(ctx, pub, days)
	if err != nil {
		return err
	}
	reader := &pastReader{source: &whole{Source: client}, env: b.env, progress: b.progress}
	if !b.own() {
		reader.pause = gentle
	}
	err = b.keepAll(ctx, pub, reader, wanted)
	warn(b.env, reader.warnings)
	if err != nil {
		return err
	}
	if reader.stopped = cmp.Or(reader.stopped, ctx.Err()); reader.stopped != nil {
		return b.unfinished(c, reader)
	}
	b.progress.publishing()
	report, err := pub.Run(ctx, publisher.Request{Now: b.env.Now(), Clock: b.env.Now})
	if err != nil {
		b.progress.end()
		if errors.Is(ctx.Err(), context.Canceled) {
			return fmt.Errorf("interrupted; all is read and kept, not all published yet; to go on: %s%s", c.CommandPath(), given(c))
		}
		return err
	}
	report.New = reader.new
	b.progress.done(b.out, len(days), len(wanted), report)
	if len(reader.failed) > 0 {
		return fmt.Errorf("%s could not be read: %s; the same command asks for them again",
			count(len(reader.failed), "list day"), strings.Join(reader.failed, ", "))
	}
	return nil
}

// days are the list days asked for, newest first.
func (b *backfill) days() ([]string, error) {
	if b.from == "" {
		return nil, usagef("backfill needs to know where to begin: --from %s is the first day of all", publisher.FirstDay)
	}
	from, err := parseDay("--from", b.from)
	if err != nil {
		return nil, err
	}
	today := b.env.Now().UTC().Truncate(24 * time.Hour)
	to := today
	if b.to != "" {
		if to, err = parseDay("--to", b.to); err != nil {
			return nil, err
		}
	}
	switch {
	case to.After(today):
		return nil, usagef("--to %s has not come yet", b.to)
	case from.After(to):
		return nil, usagef("--from %s lies after --to %s", b.from, to.Format(time.DateOnly))
	case b.from < publisher.FirstDay:
		return nil, usagef("--from %s: the source has nothing before %s", b.from, publisher.FirstDay)
	}
	var days []string
	for day := to; !day.Before(from); day = day.AddDate(0, 0, -1) {
		days = append(days, day.Format(time.DateOnly))
	}
	return days, nil
}

// unread leaves out the days that the place has.
func (b *backfill) unread(ctx context.Context, pub *publisher.Publisher, days []string) ([]string, error) {
	a, err := publisher.Look(ctx, pub.Place)
	if err != nil {
		return nil, err
	}
	if a == nil {
		if b.to != "" && days[0] < b.env.Now().UTC().AddDate(0, 0, -2).Format(time.DateOnly) {
			// The next run would take all days since for missed ones, and date their papers as if they had just appeared.
			return nil, fmt.Errorf("%s is empty: begin with the newest days, by paperfeeds publish or by leaving out --to", b.out)
		}
		return days, nil
	}
	if a.Index.Place.Kind == "sample" {
		return nil, fmt.Errorf("%s holds sample papers, and real ones are never mixed with them; give another --out", b.out)
	}
	if err := publisher.Load(ctx, pub.Place, a, a.NeedsCatalogue); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, row := range a.Catalogue().Rows {
		for _, day := range row.Days {
			known[day] = true
		}
	}
	var wanted []string
	for _, day := range days {
		if !known[day] && !a.Index.HasBackfilled(day) {
			wanted = append(wanted, day)
		}
	}
	return wanted, nil
}

// keepAll reads the days and keeps them in the archive, a month or two at a time, until all are there or the reader stops.
func (b *backfill) keepAll(ctx context.Context, pub *publisher.Publisher, reader *pastReader, days []string) error {
	b.progress.begin(len(days))
	defer b.progress.end()
	for part := range slices.Chunk(days, partDays) {
		reading, err := reader.read(ctx, part)
		if err != nil {
			return err
		}
		if n := len(reading.Read); n > 0 {
			// Whatever asks to stop: what was read is kept.
			report, err := pub.Run(context.WithoutCancel(ctx), publisher.Request{
				Reader: readBefore{reading}, Now: b.env.Now(), Clock: b.env.Now, Past: true, ArchiveOnly: true,
			})
			if err != nil {
				return err
			}
			reader.new += report.New
			reader.kept += n
			b.progress.kept(report)
		}
		if reader.stopped != nil {
			return nil
		}
	}
	return nil
}

// unfinished says how to go on.
func (b *backfill) unfinished(c *cobra.Command, reader *pastReader) error {
	why := "interrupted"
	if !errors.Is(reader.stopped, context.Canceled) {
		why = "stopped: " + reader.stopped.Error()
	}
	return fmt.Errorf("%s; %s read and kept, nothing of them published yet; to go on: %s%s", why, count(reader.kept, "list day"), c.CommandPath(), given(c))
}
