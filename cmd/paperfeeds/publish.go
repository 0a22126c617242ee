package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"paperfeeds/publisher"
	"paperfeeds/sample"
)

// A publish is one call of the command: its flags.
type publish struct {
	placement
	origin
	reporting
	env      *environment
	dates    []string
	listings []string
	now      string
	sample   bool
}

func newPublish(env *environment) *cobra.Command {
	p := &publish{env: env}
	c := &cobra.Command{
		Use:   "publish",
		Short: "One run: read, merge, publish what changed",
		Long: `One run: read, merge, publish what changed.

A run reads the newest list day, the two list days before it, and what was
missed since the last run; the first run on an empty place reads back 30 days.
A run that finds nothing new writes nothing but status.json, so it may be run
as often as you like; once an hour is plenty.

A saved listing is a page (.html), an answer of the API (.json, which takes its
list day from its name), or the text of a search page (.txt, whose papers are
looked up by title). It is dated into the past, unless --now says when it was.

PAPERFEEDS_TIMEOUT in the environment is what one request to the source may take
(30s), PAPERFEEDS_ATTEMPTS how often one address is asked at most (4), and
HF_TOKEN an access token of Hugging Face, which is not needed.
PAPERFEEDS_EVERY says how often you run it, for status.json.`,
		Example: `  paperfeeds publish --sample
  paperfeeds publish --out ./public --base-url https://feeds.example.org/
  paperfeeds publish --out s3://my-bucket --base-url https://feeds.example.org/
  paperfeeds publish --date 2026-06-01 2026-06-02
  paperfeeds publish --listing saved/2026-06-01.html.gz saved/2026-05-28.json
  paperfeeds publish --dry-run`,
		RunE: p.run,
	}
	f := c.Flags()
	p.placement.flags(c)
	p.origin.flags(c)
	f.StringArrayVar(&p.dates, "date", nil, "list day to read instead of the newest ones (2026-06-03); more may follow")
	f.StringArrayVar(&p.listings, "listing", nil, "saved listing to read instead of the network: .html, .json or .txt, each also .gz; more may follow")
	f.BoolVar(&p.sample, "sample", false, "publish the invented papers that come with the program (default --out "+defaultSampleOut+")")
	f.StringVar(&p.now, "now", "", "act as if it were this time (RFC 3339); only with --listing or a --source of your own")
	p.reporting.flags(f)
	takes(c, "DAY", "date")
	takes(c, "FILE", "listing")
	takes(c, "TIME", "now")
	noFiles(c, "date", "now")
	return c
}

func (p *publish) run(c *cobra.Command, args []string) error {
	req, err := p.request(args)
	if err != nil {
		return err
	}
	if err := p.readSource(&req); err != nil {
		return err
	}
	out := defaultOut
	if p.sample {
		out = defaultSampleOut
	}
	p.placement.fill(p.env, out)
	pub, err := p.open(c.Context(), p.env)
	if err != nil {
		return err
	}
	pub.Sample = p.sample
	if live, ok := req.Reader.(publisher.Live); ok {
		live.BackfillDays = pub.Settings.BackfillDays
		req.Reader = live
	}
	report, err := pub.Run(c.Context(), req)
	return p.tell(c, p.env, report, err, func() string { return p.summary(report) })
}

// request turns the flags into what a run is asked to do; args are further values of --listing or --date.
func (p *publish) request(args []string) (publisher.Request, error) {
	req := publisher.Request{Now: p.env.Now(), Clock: p.env.Now, DryRun: p.dryRun}
	switch {
	case len(p.listings) > 0 && len(p.dates) > 0, p.sample && len(p.listings)+len(p.dates) > 0:
		return req, usagef("--listing, --date and --sample exclude each other")
	case len(p.listings) > 0:
		p.listings = append(p.listings, args...)
	case len(p.dates) > 0:
		p.dates = append(p.dates, args...)
	case len(args) > 0:
		return req, usagef("%q follows no --listing or --date; see paperfeeds publish --help", args[0])
	}
	for _, day := range p.dates {
		if _, err := parseDay("--date", day); err != nil {
			return req, err
		}
	}
	p.origin.fill(p.env)
	if p.now != "" {
		if len(p.listings) == 0 && !p.own() {
			return req, usagef("--now goes with --listing or a --source of your own: dates that were published are for ever")
		}
		t, err := time.Parse(time.RFC3339, p.now)
		if err != nil {
			return req, usagef("--now %q is no time such as 2026-06-03T12:00:00Z", p.now)
		}
		req.Now, req.Clock = t, nil
	}
	switch {
	case p.sample:
		return req, p.readSample(&req)
	case len(p.listings) > 0:
		return req, p.readListings(&req)
	}
	return req, nil
}

// readSource makes the run read the network, unless it already has listings.
func (p *publish) readSource(req *publisher.Request) error {
	if req.Reader != nil {
		return nil
	}
	client, err := p.client(p.env, nil)
	if err != nil {
		return err
	}
	if len(p.dates) > 0 {
		req.Reader, req.Past = publisher.OnDays{Source: client, Dates: p.dates}, true
		return nil
	}
	req.Reader = publisher.Live{Source: client}
	return nil
}

func (p *publish) readListings(req *publisher.Request) error {
	var saved publisher.SavedListings
	for _, name := range p.listings {
		body, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read listing: %w", err)
		}
		saved = append(saved, publisher.SavedListing{Name: name, Body: body})
	}
	// Without --now nobody was there to see them: they are dated like a backfill.
	req.Reader, req.Past = saved, p.now == ""
	return nil
}

func (p *publish) readSample(req *publisher.Request) error {
	listings, err := sample.Listings()
	if err != nil {
		return fmt.Errorf("read the sample: %w", err)
	}
	var saved publisher.SavedListings
	for _, l := range listings {
		saved = append(saved, publisher.SavedListing{Name: l.Name, Body: l.Body})
	}
	req.Reader, req.Past = saved, true
	return nil
}

// parseDay reads a list day that a flag named.
func parseDay(flag, day string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return t, usagef("%s %q is no day such as 2026-06-03", flag, day)
	}
	return t, nil
}
