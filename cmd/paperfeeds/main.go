// Command paperfeeds publishes feeds of Hugging Face's daily papers into a folder or a bucket.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"paperfeeds/text"
)

// version is set by the linker in releases.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks twice does not want to wait
	env := &environment{Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now}
	os.Exit(run(ctx, env, os.Args[1:]))
}

// run does one call of the program and returns its exit status.
func run(ctx context.Context, env *environment, args []string) int {
	c := newCommand(env)
	c.SetArgs(args)
	return status(env, c.ExecuteContext(ctx))
}

// Exit statuses, which scripts hold on to.
const (
	done   = 0
	failed = 1
	misuse = 2
)

// status reports an error, once and in one line for each cause, and is what the program exits with.
func status(env *environment, err error) int {
	if err == nil {
		return done
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintln(env.Stderr, env.paint(red, "paperfeeds:"), text.Clean(line))
	}
	if _, wrong := errors.AsType[usageError](err); wrong {
		return misuse
	}
	return failed
}

// A usageError is a call that can never work, whatever the world is like.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func (e usageError) Unwrap() error { return e.error }

// programVersion is the version of a release, or what the Go tool noted when it built the program.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if version != "dev" || !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return version
	}
	return info.Main.Version
}
