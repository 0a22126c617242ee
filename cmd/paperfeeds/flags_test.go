package main

import (
	"bytes"
	"testing"
)

// What is said to be typed next must do the same as what was typed: with another --base-url it would write every link anew.
func TestGiven(t *testing.T) {
	for name, test := range map[string]struct {
		args, only []string
		want       string
	}{
		"all in order":   {args: []string{"--to", "2026-05-02", "--json", "--from=2026-05-01"}, want: " --to 2026-05-02 --json --from 2026-05-01"},
		"words of shell": {args: []string{"--out", "my feeds", "--config", "it's.yaml"}, want: ` --out 'my feeds' --config 'it'\''s.yaml'`},
		"only these":     {args: []string{"--from", "2026-05-01", "--base-url", "https://feeds.example/"}, only: []string{"base-url", "config"}, want: " --base-url https://feeds.example/"},
		"none":           {},
	} {
		c := newBackfill(newEnvironment(new(bytes.Buffer)))
		if err := c.ParseFlags(test.args); err != nil {
			t.Fatal(err)
		}
		if got := given(c, test.only...); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
