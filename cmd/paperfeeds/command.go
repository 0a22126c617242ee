package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// An environment is what a command may touch of the world besides files and the network.
type environment struct {
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time
}

func newCommand(env *environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "paperfeeds",
		Short: "Feeds of Hugging Face's daily papers, by topic and by organization",
		Long: `paperfeeds reads the daily papers of Hugging Face and publishes RSS, Atom and
JSON feeds of them: one for everything, one for each topic, one for each
organization. They are plain files in a folder or a bucket.

Exit status: 0 done, also when nothing was new; 1 failed, and what was
published is as it was; 2 wrong use.`,
		Example: `  paperfeeds publish --sample     # try it, without the network
  paperfeeds publish              # the real thing, into ./public
  paperfeeds serve                # publish now and on schedule, and serve`,
		Version:       programVersion(),
		SilenceErrors: true, // run reports them, once
		SilenceUsage:  true,
		Args:          noCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%w; see %s --help", err, c.CommandPath())
	})
	root.AddCommand(newPublish(env), newBackfill(env), newRebuild(env), newServe(env), newVerify(env), newTopics(env))
	root.SetHelpCommand(newHelp(root))
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		// Cobra's own answers a shell it does not know with the help, and all is well.
		completion.Args, completion.RunE = noCommand, func(c *cobra.Command, _ []string) error { return c.Help() }
	}
	return root
}

// newHelp is the command "help", which in cobra's own form finds nothing wrong with a command that does not exist.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		RunE: func(_ *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return noCommand(about, rest)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// noCommand refuses the name of a command that does not exist.
func noCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	c.SuggestionsMinimumDistance = 2
	if like := c.SuggestionsFor(args[0]); len(like) > 0 {
		return usagef("there is no command %q; did you mean %s?", args[0], strings.Join(like, " or "))
	}
	return usagef("there is no command %q; see %s --help", args[0], c.CommandPath())
}

// noArgs refuses arguments that no flag took.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%q belongs to no flag; see %s --help", args[0], c.CommandPath())
	}
	return nil
}

// warn prints the warnings of a run, each in one line.
func warn(env *environment, warnings []string) {
	for _, w := range warnings {
		fmt.Fprintln(env.Stderr, env.paint(yellow, "warning:"), oneLine(w))
	}
}
