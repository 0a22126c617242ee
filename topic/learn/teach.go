package main

import (
	"math"
	"math/rand/v2"

	"paperfeeds/topic"
)

// How the network learns: by batches of papers, with steps that are longest after a tenth of the way, then shorter and shorter. In every
// paper some themes are left out, lest they lean on each other.
const (
	epochs   = 16
	batch    = 64
	stepSize = 0.003
	warmUp   = 0.1
	leftOut  = 0.3
)

// A teacher takes a network through the papers it learns from.
type teacher struct {
	*network
	papers []example
	slope  *network
	adam   *adam
	rng    *rand.Rand
	moved  []int32 // the weights that are learned
	done   int     // epochs
}

func newTeacher(papers []example, inputs, topics, words int) *teacher {
	n := newNetwork(inputs, topics)
	t := &teacher{n, papers, newNetwork(inputs, topics), newAdam(len(n.weights)), rand.New(rand.NewPCG(11, 12)), nil, 0}
	for i := range n.says {
		spread := 0.02
		if i >= words*themes {
			spread = 1 / math.Sqrt(float64(3*(inputs-words)))
		}
		n.says[i] = float32(spread * t.rng.NormFloat64())
	}
	for i := range n.gives {
		n.gives[i] = float32(t.rng.NormFloat64() / math.Sqrt(3*themes))
	}
	for i := range n.weights {
		t.moved = append(t.moved, int32(i))
	}
	return t
}

// teach goes on until so many epochs are done.
func (t *teacher) teach(until int) {
	p := newPass(t.topics)
	batches := (len(t.papers) + batch - 1) / batch
	for ; t.done < until; t.done++ {
		t.rng.Shuffle(len(t.papers), func(i, j int) { t.papers[i], t.papers[j] = t.papers[j], t.papers[i] })
		for at := range batches {
			some := t.papers[at*batch : min(len(t.papers), (at+1)*batch)]
			clear(t.slope.weights)
			for i := range some {
				for theme := range p.keep {
					p.keep[theme] = 0
					if t.rng.Float64() >= leftOut {
						p.keep[theme] = 1 / (1 - leftOut)
					}
				}
				t.descend(t.slope, p, &some[i], 1/float32(len(some)))
			}
			t.adam.step(t.weights, t.slope.weights, t.moved, pace(float64(t.done*batches+at)/float64(epochs*batches)))
		}
	}
}

// pace is how long steps are when a share of the way is done.
func pace(done float64) float64 {
	if done < warmUp {
		return stepSize * (0.04 + 0.96*done/warmUp)
	}
	return stepSize * (1 + math.Cos(math.Pi*(done-warmUp)/(1-warmUp))) / 2
}

// toWords says by words what a place in the basis says, and nothing by the place. For a paper whose words are all learned of the outcome
// is the same; what stands in too few papers (scale 0) no longer counts, and the second half makes good for that.
func (c *corpus) toWords(n *network) {
	words := len(c.scale)
	weights := make([]float64, places*dimensions)
	for theme := range themes {
		for i := range weights {
			at := &n.of(words + i)[theme]
			weights[i], *at = float64(*at), 0
		}
		for f, scale := range c.scale {
			if scale > 0 {
				n.of(f)[theme] += float32(c.basis.weight(f, weights) / scale)
			}
		}
	}
}

// forget takes out what words say little of, and lets the teacher go on without that and without the basis.
func (c *corpus) forget(t *teacher) {
	t.balance(1)
	t.moved = t.moved[:0]
	for i := range t.weights {
		f := i / themes
		switch {
		case f < len(c.scale) && math.Abs(float64(t.weights[i]))*c.scale[f]*c.often[f]*topic.TenthsPerLogOdds < leastSaid:
			t.weights[i] = 0
		case f < len(c.scale) || i >= len(t.says):
			t.moved = append(t.moved, int32(i))
		}
	}
	for i := range t.papers {
		t.papers[i].dense = nil
	}
}
