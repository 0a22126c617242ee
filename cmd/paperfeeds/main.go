// Command paperfeeds publishes feeds of Hugging Face's daily papers into a folder or a bucket.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// version is set by the linker in releases.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := newCommand(&environment{Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now})
	os.Exit(status(c.ExecuteContext(ctx)))
}

// Exit statuses, which scripts hold on to.
const (
	done   = 0
	failed = 1
	misuse = 2
)

// status reports an error, once and in one line for each cause, and is what the program exits with.
func status(err error) int {
	if err == nil {
		return done
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintln(os.Stderr, "paperfeeds:", strings.TrimSpace(line))
	}
	var wrong usageError
	if errors.As(err, &wrong) {
		return misuse
	}
	return failed
}

// A usageError is a call that can never work, whatever the world is like.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func (e usageError) Unwrap() error { return e.error }
