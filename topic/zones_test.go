package topic_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/topic"
)

// The parts of an abstract, sentence by sentence: what was learned about the aim must not be looked for in the background.
func TestCut(t *testing.T) {
	for _, test := range []struct {
		name, abstract string
		want           []string
	}{
		{"nothing", "", nil},
		{"a whole abstract", "Hives are warm. We introduce a thermometer for hives. It hangs on a thread. Experiments show that bees like it.",
			[]string{"background", "aim", "method", "results"}},
		{"only the first of the authors' sentences is the aim", "We weigh bees. We also count them! Code is available at a hive.",
			[]string{"aim", "method", "results"}},
		{"results come after the aim", "Experiments with bees are old. Our hive is new.", []string{"background", "aim"}},
		{"a paper that speaks of itself", "Wax melts. This survey orders two hundred studies of wax.", []string{"background", "aim"}},
		{"in this", "Bees hum.\nIn this note one bee is silent.", []string{"background", "aim"}},
		{"nobody speaks", "Bees hum. Wasps do not.", []string{"aim", "aim"}},
		{"a point within a number is no end", "We weigh 2.5 grams of wax.", []string{"aim"}},
		{"no words between the points", "We ... wait. Bees.", []string{"aim", "method", "method"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			parts := topic.Cut("On Bees", test.abstract)
			words := 0
			for _, s := range parts.Sentences {
				got = append(got, s.Place())
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

// A word says more among few, but a title of one word does not decide alone.
func TestShares(t *testing.T) {
	long, short := topic.Parts{Abstract: 800}.Shares(), topic.Parts{Abstract: 50}.Shares()
	if long.Text != 50 || short.Text != 174 || topic.Often(0) != 0 || topic.Often(1) != 100 || topic.Often(100) != topic.Often(8) {
		t.Errorf("shares %+v and %+v; often %d %d %d", long, short, topic.Often(0), topic.Often(1), topic.Often(100))
	}
}
