package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A part that is spelled wrong must not look like a measurement.
func TestRunRefusesAPartOfNoPapers(t *testing.T) {
	shared := t.TempDir()
	if err := os.Mkdir(filepath.Join(shared, "listings"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := run("../testdata/labels.jsonl", shared, "hold", false, false)
	if err == nil || !strings.Contains(err.Error(), `no labelled papers of part "hold"`) {
		t.Errorf("error %v", err)
	}
}
