package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// someNetwork has weights by chance, and a paper to go with it.
func someNetwork(inputs, topics int) (*network, example) {
	rng := rand.New(rand.NewPCG(1, 2))
	n := newNetwork(inputs, topics)
	for i := range n.weights {
		n.weights[i] = float32(rng.NormFloat64())
	}
	e := example{words: []entry{{0, 0.5}, {2, -1.5}}, dense: []float32{0.7}}
	for k := range topics {
		e.given, e.target, e.weight = append(e.given, float32(k)), append(e.target, float32(k%2)), append(e.weight, 1+float32(k))
	}
	return n, e
}

func loss(n *network, p *pass, e *example) (sum float64) {
	n.forward(p, e)
	for k, s := range p.topics {
		s, target := float64(s), float64(e.target[k])
		sum += float64(e.weight[k]) * (math.Log1p(math.Exp(-math.Abs(s))) + max(s, 0) - target*s)
	}
	return sum
}

// The slope is what the loss does when one weight is moved a little.
func TestDescend(t *testing.T) {
	n, e := someNetwork(5, 3)
	slope := newNetwork(5, 3)
	p := newPass(3)
	for i := range p.keep { // some themes left out, the others for them
		p.keep[i] = float32(i%3) * 0.7
	}
	n.descend(slope, p, &e, 1)
	active := 0
	for i := range n.weights {
		const little = 1e-2
		old := n.weights[i]
		n.weights[i] = old + little
		above := loss(n, p, &e)
		n.weights[i] = old - little
		want := (above - loss(n, p, &e)) / (2 * little)
		n.weights[i] = old
		if got := float64(slope.weights[i]); math.Abs(got-want) > 0.02*(1+math.Abs(want)) {
			t.Errorf("weight %d: slope %.4f, want %.4f", i, got, want)
		}
		if slope.weights[i] != 0 {
			active++
		}
	}
	if active < themes {
		t.Errorf("only %d weights have a slope", active)
	}
}

// A topic of two words that stand together, and not of either alone: no sum of words can tell that.
func TestTeach(t *testing.T) {
	var papers []example
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		e := example{given: []float32{0}, target: []float32{0}, weight: []float32{1}}
		a, b := rng.IntN(2), rng.IntN(2)
		if a == 1 {
			e.words = append(e.words, entry{0, 3})
		}
		if b == 1 {
			e.words = append(e.words, entry{1, 3})
		}
		e.target[0] = float32(a ^ b)
		papers = append(papers, e)
	}
	teach := func() *teacher {
		mine := append([]example(nil), papers...)
		c := newTeacher(mine, 3, 1, 2)
		c.teach(epochs)
		return c
	}
	c := teach()
	for _, test := range []struct {
		name  string
		words []entry
		about bool
	}{{"neither", nil, false}, {"one", []entry{{0, 3}}, true}, {"the other", []entry{{1, 3}}, true}, {"both", []entry{{0, 3}, {1, 3}}, false}} {
		t.Run(test.name, func(t *testing.T) {
			p := newPass(1)
			c.forward(p, &example{words: test.words, given: []float32{0}})
			if p.topics[0] > 0 != test.about {
				t.Errorf("log odds %.2f", p.topics[0])
			}
		})
	}
	if diff := cmp.Diff(c.weights, teach().weights); diff != "" {
		t.Error("learned twice, not the same")
	}
}

// Steps begin short, are longest after a tenth of the way, and end at nothing.
func TestPace(t *testing.T) {
	for _, test := range []struct{ done, want float64 }{{0, 0.04 * stepSize}, {warmUp, stepSize}, {(1 + warmUp) / 2, stepSize / 2}, {1, 0}} {
		if got := pace(test.done); math.Abs(got-test.want) > 1e-9 {
			t.Errorf("at %.2f: %g, want %g", test.done, got, test.want)
		}
	}
}

// What a network says stays the same when its themes are balanced, and when its words speak for the basis.
func TestSaysTheSame(t *testing.T) {
	const words = 2
	c := &corpus{scale: make([]float64, words*places), idf: make([]float64, words*places)}
	c.basis = &basis{c: c, vectors: make([][]float64, words), unit: [places]float64{1, 2, 3}}
	rng := rand.New(rand.NewPCG(5, 6))
	for w := range words {
		for range dimensions {
			c.basis.vectors[w] = append(c.basis.vectors[w], rng.NormFloat64()/10)
		}
	}
	for f := range c.scale {
		c.scale[f], c.idf[f] = 0.5+rng.Float64(), 1+rng.Float64()
	}
	n, e := someNetwork(words*places+places*dimensions, 3)
	d := &doc{features: []entry{{0, 1}, {1, 0.5}, {5, 2}}}
	e.words, e.dense = nil, nil
	for _, f := range d.features {
		e.words = append(e.words, entry{f.at, f.value * c.scale[f.at]})
	}
	for _, v := range c.basis.of(d) {
		e.dense = append(e.dense, float32(v))
	}
	p := newPass(3)
	n.forward(p, &e)
	want := append([]float32(nil), p.topics...)
	same := cmpopts.EquateApprox(1e-3, 0)
	n.balance(0.5)
	n.forward(p, &e)
	if diff := cmp.Diff(want, p.topics, same); diff != "" {
		t.Errorf("balanced (-before +after):\n%s", diff)
	}
	for _, g := range n.gives {
		if g > 0.5001 || g < -0.5001 {
			t.Fatalf("a theme gives %.2f", g)
		}
	}
	c.toWords(n)
	e.dense = nil
	n.forward(p, &e)
	if diff := cmp.Diff(want, p.topics, same); diff != "" {
		t.Errorf("by words alone (-before +after):\n%s", diff)
	}
}
