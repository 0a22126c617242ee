package topic_test

import (
	"slices"
	"testing"

	"paperfeeds/topic"
)

// FuzzLoad: whatever stands in a file, reading it ends in rules that work or in an error.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(`[{"slug":"bees","name":"Bees","description":"","any":["bee | bees*","*bee*"],"title":["hive"],"hint":["honey"]}]`))
	f.Add([]byte(`[]`))
	f.Add([]byte(`[{"slug":"a","any":["\u0130*"]}]`))
	f.Add([]byte(`{"slug":`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := topic.Load(data)
		if err != nil {
			return
		}
		again, err := topic.Load(data)
		if err != nil || again.Version() != r.Version() {
			t.Errorf("read twice: %v, versions %q and %q", err, r.Version(), again.Version())
		}
		r.Match("Honey Bees", "A hive of bees.", []string{"bee"})
	})
}

// FuzzMatch: any text gets topics, the same twice, in the order of the rules, each once.
func FuzzMatch(f *testing.F) {
	r := defaults(f)
	var order []string
	for _, t := range r.Topics() {
		order = append(order, t.Slug)
	}
	f.Add("LLM Agents", "language model agents", "agents")
	f.Add("İstanbul ﬁne \xff\xfe", "R² 4D–3DGS …", "")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, title, abstract, keyword string) {
		got := r.Match(title, abstract, []string{keyword})
		if again := r.Match(title, abstract, []string{keyword}); !slices.Equal(got, again) {
			t.Errorf("%v, then %v", got, again)
		}
		at := -1
		for _, slug := range got {
			next := slices.Index(order, slug)
			if next <= at {
				t.Errorf("%v is not in the order of the rules", got)
			}
			at = next
		}
	})
}
