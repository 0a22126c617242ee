package main

import (
	"io"
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
organization. They are plain files in a folder or a bucket.`,
		Version:       version,
		SilenceErrors: true, // main reports them, once
		SilenceUsage:  true,
	}
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%w; see %s --help", err, c.CommandPath())
	})
	root.AddCommand(newPublish(env))
	return root
}
