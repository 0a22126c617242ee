package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/settings"
	"paperfeeds/store"
)

// A placement says which place a command works on, and with which settings; every command has these flags.
type placement struct {
	out, baseURL, config string
	assumed              bool // nobody said where the place is served
}

const (
	defaultOut       = "./public"
	defaultSampleOut = "./sample-public"
	defaultBaseURL   = "http://localhost:8080/"
	// bucketConfig is where the settings of a bucket are, unless told otherwise.
	bucketConfig = "config.yaml"
)

func (p *placement) flags(c *cobra.Command) {
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&p.out, "out", "", "folder or s3://bucket[/prefix] (default "+defaultOut+"; env PAPERFEEDS_OUT)")
	f.StringVar(&p.baseURL, "base-url", "", "where the place is served (default "+defaultBaseURL+"; env PAPERFEEDS_BASE_URL)")
	f.StringVar(&p.config, "config", "", "settings, a YAML file (env PAPERFEEDS_CONFIG; S3: "+bucketConfig+" in the bucket)")
	// The errors are for flags that do not exist.
	_ = c.MarkFlagDirname("out")
	_ = c.MarkFlagFilename("config", "yaml", "yml")
	takes(c, "PLACE", "out")
	takes(c, "URL", "base-url")
	takes(c, "FILE", "config")
	noFiles(c, "base-url")
}

// fill takes what no flag says from the environment, then from the defaults.
func (p *placement) fill(env *environment, out string) {
	p.out = cmp.Or(p.out, env.Getenv("PAPERFEEDS_OUT"), out)
	p.baseURL = cmp.Or(p.baseURL, env.Getenv("PAPERFEEDS_BASE_URL"))
	p.assumed = p.baseURL == ""
	p.baseURL = cmp.Or(p.baseURL, defaultBaseURL)
	p.config = cmp.Or(p.config, env.Getenv("PAPERFEEDS_CONFIG"))
}

// open opens the place and reads the settings.
func (p *placement) open(ctx context.Context, env *environment) (*publisher.Publisher, error) {
	every, err := everyOf(env)
	if err != nil {
		return nil, err
	}
	pub := &publisher.Publisher{BaseURL: p.baseURL, Assumed: p.assumed, Every: every}
	if err := pub.Check(); err != nil {
		return nil, usageError{err}
	}
	if !p.isBucket() { // mistakes first: to open a folder makes it
		if pub.Settings, err = p.settings(ctx, nil); err != nil {
			return nil, err
		}
	}
	place, err := store.Open(ctx, p.out)
	if err != nil {
		return nil, err
	}
	pub.Place = place
	if p.isBucket() {
		pub.Settings, err = p.settings(ctx, place)
	}
	return pub, err
}

// everyOf is the time between two runs that the environment tells; 0 where there is no schedule.
func everyOf(env *environment) (time.Duration, error) {
	text := env.Getenv("PAPERFEEDS_EVERY")
	every, err := time.ParseDuration(cmp.Or(text, "0s"))
	if err != nil || every < 0 {
		return 0, usagef("PAPERFEEDS_EVERY is %q; set it to the time between two runs, such as 1h or 30m", text)
	}
	return every, nil
}

// existing opens a place that is there already.
func (p *placement) existing(ctx context.Context, env *environment) (*publisher.Publisher, error) {
	if _, err := os.Stat(p.out); !p.isBucket() && errors.Is(err, os.ErrNotExist) {
		return nil, p.nothing()
	}
	return p.open(ctx, env)
}

// archive opens the archive of a place that is there already.
func (p *placement) archive(ctx context.Context, env *environment) (*publisher.Publisher, *archive.Archive, error) {
	pub, err := p.existing(ctx, env)
	if err != nil {
		return nil, nil, err
	}
	a, err := publisher.Look(ctx, pub.Place)
	if err == nil && a == nil {
		err = p.nothing()
	}
	return pub, a, err
}

// nothing is the error for a place that nothing has been published to.
func (p *placement) nothing() error {
	return fmt.Errorf("nothing has been published to %s; begin with: paperfeeds publish --out %s", p.out, p.out)
}

func (p *placement) isBucket() bool { return strings.HasPrefix(p.out, "s3://") }

// settings reads the settings: the file that was named, else those of the bucket; place is asked for these only.
func (p *placement) settings(ctx context.Context, place publisher.Place) (settings.Settings, error) {
	name, body, err := p.config, []byte(nil), error(nil)
	switch {
	case p.config != "":
		if body, err = os.ReadFile(p.config); err != nil {
			return settings.Settings{}, fmt.Errorf("read settings: %w", err)
		}
	case p.isBucket():
		name = p.out + "/" + bucketConfig
		body, _, err = place.Get(ctx, bucketConfig)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return settings.Settings{}, fmt.Errorf("read settings: %w", err)
		}
	}
	s, err := settings.Parse(body)
	if err != nil {
		return s, usagef("settings %s: %w", name, err)
	}
	return s, nil
}
