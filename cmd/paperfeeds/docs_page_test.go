package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// A page is a page of the documents: README.md, CONTRIBUTING.md, docs/*.md, or what --help says.
//
// In a page, what is to be typed stands in an indented block; data, diagrams and what is printed stand between fences. A fence after
// "<!-- prints: COMMAND -->" holds what that command prints; a line "…" in it stands for anything.
type page struct {
	name, body string
	commands   []command
	prints     map[string]string // command → what it prints
}

// A command is one that a page tells people to type.
type command struct {
	page *page
	line int
	text string
}

func (c command) String() string { return fmt.Sprintf("%s:%d: %s", c.page.name, c.line, c.text) }

const root = "../.."

// pages are all pages that tell how to use the program, and the examples of every command's help.
func pages(t *testing.T) []*page {
	t.Helper()
	names := []string{"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"}
	inDocs, err := filepath.Glob(root + "/docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range inDocs {
		names = append(names, "docs/"+filepath.Base(name))
	}
	var all []*page
	for _, name := range names {
		body, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, read(name, string(body)))
	}
	return append(all, read("--help", help(newCommand(newEnvironment(new(bytes.Buffer))))))
}

// help is what the help of a command and its own commands gives as examples, as one page.
func help(c *cobra.Command) string {
	examples := "\n" + strings.ReplaceAll("\n"+c.Example, "\n", "\n  ") // a blank line and four blanks make an indented block
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "completion" {
			examples += "\n" + sub.CommandPath() + "\n" + help(sub)
		}
	}
	return examples
}

var (
	comment = regexp.MustCompile(`(^|\s)#\s.*$`)
	printed = regexp.MustCompile(`^<!-- prints: (.*) -->$`)
)

// read finds the commands of a page, and what it says they print.
func read(name, body string) *page {
	p := &page{name: name, body: body, prints: map[string]string{}}
	of, open, blank := "", false, true // the command whose output follows; between fences; after a blank line or a command
	var begun command                  // continued on the next line
	for i, line := range strings.Split(body, "\n") {
		switch typed, indented := strings.CutPrefix(line, "    "); {
		case strings.HasPrefix(line, "```"):
			if open = !open; !open {
				of = ""
			}
		case open:
			if of != "" {
				p.prints[of] += line + "\n"
			}
		case printed.MatchString(line):
			of = printed.FindStringSubmatch(line)[1]
			p.prints[of] = ""
		case indented && blank:
			if begun.text == "" {
				begun = command{page: p, line: i + 1}
			}
			begun.text += strings.TrimSpace(comment.ReplaceAllString(typed, ""))
			if text, more := strings.CutSuffix(begun.text, "\\"); more {
				begun.text = text
			} else if strings.HasSuffix(begun.text, "|") {
				begun.text += " "
			} else {
				if begun.text != "" {
					p.commands = append(p.commands, begun)
				}
				begun = command{}
			}
		default:
			blank = line == ""
		}
	}
	return p
}

var (
	inline   = regexp.MustCompile("`((?:paperfeeds|aws|sam|docker|go|make|git|systemctl|newsboat|certbot|/feed|\\.ci/\\w+|docs/deploy/restore-archive)(?: [^`]+)?)`")
	notTyped = regexp.MustCompile(`^(paperfeeds|go|docker|git|sam|aws|make|newsboat|\.ci/\w+)$`) // only named
)

// spans are the commands in the sentences of a page: `sam delete`.
func spans(p *page) []command {
	var all []command
	for i, line := range strings.Split(p.body, "\n") {
		for _, m := range inline.FindAllStringSubmatch(line, -1) {
			if !notTyped.MatchString(m[1]) {
				all = append(all, command{page: p, line: i + 1, text: m[1]})
			}
		}
	}
	return all
}

// tree names all files in some folders.
func tree(t *testing.T, folders ...string) []string {
	t.Helper()
	var names []string
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				name, _ := filepath.Rel(root, path)
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

func content(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
