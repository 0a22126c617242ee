package quality

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paperfeeds/topic"
)

func TestReadLabelsRefuses(t *testing.T) {
	const good = `{"id":"2601.00001","date":"2026-01-02","title":"T","required":["agents"],"acceptable":["code"],"part":"held"}` + "\n"
	for _, test := range []struct{ name, lines, want string }{
		{"unknown field", strings.Replace(good, "part", "parts", 1), `"parts"`},
		{"unknown topic", strings.Replace(good, "code", "cooking", 1), `no topic "cooking"`},
		{"topic on both sides", strings.Replace(good, "code", "agents", 1), `"agents" stands twice`},
		{"paper twice", good + good, "line 2"},
		{"no part", strings.Replace(good, "held", "", 1), "part"},
		{"two labels on a line", strings.TrimSpace(good) + good, "line 1: something stands after"},
		{"no JSON after a label", strings.TrimSpace(good) + "}\n", "line 1: something stands after"},
		{"no JSON", good + "x\n", "line 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "labels.jsonl")
			if err := os.WriteFile(file, []byte(test.lines), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := ReadLabels(file, []string{"agents", "code"}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %s", err, test.want)
			}
		})
	}
}

func TestMeasure(t *testing.T) {
	rules, err := topic.Load([]byte(`[{"slug":"bees","name":"Bees","description":"","any":["bee"],"title":[],"hint":[]},
		{"slug":"ants","name":"Ants","description":"","any":["ant"],"title":[],"hint":[]}]`))
	if err != nil {
		t.Fatal(err)
	}
	labels := []Label{
		{ID: "1", Required: []string{"bees"}, Part: Held},
		{ID: "2", Required: []string{"bees"}, Acceptable: []string{"ants"}, Part: Held},
		{ID: "3", Required: []string{"bees"}, Part: Held},
		{ID: "4", Required: []string{"bees"}, Part: Tune},
		{ID: "5", Part: Held},
	}
	papers := []Paper{{ID: "1", Title: "On bees"}, {ID: "2", Title: "On ants"}, {ID: "3", Title: "On ants"}, {ID: "4", Title: "On bees"}}
	got := Measure(rules, labels, papers, Held, true)
	if want := (Counts{Needed: 3, Assigned: 3, Required: 1, Acceptable: 1}); got.All != want {
		t.Errorf("counts %+v, want %+v", got.All, want)
	}
	if got.Papers != 3 || len(got.Missing) != 1 || len(got.Errors) != 3 {
		t.Errorf("%d papers, missing %v, %d errors", got.Papers, got.Missing, len(got.Errors))
	}
}
