package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paperfeeds/publisher"
)

// A verify is one call of the command: its flags.
type verify struct {
	placement
	env  *environment
	json bool
}

func newVerify(env *environment) *cobra.Command {
	v := &verify{env: env}
	c := &cobra.Command{
		Use:   "verify",
		Short: "Does PLACE hold what the manifest says; is every feed well-formed; how old is the newest",
		Long: `Reads everything in the place and says what is wrong with it, a line each, with
what to do: the archive and its index, the manifest, every feed in every format
and its archive documents, the status. Nothing is changed.

Give the settings that the place is published with (--config), for they decide
which papers are hidden. Exit status 1 if anything is wrong.`,
		Example: `  paperfeeds verify
  paperfeeds verify --out s3://my-bucket
  paperfeeds verify --json | jq -r '.problems[].path'`,
		Args: noArgs,
		RunE: v.run,
	}
	v.flags(c)
	jsonFlag(c.Flags(), &v.json, "what was found")
	return c
}

func (v *verify) run(c *cobra.Command, _ []string) error {
	v.fill(v.env, defaultOut)
	pub, err := v.existing(c.Context(), v.env)
	if err != nil {
		return err
	}
	found, err := pub.Verify(c.Context(), v.env.Now())
	if errors.Is(err, publisher.ErrNothing) {
		return v.nothing()
	}
	if err != nil {
		return err
	}
	out := c.OutOrStdout()
	if v.json {
		err = printJSON(out, found)
	} else {
		for _, p := range found.Problems {
			fmt.Fprintf(out, "%s %s; %s\n", v.env.paint(red, oneLine(p.Path)+":"), oneLine(p.What), v.toType(c, p.Do, found.Kind))
		}
		fmt.Fprintf(out, "%s: %s, %s, %s; %s\n", v.out, count(found.Files, "file"), count(found.Feeds, "feed"), count(found.Papers, "paper"), v.age(found))
	}
	if err == nil && len(found.Problems) > 0 {
		err = fmt.Errorf("%s in %s", count(len(found.Problems), "problem"), v.out)
	}
	return err
}

// toType completes the command that is to be typed.
func (v *verify) toType(c *cobra.Command, do, kind string) string {
	place := given(c, "base-url", "config")
	if v.out != defaultOut {
		place = " --out " + shellWord(v.out) + place
	}
	publish := "paperfeeds publish" + place
	if kind == "sample" {
		publish = "paperfeeds publish --sample" + place
	}
	return oneLine(strings.NewReplacer("paperfeeds publish", publish, "paperfeeds rebuild", "paperfeeds rebuild"+place).Replace(do))
}

// age says how old the newest paper and the last good run are.
func (v *verify) age(found publisher.Inspection) string {
	if found.Newest.IsZero() {
		return "no papers yet"
	}
	said := fmt.Sprintf("the newest paper is %s old (list day %s)", ago(v.env.Now(), found.Newest), found.NewestDay)
	if !found.LastGood.IsZero() {
		said += fmt.Sprintf(", the last good run ended %s ago", ago(v.env.Now(), found.LastGood))
	}
	return said
}

// ago is a time span for people.
func ago(now, then time.Time) string {
	d := now.Sub(then)
	switch {
	case d < time.Minute:
		return "less than a minute"
	case d < 2*time.Hour:
		return count(int(d.Minutes()), "minute")
	case d < 48*time.Hour:
		return count(int(d.Hours()), "hour")
	}
	return count(int(d.Hours()/24), "day")
}
