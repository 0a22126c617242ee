package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paperfeeds/publisher"
)

// A reporting says what a command that does a run writes and prints.
type reporting struct{ dryRun, json bool }

func (r *reporting) flags(f *pflag.FlagSet) {
	f.BoolVar(&r.dryRun, "dry-run", false, "say what would be written, write nothing")
	jsonFlag(f, &r.json, "the run report")
}

// tell says what became of a run: its warnings, then its report, for programs or, by summary, for people.
func (r *reporting) tell(c *cobra.Command, env *environment, report publisher.Report, err error, summary func() string) error {
	warn(env, report.Warnings)
	if r.json {
		if failure := printJSON(c.OutOrStdout(), report); failure != nil {
			return failure
		}
	}
	if err != nil || r.json {
		return err
	}
	fmt.Fprintln(c.OutOrStdout(), summary())
	return nil
}

// wrote says how many files, or how many would be.
func (r *reporting) wrote(report publisher.Report) string {
	verb := "wrote"
	if r.dryRun {
		verb = "would write"
	}
	return fmt.Sprintf("%s %s (%s)", verb, count(report.Written, "file"), size(report.BytesWritten))
}

// printJSON prints a document for programs.
func printJSON(w io.Writer, document any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	if err := e.Encode(document); err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	return nil
}
