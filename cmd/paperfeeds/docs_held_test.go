package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// notRun are the beginnings of commands that no test can run, with the reason and all flags that the pages may give them; that the flags
// are right is what the makers' own pages say. A command that is not one of the program, of Go or of these fails the tests.
var notRun = []struct{ begins, flags, why string }{
	{"paperfeeds topics --explain 2605.07755", "--explain", "a paper of the real list, and tests have none"},
	{"aws lambda invoke", "--function-name --cli-read-timeout --cli-binary-format --payload", "needs an account"},
	{"aws s3 cp", "", "needs a bucket"},
	{"aws s3 sync", "", "needs a bucket"},
	{"aws acm request-certificate", "--region --domain-name --validation-method", "needs an account"},
	{"sam build", "", "tests have no SAM; they read the template themselves (lambda/template_test.go)"},
	{"sam deploy", "--guided --parameter-overrides", "needs an account"},
	{"sam delete", "--stack-name", "needs an account"},
	{"sam list stack-outputs", "--stack-name", "needs an account"},
	{"sam logs", "--stack-name --tail", "needs an account"},
	{"docker build", "-t", "needs Docker's daemon"},
	{"docker run", "--rm -v -e -p --user", "needs Docker's daemon"},
	{"curl", "-s -L -O -f", "asks a host that is an example"},
	{"git clone", "", "asks a host"},
	{"git pull", "", "asks a host"},
	{"git tag", "-a -m -s", "would tag this repository"},
	{"git push", "", "asks a host"},
	{"git checkout", "", "would change this checkout"},
	{"install paperfeeds", "", "needs root"},
	{"useradd", "--system --no-create-home --shell", "needs root"},
	{"cp docs/deploy/", "", "needs root"},
	{"systemctl", "--now", "needs systemd"},
	{"export AWS_ENDPOINT_URL_S3=", "", "the AWS SDK reads these"},
	{"docs/deploy/restore-archive", "", "needs a bucket"},
	{"make zip", "", "a minute of building; .ci/run does it"},
	{".ci/run", "", "it runs this test"},
	{".ci/fuzz", "", ".ci/run does it"},
	{".ci/bench", "", ".ci/run does it"},
	{"PAPERFEEDS_BENCH=", "-run -bench -benchtime -timeout", "minutes of measuring"},
	{"go tool staticcheck", "", ".ci/run does it"},
	{".ci/release", "", "minutes of building"},
	{"diff SHA256SUMS", "", "of files of a release"},
	{"source <(paperfeeds completion", "", "not of a POSIX shell; the scripts test what it reads"},
	{"paperfeeds completion fish | source", "", "of fish; the scripts test what it reads"},
	{"sha256sum", "--check --ignore-missing", "of files of a release"},
	{"tar", "-xzf", "of files of a release"},
	{"newsboat", "-u -c", "another program"},
	{"/feed", "", "is typed in Slack"},
}

var (
	called    = regexp.MustCompile(`(?:^|[\s/])paperfeeds ((?:publish|backfill|rebuild|serve|verify|topics|completion)[^&;]*)|^paperfeeds (.*)`)
	flagOf    = regexp.MustCompile(`(?:^|\s)(--?[A-Za-z][\w-]*)`)
	quoted    = regexp.MustCompile(`'[^']*'|"[^"]*"`)
	parameter = regexp.MustCompile(`(?:--parameter-overrides|\s)\s*([A-Z][A-Za-z]+)=`)
)

// held holds a command to the names there are: the flags of the program and of exceptions, the files of this repository, the parameters of
// the template, the targets of the Makefile. It returns the exceptions that the command consists of; none for one that is to be run.
func held(t *testing.T, c command) (exceptions []string) {
	t.Helper()
	filesExist(t, c)
	if m := called.FindStringSubmatch(strings.ReplaceAll(c.text, fromSource, "paperfeeds")); m != nil {
		flagsExist(t, c, m[1]+m[2])
	}
	for part := range strings.SplitSeq(c.text, " && ") {
		begins, flags := exceptionOf(part)
		switch {
		case begins != "":
			exceptions = append(exceptions, begins)
		case len(exceptions) > 0 && !strings.HasPrefix(part, "cd "):
			t.Errorf("%s: say in notRun why %q is not run", c, part)
		}
		if begins == "" {
			continue
		}
		own, _, _ := strings.Cut(quoted.ReplaceAllString(part, "''"), " paperfeeds ") // what follows was looked at
		own, _, _ = strings.Cut(own, " | ")
		for _, m := range flagOf.FindAllStringSubmatch(own, -1) {
			if !slices.Contains(strings.Fields(flags), m[1]) {
				t.Errorf("%s: is there a flag %s?", c, m[1])
			}
		}
		if begins == "sam deploy" {
			for _, m := range parameter.FindAllStringSubmatch(part, -1) {
				if !strings.Contains(content(t, "template.yaml"), "\n  "+m[1]+":") {
					t.Errorf("%s: the template has no parameter %s", c, m[1])
				}
			}
		}
		if target, ok := strings.CutPrefix(part, "make "); ok && !strings.Contains(content(t, "Makefile"), "\n"+target+":") {
			t.Errorf("%s: Makefile does not have it", c)
		}
	}
	return exceptions
}

func exceptionOf(part string) (begins, flags string) {
	for _, exception := range notRun {
		if strings.HasPrefix(part, exception.begins) {
			return exception.begins, exception.flags
		}
	}
	return "", ""
}

// flagsExist holds a call of the program to the commands and flags that it has.
func flagsExist(t *testing.T, c command, call string) {
	t.Helper()
	call, _, _ = strings.Cut(quoted.ReplaceAllString(call, "TEXT"), " |")
	call, _, _ = strings.Cut(call, " >")
	call, _, _ = strings.Cut(call, " <")
	args := strings.Fields(strings.NewReplacer("[", "", "]", "", "…", "").Replace(call))
	found, rest, err := newCommand(newEnvironment(new(bytes.Buffer))).Find(args)
	if err != nil {
		t.Errorf("%s: %v", c, err)
		return
	}
	if err := found.ParseFlags(rest); err != nil && err != pflag.ErrHelp {
		t.Errorf("%s: %v", c, err)
	}
}

// filesExist holds a command to the files of this repository.
func filesExist(t *testing.T, c command) {
	t.Helper()
	for word := range strings.FieldsSeq(quoted.ReplaceAllString(c.text, "")) {
		word = strings.TrimPrefix(word, "./")
		top, _, isPath := strings.Cut(word, "/")
		if _, err := os.Stat(filepath.Join(root, top)); !isPath || err != nil || top == "" || strings.Contains(word, "...") || top == "archive" {
			continue
		}
		names := []string{word}
		if m := regexp.MustCompile(`^(.*)\{(.*)\}$`).FindStringSubmatch(word); m != nil {
			names = nil
			for end := range strings.SplitSeq(m[2], ",") {
				names = append(names, m[1]+end)
			}
		}
		for _, name := range names {
			if _, err := os.Stat(filepath.Join(root, name)); err != nil {
				t.Errorf("%s: %s is not there", c, name)
			}
		}
	}
}
