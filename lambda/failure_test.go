package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"paperfeeds/publisher"
	"paperfeeds/sample"
)

// What goes wrong fails the invocation, with a sentence that says what to do.
func TestFailures(t *testing.T) {
	daily, bucket := newDaily(t, 40), newBucket(t)
	bucket.put(t, "wrong.yaml", "title: Papers\ntitel: Papers\nbackfill_days: many\n")
	for _, test := range []struct {
		name  string
		event string
		env   string
		want  string
	}{
		{"event with a typing error", `{"form": "2026-05-01"}`, "", `"form"`},
		{"event that is no JSON", `{`, "", `it looks like {}`},
		{"no place", "{}", "PAPERFEEDS_OUT=", "set it to s3://bucket"},
		{"folder", "{}", "PAPERFEEDS_OUT=./public", "set it to s3://bucket"},
		{"no such bucket", "{}", "PAPERFEEDS_OUT=s3://elsewhere", "elsewhere"},
		{"wrong key", "{}", "AWS_SECRET_ACCESS_KEY=wrong", "the secret key is wrong"},
		{"no base URL", "{}", "PAPERFEEDS_BASE_URL=", "it looks like https://"},
		{"schedule that is no time", "{}", "PAPERFEEDS_EVERY=hourly", "such as 1h"},
		{"title of blanks", "{}", "PAPERFEEDS_TITLE= ", "PAPERFEEDS_TITLE"},
		{"backfill of a thousand days", "{}", "PAPERFEEDS_BACKFILL_DAYS=1000", "0 to 365"},
		{"settings with mistakes", "{}", "PAPERFEEDS_CONFIG=wrong.yaml", "wrong.yaml: line 2"},
		{"settings that are not there", "{}", "PAPERFEEDS_CONFIG=missing.yaml", "missing.yaml"},
		{"source that is no address", "{}", "PAPERFEEDS_SOURCE=huggingface", "not of the form http"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := startFunction(t, bucket.env(daily, test.env)...)
			message := f.fail(t, test.event)
			t.Log(message)
			if !strings.Contains(message, test.want) || strings.Contains(message, "\n") {
				t.Errorf("got %q, want one line with %q", message, test.want)
			}
			lines := f.lines(t)
			if !slices.ContainsFunc(lines, func(l map[string]any) bool { return l["level"] == "ERROR" }) {
				t.Error("the error is not in the log")
			}
			if m := measured(t, lines); m["Success"] != 0.0 {
				t.Errorf("metrics %v, want Success 0", m)
			}
		})
	}
}

// Both mistakes of a file are told at once, each with its line.
func TestSettingsMistakes(t *testing.T) {
	daily, bucket := newDaily(t, 40), newBucket(t)
	bucket.put(t, "config.yaml", "titel: Papers\nbackfill_days: many\n")
	f := startFunction(t, bucket.env(daily)...)
	message := f.fail(t, "{}")
	if !strings.Contains(message, "line 1") || !strings.Contains(message, "line 2") {
		t.Errorf("got %q, want both lines named", message)
	}
}

// config.yaml in the bucket is read at every run; the template's parameters stand above it.
func TestSettings(t *testing.T) {
	daily, bucket := newDaily(t, 40), newBucket(t)
	bucket.put(t, "config.yaml", "title: From the file\nbackfill_days: 2\n")
	f := startFunction(t, bucket.env(daily)...)
	f.run(t, "{}")
	if asked := daily.asked(); len(asked) != 1+2 {
		t.Errorf("two days back were wished for, and the source was asked for %v", asked)
	}
	if !strings.Contains(bucket.get(t, "all.rss"), "From the file") {
		t.Error("all.rss does not have the title of config.yaml")
	}
	bucket.put(t, "config.yaml", "title: Changed\n")
	f.run(t, "{}")
	if !strings.Contains(bucket.get(t, "all.rss"), "Changed") {
		t.Error("all.rss does not have the title of the changed config.yaml")
	}

	above := startFunction(t, bucket.env(daily, `PAPERFEEDS_TITLE=The "stack": its own`, "PAPERFEEDS_BACKFILL_DAYS=0")...)
	above.run(t, "{}")
	var feed struct{ Title string }
	if err := json.Unmarshal([]byte(bucket.get(t, "all.json")), &feed); err != nil || !strings.Contains(feed.Title, `The "stack": its own`) {
		t.Errorf("all.json is titled %q (%v)", feed.Title, err)
	}
}

// Where a run fails, what was published stays, and status.json says why.
func TestFailureChangesNothing(t *testing.T) {
	daily, bucket := newDaily(t, 40), newBucket(t)
	f := startFunction(t, bucket.env(daily)...)
	f.run(t, "{}")
	before := bucket.contents(t)
	daily.change(func(*sample.Day) { daily.broken = "/" })
	message := f.fail(t, "{}")
	if !strings.Contains(message, "no list day could be read") {
		t.Errorf("got %q", message)
	}
	if changed := changedKeys(before, bucket.contents(t)); len(changed) > 0 {
		t.Errorf("a run that read nothing changed %v", changed)
	}
	var status publisher.Status
	if err := json.Unmarshal([]byte(bucket.get(t, publisher.StatusFile)), &status); err != nil {
		t.Fatal(err)
	}
	if status.State != "failed" || status.Error != message || status.LastGood.IsZero() || status.NextRun.IsZero() {
		t.Errorf("status %+v, want failed with %q, the last good run and the next one", status, message)
	}
}
