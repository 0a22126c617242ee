package abstract

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/topic/phrase"
)

func cutter(t *testing.T) *Cutter {
	t.Helper()
	c, err := NewCutter()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The parts of an abstract, sentence by sentence: what was learned about the aim must not be looked for in the background.
func TestCut(t *testing.T) {
	c := cutter(t)
	for _, test := range []struct {
		name, abstract string
		want           []Place
	}{
		{"nothing", "", nil},
		{"a whole abstract", "Hives are warm. We introduce a thermometer for hives. It hangs on a thread. Experiments show that bees like it.",
			[]Place{Background, Aim, Method, Results}},
		{"only the first of the authors' sentences is the aim", "We weigh bees. We also count them! Code is available at a hive.",
			[]Place{Aim, Method, Results}},
		{"results come after the aim", "Experiments with bees are old. Our hive is new.", []Place{Background, Aim}},
		{"a paper that speaks of itself", "Wax melts. This survey orders two hundred studies of wax.", []Place{Background, Aim}},
		{"in this", "Bees hum.\nIn this note one bee is silent.", []Place{Background, Aim}},
		{"nobody speaks", "Bees hum. Wasps do not.", []Place{Aim, Aim}},
		{"a point within a number is no end", "We weigh 2.5 grams of wax.", []Place{Aim}},
		{"no words between the points", "We ... wait. Bees.", []Place{Aim, Method, Method}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []Place
			parts := c.Cut("On Bees", test.abstract)
			words := 0
			for _, s := range parts.Sentences {
				got = append(got, s.Place)
				words += len(s.Words)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("places (-want +got):\n%s", diff)
			}
			if words != parts.Abstract {
				t.Errorf("%d words, counted %d", words, parts.Abstract)
			}
		})
	}
}

// Sentences are compared as words: an entry of the file that is none would never be met.
func TestDataIsWords(t *testing.T) {
	c := cutter(t)
	for name, list := range map[string][]string{"authors": c.Authors, "papers": c.Papers, "results": c.Results} {
		if len(list) == 0 {
			t.Errorf("no %s", name)
		}
		for _, word := range list {
			if !slices.Equal(phrase.Words(word), []string{word}) {
				t.Errorf("%s: %q is no word", name, word)
			}
		}
	}
}

func TestNamed(t *testing.T) {
	for p := range Place(Places) {
		if got, ok := Named(p.String()); !ok || got != p {
			t.Errorf("%q is %v, %t", p.String(), got, ok)
		}
	}
	if got, ok := Named("footnote"); ok {
		t.Errorf("a footnote is %v", got)
	}
}
