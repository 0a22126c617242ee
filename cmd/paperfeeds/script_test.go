package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// nowVariable sets the clock of the program under test: sample papers are of 2026, and whoever tests is not. sinceVariable is when it was
// set: to each command of a script it is later than to the one before, or what that one did would still lie in the future.
const (
	nowVariable   = "PAPERFEEDS_TEST_NOW"
	sinceVariable = "PAPERFEEDS_TEST_SINCE"
)

func setClock(env *testscript.Env, now string) {
	env.Setenv(nowVariable, now)
	env.Setenv(sinceVariable, time.Now().Format(time.RFC3339Nano))
}

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"paperfeeds": program, "get": get, "edit": edit, "snapshot": snapshot, "onterminal": onTerminal})
}

// program is main with another clock.
func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	env := &environment{Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now}
	if now, err := time.Parse(time.RFC3339, os.Getenv(nowVariable)); err == nil {
		since, err := time.Parse(time.RFC3339, os.Getenv(sinceVariable))
		check(err)
		env.Now = func() time.Time { return now.Add(time.Since(since)) }
	}
	os.Exit(run(ctx, env, os.Args[1:]))
}

// TestScripts runs the real commands, as testdata/script/*.txtar say, against a source on the loopback interface.
//
//	$SOURCE/NAME          a source that works; NAME keeps the scripts apart
//	$SOURCE/NAME/stuck    one that does not answer from the fiftieth list day on
//	$SOURCE/NAME/down     one that has an outage
//	$SOURCE/NAME/hole     one that fails for 2026-04-15
//	$SOURCE/NAME/limited  one that takes 40 requests in two seconds, and says so as Hugging Face does of 500 in five minutes
//	$PORT                 a free port
//	terminate             sends SIGTERM to the newest command in the background
//	status N command …    runs a command and holds its exit status to be N
func TestScripts(t *testing.T) {
	source := newSource(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			port, err := freePort()
			env.Setenv("SOURCE", source)
			env.Setenv("PORT", strconv.Itoa(port))
			setClock(env, "2026-06-02T12:00:00Z")
			env.Setenv("PAPERFEEDS_ATTEMPTS", "1")
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": exitStatus, "terminate": terminate},
	})
}

func exitStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil || len(args) < 2 {
		ts.Fatalf("usage: status N command [args]")
	}
	got, err := 0, ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// terminate asks the newest command in the background to stop, as init systems do; kill knows only INT and KILL.
func terminate(ts *testscript.TestScript, _ bool, _ []string) {
	commands := ts.BackgroundCmds()
	ts.Check(commands[len(commands)-1].Process.Signal(syscall.SIGTERM))
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return listener.Addr().(*net.TCPAddr).Port, listener.Close()
}

// edit FILE OLD NEW replaces a text in a file, in place; edit FILE --cut N leaves its first N bytes.
func edit() {
	name, body := os.Args[1], []byte(nil)
	body, err := os.ReadFile(name)
	check(err)
	if os.Args[2] == "--cut" {
		n, err := strconv.Atoi(os.Args[3])
		check(err)
		check(os.WriteFile(name, body[:n], 0o644))
		return
	}
	if !bytes.Contains(body, []byte(os.Args[2])) {
		check(fmt.Errorf("%s does not have %q", name, os.Args[2]))
	}
	check(os.WriteFile(name, bytes.Replace(body, []byte(os.Args[2]), []byte(os.Args[3]), 1), 0o644))
}

// snapshot DIR copies all files of a folder but those that say when a run was into one text, to be compared.
func snapshot() {
	dir := os.Args[1]
	check(filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		name := entry.Name()
		if err != nil || entry.IsDir() || name == "status.json" || name == "manifest.json" || strings.HasPrefix(name, ".paperfeeds-") {
			return err
		}
		body, err := os.ReadFile(path)
		fmt.Printf("%s %d bytes\n%q\n", filepath.ToSlash(strings.TrimPrefix(path, dir)), len(body), body)
		return err
	}))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
