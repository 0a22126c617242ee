package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"paperfeeds/settings"
)

var (
	variable      = regexp.MustCompile(`\b(PAPERFEEDS_[A-Z_]*[A-Z]|HF_TOKEN|S3_PATH_STYLE|NO_COLOR)\b`)
	getsIt        = regexp.MustCompile(`[Gg]etenv\("([A-Z0-9_]+)"\)`)
	fromElsewhere = []string{"TERM", "CI", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "GOMEMLIMIT"} // whoever sets them knows them
)

// Every environment variable that a page or a file to copy names is read by a program, and every one that is read is told of.
func TestVariablesOfTheDocuments(t *testing.T) {
	readBy := map[string]bool{}
	for _, name := range tree(t, "cmd", "lambda", "store") {
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			for _, m := range getsIt.FindAllStringSubmatch(content(t, name), -1) {
				readBy[m[1]] = true
			}
		}
	}
	told := map[string]bool{}
	check := func(name, body string) {
		for _, v := range variable.FindAllString(body, -1) {
			told[v] = true
			if !readBy[v] && !strings.HasPrefix(v, "PAPERFEEDS_BENCH") && v != "PAPERFEEDS_FULL" { // tests read these two
				t.Errorf("%s: no program reads %s", name, v)
			}
		}
	}
	for _, p := range pages(t) {
		check(p.name, p.body)
	}
	for _, name := range append(tree(t, "docs/deploy"), "Dockerfile", "template.yaml", "Makefile") {
		check(name, content(t, name))
	}
	for v := range readBy {
		if !told[v] && !slices.Contains(fromElsewhere, v) {
			t.Errorf("no page tells of %s", v)
		}
	}
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
)

// Every link between pages leads to a page and a heading that are there.
func TestLinksOfTheDocuments(t *testing.T) {
	for _, p := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(p.body, -1) {
			path, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(path, "://") {
				continue
			}
			target := filepath.Join(filepath.Dir(p.name), path)
			if path == "" {
				target = p.name
			}
			if _, err := os.Stat(filepath.Join(root, target)); err != nil {
				t.Errorf("%s: %s is not there", p.name, m[1])
				continue
			}
			if anchor != "" && !slices.Contains(anchors(content(t, target)), anchor) {
				t.Errorf("%s: %s has no heading #%s", p.name, target, anchor)
			}
		}
	}
}

// anchors are the names that GitHub gives the headings of a page.
func anchors(body string) []string {
	var all []string
	for _, m := range heading.FindAllStringSubmatch(body, -1) {
		name := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case strings.ContainsRune("`.,:()*'\"?!/–", r):
				return -1
			}
			return r
		}, strings.ToLower(m[1]))
		all = append(all, name)
	}
	return all
}

var shownSettings = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// Settings that are shown are accepted.
func TestSettingsOfTheDocuments(t *testing.T) {
	found := 0
	for _, p := range pages(t) {
		for _, m := range shownSettings.FindAllStringSubmatch(p.body, -1) {
			found++
			if _, err := settings.Parse([]byte(m[1])); err != nil {
				t.Errorf("%s: %v in\n%s", p.name, err, m[1])
			}
		}
	}
	if found == 0 {
		t.Error("no settings found")
	}
}
