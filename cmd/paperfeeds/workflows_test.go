package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// An action is code of others that runs with the rights of a release: it is named by the commit that was looked at, not by a tag that can
// be moved.
func TestWorkflowsPinTheirActions(t *testing.T) {
	pinned := regexp.MustCompile(`^(\./\.github/workflows/\S+|[\w-]+/[\w-]+@[0-9a-f]{40})$`)
	found := 0
	for _, name := range tree(t, ".github/workflows") {
		var workflow struct {
			Permissions map[string]string
			Jobs        map[string]struct {
				Uses  string
				Steps []struct{ Uses, Run string }
			}
		}
		if err := yaml.Unmarshal([]byte(content(t, name)), &workflow); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if workflow.Permissions["contents"] != "read" {
			t.Errorf("%s: every job may write", name)
		}
		for _, job := range workflow.Jobs {
			uses := []string{job.Uses}
			for _, step := range job.Steps {
				uses = append(uses, step.Uses)
				for word := range strings.FieldsSeq(step.Run) {
					if strings.HasPrefix(word, ".ci/") {
						content(t, filepath.FromSlash(word)) // is there
					}
				}
			}
			for _, use := range uses {
				if use == "" {
					continue
				}
				if found++; !pinned.MatchString(use) {
					t.Errorf("%s: %s is not pinned", name, use)
				}
			}
		}
	}
	if found < 3 {
		t.Errorf("only %d actions found", found)
	}
}
