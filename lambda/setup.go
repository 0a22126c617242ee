package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"paperfeeds/publisher"
	"paperfeeds/settings"
	"paperfeeds/source"
	"paperfeeds/store"
)

// configFile is where the settings are looked for in the bucket.
const configFile = "config.yaml"

// publisher opens the place that the environment names and reads the settings there.
func (f *function) publisher(ctx context.Context) (*publisher.Publisher, error) {
	out := f.getenv("PAPERFEEDS_OUT")
	if !strings.HasPrefix(out, "s3://") {
		// A folder would be gone with the function, and every run the first one.
		return nil, fmt.Errorf("PAPERFEEDS_OUT is %q; set it to s3://bucket or s3://bucket/prefix", out)
	}
	place, err := store.Open(ctx, out)
	if err != nil {
		return nil, err
	}
	wishes, err := f.settings(ctx, place)
	if err != nil {
		return nil, err
	}
	every, err := time.ParseDuration(cmp.Or(f.getenv("PAPERFEEDS_EVERY"), "0s"))
	if err != nil || every < 0 {
		return nil, fmt.Errorf("PAPERFEEDS_EVERY is %q; set it to the time between two runs, such as 1h or 30m", f.getenv("PAPERFEEDS_EVERY"))
	}
	return &publisher.Publisher{Place: place, BaseURL: f.getenv("PAPERFEEDS_BASE_URL"), Settings: wishes, Every: every}, nil
}

// settings reads config.yaml, or the file that PAPERFEEDS_CONFIG names, from the bucket. None is fine, unless it was named.
func (f *function) settings(ctx context.Context, place store.Place) (settings.Settings, error) {
	named := f.getenv("PAPERFEEDS_CONFIG")
	name := cmp.Or(named, configFile)
	body, _, err := place.Get(ctx, name)
	if err != nil && (named != "" || !errors.Is(err, store.ErrNotFound)) {
		return settings.Settings{}, fmt.Errorf("settings: %w", err)
	}
	s, err := settings.Parse(body)
	if err != nil {
		return s, fmt.Errorf("settings %s: %w", name, err)
	}
	return s, f.override(&s)
}

// override puts the template's parameters above the file: who sets them where the function is looked after means them.
func (f *function) override(s *settings.Settings) error {
	title, days := f.getenv("PAPERFEEDS_TITLE"), f.getenv("PAPERFEEDS_BACKFILL_DAYS")
	doc := ""
	if title != "" {
		quoted, err := json.Marshal(title) // which is YAML, too
		if err != nil {
			return fmt.Errorf("PAPERFEEDS_TITLE: %w", err)
		}
		doc += fmt.Sprintf("title: %s\n", quoted)
	}
	if days != "" {
		doc += fmt.Sprintf("backfill_days: %s\n", days)
	}
	if doc == "" {
		return nil
	}
	wishes, err := settings.Parse([]byte(doc)) // so that the same is allowed as in the file
	if err != nil {
		return fmt.Errorf("PAPERFEEDS_TITLE or PAPERFEEDS_BACKFILL_DAYS: %w", err)
	}
	if title != "" {
		s.Title = wishes.Title
	}
	if days != "" {
		s.BackfillDays = wishes.BackfillDays
	}
	return nil
}

// request turns an event into what a run is asked to do.
func (f *function) request(asked event, backfillDays int) (publisher.Request, error) {
	req := publisher.Request{Now: f.now(), Clock: f.now}
	if asked.Rebuild {
		req.Again = true
		return req, nil
	}
	client, err := source.New(source.Options{Base: f.getenv("PAPERFEEDS_SOURCE"), Token: f.getenv("HF_TOKEN"), Version: version})
	if err != nil {
		return req, err
	}
	if asked.live() {
		req.Reader = publisher.Live{Source: client, BackfillDays: backfillDays}
		return req, nil
	}
	req.Reader, req.Past = publisher.OnDays{Source: client, Dates: asked.Dates, Resume: asked.From != ""}, true
	return req, nil
}
