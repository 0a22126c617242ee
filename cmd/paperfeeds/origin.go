package main

import (
	"cmp"
	"context"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"paperfeeds/source"
)

// An origin says where a command reads.
type origin struct{ source string }

func (o *origin) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.source, "source", "", "where to read (default https://huggingface.co; env PAPERFEEDS_SOURCE)")
	takes(c, "URL", "source")
	noFiles(c, "source")
}

func (o *origin) fill(env *environment) { o.source = cmp.Or(o.source, env.Getenv("PAPERFEEDS_SOURCE")) }

// own tells whether the source is one of the operator's own, who may do with it as they like.
func (o *origin) own() bool {
	u, err := url.Parse(o.source)
	return o.source != "" && err == nil && u.Hostname() != "huggingface.co"
}

// client reads the source; sleep, if any, waits for it.
func (o *origin) client(env *environment, sleep func(context.Context, time.Duration) error) (*source.Client, error) {
	options := source.Options{Base: o.source, Token: env.Getenv("HF_TOKEN"), Version: programVersion(), Sleep: sleep}
	if err := patience(env, &options); err != nil {
		return nil, err
	}
	client, err := source.New(options)
	if err != nil {
		return nil, usagef("--source: %w", err)
	}
	return client, nil
}
