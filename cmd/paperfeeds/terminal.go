package main

import (
	"io"
	"os"

	"paperfeeds/text"
)

// A color is an SGR parameter of ECMA-48.
type color string

const (
	red    color = "31"
	green  color = "32"
	yellow color = "33"
)

// paint colours a word on standard error, or output, if both lead to a terminal that wants it (https://no-color.org).
func (env *environment) paint(c color, word string) string {
	if env.Getenv("NO_COLOR") != "" || env.Getenv("TERM") == "dumb" || !isTerminal(env.Stdout) || !isTerminal(env.Stderr) {
		return word
	}
	return "\x1b[" + string(c) + "m" + word + "\x1b[0m"
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// oneLine makes any text, of the network or a paper, fit for a line of a terminal.
func oneLine(s string) string { return text.Clean(s) }
