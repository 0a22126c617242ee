package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// jsonFlag is for programs that read what a command has to say.
func jsonFlag(f *pflag.FlagSet, set *bool, what string) {
	f.BoolVar(set, "json", false, "print "+what+" as JSON")
}

// takes says in the help what flags take, "--from DAY". Words in backquotes would do the same, and be shown as such by shells that
// complete.
func takes(c *cobra.Command, what string, flags ...string) {
	for _, name := range flags {
		flag := c.Flags().Lookup(name)
		flag.Value = named{flag.Value, what}
		if flag.DefValue == "[]" || flag.DefValue == "0s" {
			flag.DefValue = "" // none, which need not be said
		}
	}
}

// noFiles keeps shells from offering file names where none belong.
func noFiles(c *cobra.Command, flags ...string) {
	for _, name := range flags {
		_ = c.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions) // the error is for flags that do not exist
	}
}

// given writes the flags of a call as they were typed, in their order: " --out DIR --json". Where names are given, only these.
func given(c *cobra.Command, names ...string) string {
	typed := ""
	c.Flags().Visit(func(f *pflag.Flag) {
		if len(names) > 0 && !slices.Contains(names, f.Name) {
			return
		}
		typed += " --" + f.Name
		if f.NoOptDefVal == "" { // no switch
			typed += " " + shellWord(f.Value.String())
		}
	})
	return typed
}

// shellWord is a value as a shell takes it for one word.
func shellWord(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n\"'`$&|;<>()*?[]{}!#~\\") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// A named value is what a flag takes, under the name that people read.
type named struct {
	pflag.Value
	name string
}

func (v named) Type() string { return v.name }
