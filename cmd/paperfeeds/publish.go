package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"paperfeeds/publisher"
	"paperfeeds/sample"
	"paperfeeds/source"
)

// A publish is one call of the command: its flags.
type publish struct {
	placement
	env      *environment
	source   string
	dates    []string
	listings []string
	now      string
	sample   bool
	dryRun   bool
	json     bool
}

func newPublish(env *environment) *cobra.Command {
	p := &publish{env: env}
	c := &cobra.Command{
		Use:   "publish",
		Short: "One run: read, merge, publish what changed",
		Long: `One run: read, merge, publish what changed.

PAPERFEEDS_TIMEOUT in the environment is what one request to the source may take (30s), PAPERFEEDS_ATTEMPTS how often one address is
asked at most (4), HF_TOKEN an access token of Hugging Face, which is not needed.`,
		Example: `  paperfeeds publish --sample
  paperfeeds publish --out ./public --base-url https://feeds.example.org/
  paperfeeds publish --listing saved/2026-06-03.html.gz saved/2026-06-02.json`,
		RunE: p.run,
	}
	f := c.Flags()
	f.SortFlags = false
	p.flags(f)
	f.StringVar(&p.source, "source", "", "where to read (default https://huggingface.co; env PAPERFEEDS_SOURCE)")
	f.StringArrayVar(&p.dates, "date", nil, "read these list days instead of the newest ones (2026-06-03); more may follow")
	f.StringArrayVar(&p.listings, "listing", nil, "read saved listings instead of the network: .html, .json or .txt, each also .gz; more may follow")
	f.BoolVar(&p.sample, "sample", false, "publish the invented papers that come with the program (default --out "+defaultSampleOut+")")
	f.StringVar(&p.now, "now", "", "act as if it were this time (RFC 3339); only with --listing or a --source of your own")
	f.BoolVar(&p.dryRun, "dry-run", false, "say what would be written, write nothing")
	f.BoolVar(&p.json, "json", false, "print the run report as JSON")
	return c
}

func (p *publish) run(c *cobra.Command, args []string) error {
	req, err := p.request(args)
	if err != nil {
		return err
	}
	out := defaultOut
	if p.sample {
		out = defaultSampleOut
	}
	p.fill(p.env, out)
	pub, err := p.open(c.Context())
	if err != nil {
		return err
	}
	pub.Sample = p.sample
	if err := p.readSource(&req, pub.Settings.BackfillDays); err != nil {
		return err
	}
	report, err := pub.Run(c.Context(), req)
	if p.json {
		e := json.NewEncoder(c.OutOrStdout())
		e.SetIndent("", " ")
		if err := e.Encode(report); err != nil {
			return fmt.Errorf("print the report: %w", err)
		}
	}
	for _, w := range report.Warnings {
		fmt.Fprintln(c.ErrOrStderr(), "warning:", w)
	}
	if err != nil || p.json {
		return err
	}
	p.summary(c, report)
	return nil
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
	p.source = cmp.Or(p.source, p.env.Getenv("PAPERFEEDS_SOURCE"))
	if p.now != "" {
		if len(p.listings) == 0 && p.source == "" {
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
func (p *publish) readSource(req *publisher.Request, backfillDays int) error {
	if req.Reader != nil {
		return nil
	}
	options := source.Options{Base: p.source, Token: p.env.Getenv("HF_TOKEN"), Version: version}
	if err := patience(p.env, &options); err != nil {
		return err
	}
	client, err := source.New(options)
	if err != nil {
		return usagef("--source: %w", err)
	}
	if len(p.dates) > 0 {
		req.Reader, req.Past = publisher.OnDays{Source: client, Dates: p.dates}, true
		return nil
	}
	req.Reader = publisher.Live{Source: client, BackfillDays: backfillDays}
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
