package main

import (
	"cmp"
	"context"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"paperfeeds/publisher"
	"paperfeeds/settings"
	"paperfeeds/store"
)

// A placement says which place a command works on, and with which settings; every command has these flags.
type placement struct {
	out, baseURL, config string
}

const (
	defaultOut       = "./public"
	defaultSampleOut = "./sample-public"
	defaultBaseURL   = "http://localhost:8080/"
)

func (p *placement) flags(f *pflag.FlagSet) {
	f.StringVar(&p.out, "out", "", "folder or s3://bucket[/prefix] to publish to (default "+defaultOut+"; env PAPERFEEDS_OUT)")
	f.StringVar(&p.baseURL, "base-url", "", "where it is served (default "+defaultBaseURL+"; env PAPERFEEDS_BASE_URL)")
	f.StringVar(&p.config, "config", "", "settings, a YAML file (env PAPERFEEDS_CONFIG)")
}

// fill takes what no flag says from the environment, then from the defaults.
func (p *placement) fill(env *environment, out string) {
	p.out = cmp.Or(p.out, env.Getenv("PAPERFEEDS_OUT"), out)
	p.baseURL = cmp.Or(p.baseURL, env.Getenv("PAPERFEEDS_BASE_URL"), defaultBaseURL)
	p.config = cmp.Or(p.config, env.Getenv("PAPERFEEDS_CONFIG"))
}

// open opens the place and reads the settings.
func (p *placement) open(ctx context.Context) (*publisher.Publisher, error) {
	place, err := store.Open(ctx, p.out)
	if err != nil {
		return nil, err
	}
	wishes, err := p.settings()
	if err != nil {
		return nil, err
	}
	return &publisher.Publisher{Place: place, BaseURL: p.baseURL, Settings: wishes}, nil
}

func (p *placement) settings() (settings.Settings, error) {
	if p.config == "" {
		return settings.Default()
	}
	body, err := os.ReadFile(p.config)
	if err != nil {
		return settings.Settings{}, fmt.Errorf("read settings: %w", err)
	}
	s, err := settings.Parse(body)
	if err != nil {
		return s, usagef("settings %s: %w", p.config, err)
	}
	return s, nil
}
