package main

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/topic"
	"paperfeeds/topic/quality"
)

// A word that stands in every paper of the topic and in no other must speak for it, one that stands anywhere must not.
func TestFit(t *testing.T) {
	var examples []example
	for i := range 200 {
		e := example{weight: 1, offset: -1, features: []int32{2}}
		if i%4 == 0 {
			e.target, e.features = 1, []int32{0, 2}
		}
		if i%2 == 1 {
			e.features = append(e.features, 3)
		}
		examples = append(examples, e)
	}
	weights, constant := fit(examples, 5, options{rounds: 30, step: 0.3, absolute: 0.05})
	if weights[0] < 2 || math.Abs(weights[4]) > 0 {
		t.Errorf("weights %.2f", weights)
	}
	about := logistic(-1 + constant + weights[0] + weights[2])
	not := logistic(-1 + constant + weights[2])
	if about < .8 || not > .2 {
		t.Errorf("a paper with the word: %.2f, one without: %.2f", about, not)
	}
	again, _ := fit(examples, 5, options{rounds: 30, step: 0.3, absolute: 0.05})
	if diff := cmp.Diff(weights, again); diff != "" {
		t.Errorf("learned twice, not the same:\n%s", diff)
	}
}

func TestCalibrate(t *testing.T) {
	var inputs [][]float64
	var targets, weights []float64
	for i := range 400 {
		x := float64(i%20) - 10
		inputs, targets, weights = append(inputs, []float64{x}), append(targets, logistic(0.5*x-1)), append(weights, 1)
	}
	c := calibrate(inputs, targets, weights)
	if math.Abs(c[0]-0.5) > .05 || math.Abs(c[1]+1) > .1 {
		t.Errorf("got %.3f, want 0.5 and -1", c)
	}
}

// What is written is what the rules read, and candidates are what the rules can find.
func TestEncodeIsReadBack(t *testing.T) {
	rules, err := topic.Load([]byte(`[{"slug":"bees","name":"Bees","description":"d","any":["bee"],"title":[],"hint":[]}]`))
	if err != nil {
		t.Fatal(err)
	}
	data, err := encode(map[string]topic.Words{"bees": {Need: 7.5, Words: map[string]float64{"hive": 1.2, "honey comb": -0.4}, Title: map[string]float64{"wax": 2}}})
	if err != nil {
		t.Fatal(err)
	}
	if rules, err = rules.Learned(data); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	v := rules.Explain("Wax", "The hive has a honey comb.", nil)[0]
	if math.Abs(v.Score-(1.2-0.4+2+3)) > 1e-9 || v.Threshold != 7.5 { // and 3 for being first
		t.Errorf("%v", v)
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
	words := candidates(papers)
	got := map[string]bool{}
	for i := range words.Len() {
		got[words.Text(i)] = true
	}
	if diff := cmp.Diff(map[string]bool{"honey": true, "comb": true, "honey comb": true, "bees": true}, got); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
}
