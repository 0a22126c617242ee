package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"paperfeeds/sample"
)

// TestCommandsOfTheDocuments runs what the pages tell people to type, page by page and in their order, in an empty folder against an
// invented source; commands of Go are only planned (-n). What they cannot run is held to the flags, files and names there are.
func TestCommandsOfTheDocuments(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the pages are written for a POSIX shell")
	}
	used := map[string]bool{}
	scripts := t.TempDir()
	for i, p := range pages(t) {
		var script strings.Builder
		for _, c := range p.commands {
			if exceptions := held(t, c); len(exceptions) > 0 {
				note(used, exceptions)
			} else if rest, ok := strings.CutPrefix(c.text, "go "); ok && !strings.HasPrefix(c.text, fromSource) {
				planned(t, c, rest)
			} else {
				runs(t, &script, c)
			}
		}
		for _, c := range spans(p) {
			note(used, held(t, c))
		}
		for text := range p.prints {
			if !strings.Contains(script.String(), "# prints "+text+"\n") {
				t.Errorf("%s tells what %q prints, but not to type it", p.name, text)
			}
		}
		if script.Len() > 0 {
			name := fmt.Sprintf("%02d-%s.txtar", i, strings.Map(plain, p.name))
			if err := os.WriteFile(filepath.Join(scripts, name), []byte(script.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, exception := range notRun {
		if !used[exception.begins] {
			t.Errorf("no page has a command %q any more", exception.begins)
		}
	}
	desk := newDesk(t)
	testscript.Run(t, testscript.Params{
		Dir:   scripts,
		Setup: desk.lay,
		Cmds:  map[string]func(*testscript.TestScript, bool, []string){"prints": prints, "terminate": terminate},
	})
}

func note(used map[string]bool, exceptions []string) {
	for _, begins := range exceptions {
		used[begins] = true
	}
}

const fromSource = "go run ./cmd/paperfeeds"

func plain(r rune) rune {
	if strings.ContainsRune("/ .", r) {
		return '-'
	}
	return r
}

// planned asks Go what it would do.
func planned(t *testing.T, c command, rest string) {
	t.Helper()
	verb, args, _ := strings.Cut(rest, " ")
	if !slices.Contains([]string{"build", "test", "run", "vet", "install"}, verb) {
		t.Errorf("%s: run it, or say in notRun why not", c)
		return
	}
	plan := exec.Command("sh", "-c", "go "+verb+" -n "+args)
	plan.Dir = root
	var said bytes.Buffer
	plan.Stdout, plan.Stderr = io.Discard, &said
	if err := plan.Run(); err != nil {
		t.Errorf("%s: %v\n%s", c, err, &said)
	}
	folder, flags, _ := strings.Cut(args, " ")
	if m := narrowed.FindStringSubmatch(args); m != nil {
		for test := range strings.SplitSeq(strings.Trim(m[1], "'"), "|") {
			if !someTest(t, folder, test) {
				t.Errorf("%s: %s has no test %s", c, folder, test)
			}
		}
	}
	if verb == "run" { // its flags are the program's
		source := ""
		for _, name := range tree(t, folder) {
			source += content(t, name)
		}
		for _, m := range flagOf.FindAllStringSubmatch(flags, -1) {
			if !strings.Contains(source, strconv.Quote(strings.TrimLeft(m[1], "-"))) {
				t.Errorf("%s: %s has no flag %s", c, folder, m[1])
			}
		}
	}
}

var narrowed = regexp.MustCompile(`-run (\w\S*|'\w[^']*')`)

func someTest(t *testing.T, folder, test string) bool {
	t.Helper()
	for _, name := range tree(t, folder) {
		if strings.HasSuffix(name, "_test.go") && regexp.MustCompile(`(?m)^func Test\w*`+strings.TrimPrefix(test, "Test")).MatchString(content(t, name)) {
			return true
		}
	}
	return false
}

// runs writes the lines of a script that run a command: in a shell, as people do, but with a folder for a bucket, and a server on a port
// of its own.
func runs(t *testing.T, script *strings.Builder, c command) {
	t.Helper()
	text := strings.Replace(c.text, fromSource, "paperfeeds", 1)
	if !strings.HasPrefix(text, "paperfeeds ") {
		t.Errorf("%s: run it, or say in notRun why not", c)
		return
	}
	if first, rest, piped := strings.Cut(text, " | "); piped {
		if _, err := exec.LookPath(strings.Fields(rest)[0]); err != nil {
			text = first
		}
	}
	text = regexp.MustCompile(`s3://\S+`).ReplaceAllString(text, "./public")
	fmt.Fprintf(script, "# %s\n# prints %s\n", c, c.text)
	if strings.HasPrefix(text, "paperfeeds serve") {
		fmt.Fprintf(script, "exec %s --addr 127.0.0.1:$PORT &serving&\nexec get --until 200 http://127.0.0.1:$PORT/all.rss\nterminate\nwait serving\n", text)
		return
	}
	fmt.Fprintf(script, "exec sh -c '%s'\n", strings.ReplaceAll(text, "'", "''"))
	if want, ok := c.page.prints[c.text]; ok {
		fmt.Fprintf(script, "prints '%s'\n", strings.ReplaceAll(strconv.QuoteToASCII(want), "'", "''"))
	}
}

// A desk is what lies in the folder in which the commands of a page are typed: what the examples name.
type desk struct{ source, folder string }

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{newSourceOf(t, sample.Size{Papers: 60, Organizations: 5, PerDay: 3, First: "2026-05-10"}), t.TempDir()}
	days, err := sample.Days()
	if err != nil {
		t.Fatal(err)
	}
	newest, err := sample.Page(days[len(days)-1])
	if err != nil {
		t.Fatal(err)
	}
	answer, err := sample.API(days[0])
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(newest)
	_ = w.Close()
	for name, body := range map[string][]byte{
		"abstract.txt": []byte("Tool use in language model agents\nWe train agents to call tools.\n"), "config.yaml": []byte("votes: [10]\n"),
		"saved/2026-06-01.html.gz": packed.Bytes(), "saved/2026-05-28.json": answer,
	} {
		name = filepath.Join(d.folder, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var said bytes.Buffer
	env := newEnvironment(&said)
	for _, args := range [][]string{
		{"publish", "--sample", "--out", "sample-public"}, {"publish", "--source", d.source + "/desk", "--out", "public"},
	} {
		args[len(args)-1] = filepath.Join(d.folder, args[len(args)-1])
		if status := run(t.Context(), env, args); status != done {
			t.Fatalf("%v: %s", args, &said)
		}
	}
	return d
}

// lay sets the desk for a page. The README is read by who has nothing yet.
func (d *desk) lay(env *testscript.Env) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	env.Setenv("PAPERFEEDS_SOURCE", d.source+"/documents")
	env.Setenv("PORT", strconv.Itoa(port))
	setClock(env, noon.Format(time.RFC3339))
	if strings.Contains(env.WorkDir, "README") {
		return nil
	}
	return os.CopyFS(env.WorkDir, os.DirFS(d.folder))
}

// What differs from run to run, or with every change of what is rendered: spans of time, and sizes.
var (
	moment = regexp.MustCompile(`\d+ (minute|hour|day)s?|less than a minute`)
	volume = regexp.MustCompile(`\d+ (bytes|KB|MB)`)
)

// prints holds the output of the last command to what a page shows of it.
func prints(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Unquote(args[0])
	ts.Check(err)
	same := func(s string) string {
		return volume.ReplaceAllString(moment.ReplaceAllString(s, "a while"), "some KB")
	}
	got := same(ts.ReadFile("stdout"))
	rest := "\n" + got
	for part := range strings.SplitSeq("\n"+same(want), "\n…\n") {
		_, after, found := strings.Cut(rest, part)
		if !found {
			ts.Fatalf("the page shows\n%s\nbut what is printed is\n%s", want, got)
		}
		rest = "\n" + after
	}
	if strings.TrimSpace(rest) != "" && !strings.HasSuffix(want, "…\n") {
		ts.Fatalf("the page does not show the end of what is printed:\n%s", rest)
	}
}
