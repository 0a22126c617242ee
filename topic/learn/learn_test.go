package main

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/topic"
	"paperfeeds/topic/abstract"
	"paperfeeds/topic/phrase"
	"paperfeeds/topic/quality"
)

// What every paper of the topic has and no other must speak for it, what any has must not.
func TestFit(t *testing.T) {
	var questions []question
	for i := range 200 {
		q := question{weight: 1, has: []int{2}}
		if i%4 == 0 {
			q.target, q.has = 1, []int{0, 2}
		}
		questions = append(questions, q)
	}
	o := options{square: 0.1, rounds: 50}
	m := fit(questions, 4, o)
	if m.weights[0] < 2 || m.weights[3] != 0 {
		t.Errorf("weights %.2f", m.weights)
	}
	if with, without := logistic(m.score([]int{0, 2})), logistic(m.score([]int{2})); with < .8 || without > .2 {
		t.Errorf("a paper that has it: %.2f, one without: %.2f", with, without)
	}
	if diff := cmp.Diff(m.weights, fit(questions, 4, o).weights); diff != "" {
		t.Errorf("learned twice, not the same:\n%s", diff)
	}
}

// The lowest place of a narrow valley, where going straight down zigzags.
func TestMinimize(t *testing.T) {
	x := []float64{-1, 1}
	minimize(x, func(x, slope []float64) float64 {
		a, b := 1-x[0], x[1]-x[0]*x[0]
		slope[0], slope[1] = -2*a-400*b*x[0], 200*b
		return a*a + 100*b*b
	}, 100)
	if math.Abs(x[0]-1) > 1e-3 || math.Abs(x[1]-1) > 1e-3 {
		t.Errorf("came to %.4f, want 1 and 1", x)
	}
}

// What is written is what the rules read.
func TestEncodeIsReadBack(t *testing.T) {
	rules, err := topic.Load([]byte(`[{"slug":"bees","name":"Bees","description":"d","any":["bee"],"title":[],"hint":[]}]`))
	if err != nil {
		t.Fatal(err)
	}
	row := func(points ...int) topic.Row {
		r, err := topic.MakeRow(points)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	data, err := encode(topic.Learned{
		Phrases: map[string]map[string][]int{"any": {"title": {50, 10}}}, Need: map[string]int{"bees": 75},
		Themes: []topic.Theme{{Start: -1, Gives: map[string]int{"bees": 50}}, {Gives: map[string]int{"bees": -50}}},
		Words: map[string]topic.Word{
			"hive":       {Text: row(24)},
			"honey comb": {Text: row(0, 8), Aim: row(20)},
			"wax":        {Title: row(40)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if rules, err = rules.WithLearned(data); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	v := rules.Explain("Wax of bees", "The hive. We show a honey comb.", nil)[0]
	if len(v.For) != 4 || len(v.Against) != 2 || v.Threshold != 7.5 {
		t.Errorf("%v", v)
	}
}

// The learner must see what the rules see: a feature's value times its points is what the rules give.
func TestReadAgreesWithRules(t *testing.T) {
	const title, body = "Wax and Honey of Hives", "Hives are old. We show that wax, wax and wax make honey. Experiments on honey."
	topics := []byte(`[{"slug":"bees","name":"Bees","description":"d","any":["honey bee"],"title":[],"hint":[]}]`)
	rules, err := topic.Load(topics)
	if err != nil {
		t.Fatal(err)
	}
	cutter, err := abstract.NewCutter()
	if err != nil {
		t.Fatal(err)
	}
	c := &corpus{cutter: cutter, slugs: []string{"bees"}, words: phrase.NewLexicon()}
	learned := topic.Learned{Need: map[string]int{"bees": 75}, Words: map[string]topic.Word{}, Themes: []topic.Theme{{Gives: map[string]int{"bees": 100}}}}
	for i, text := range []string{"wax", "honey", "hive"} {
		list, err := phrase.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		c.words.Add(list[0])
		row := func(place int) topic.Row {
			r, err := topic.MakeRow([]int{100 + 10*int(feature(i, place))})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		learned.Words[text] = topic.Word{Text: row(inText), Title: row(inTitle), Aim: row(inAim)}
	}
	c.finder = c.words.Finder()
	want := 0.0
	for _, e := range c.read(quality.Paper{Title: title, Abstract: body}).features {
		want += e.value * (10 + float64(e.at))
	}
	data, err := encode(learned)
	if err != nil {
		t.Fatal(err)
	}
	if rules, err = rules.WithLearned(data); err != nil {
		t.Fatal(err)
	}
	if got := rules.Explain(title, body, nil)[0].Score; math.Abs(got-want) > .1 {
		t.Errorf("the rules give %.2f points, the learner sees %.2f", got, want)
	}
}

func TestCandidates(t *testing.T) {
	var papers []quality.Paper
	for i := range 60 {
		p := quality.Paper{ID: string(rune('a' + i)), Title: "On hives"}
		if i < 25 {
			p.Abstract = "A honey comb of the bees."
		}
		papers = append(papers, p)
	}
	c := &corpus{}
	c.candidates(papers)
	got := map[string]bool{}
	for i := range c.words.Len() {
		got[c.words.Text(i)] = true
	}
	if diff := cmp.Diff(map[string]bool{"honey": true, "comb": true, "honey comb": true, "bees": true}, got); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
}

// Flags that ask for a measurement must not end in a file: these are refused before anything is read.
func TestRunRefuses(t *testing.T) {
	for _, test := range []struct {
		name, since string
		folds       int
		want        string
	}{
		{"one part", "", 1, "two parts"},
		{"fewer than none", "", -5, "two parts"},
		{"since a day, of nothing", "2026-05-01", 0, "-since"},
	} {
		t.Run(test.name, func(t *testing.T) {
			nowhere := filepath.Join(t.TempDir(), "nowhere")
			err := run(nowhere, nowhere, nowhere, nowhere, test.since, test.folds)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %s", err, test.want)
			}
		})
	}
}

// The labels of papers that are held out must not show in what is learned from the others.
func TestRareWeightCountsTrainingAlone(t *testing.T) {
	paper := func(bees, ants float64) *doc { return &doc{target: []float64{bees, ants}} }
	c := &corpus{slugs: []string{"bees", "ants"}}
	train := []*doc{paper(1, 0), paper(1, 0), paper(1, 0), paper(1, 1)}
	c.tuned = append(slices.Clone(train), paper(0, 1), paper(0, 1), paper(0, 1))
	if bees, ants := c.rareWeight(train, 0), c.rareWeight(train, 1); bees != 1 || ants != 2 {
		t.Errorf("weights %g and %g, want 1 and 2: ants have a quarter of the bees' papers", bees, ants)
	}
}
