package main

import (
	"math"
	"runtime"
	"sync"

	"paperfeeds/topic"
)

var (
	// teaching: thousands of papers, labels that are only the phrases' opinion.
	teaching = options{rounds: 8, step: 0.1, square: 0.3, absolute: 0.1}
	// correcting: hundreds of papers, labels people gave; few words may differ.
	correcting = options{rounds: 20, step: 0.1, square: 0.3, absolute: 0.2}
)

const (
	// sharpen makes pupils of the phrases surer than their teacher is.
	sharpen = 2
	// leastPoints is what a word must say to be kept.
	leastPoints = 0.3
	// operating is where on the curve of precision against recall the topics are cut, in log odds: below 0, for a reader forgives
	// a paper too many sooner than one that is missing.
	operating = -1.0
)

// learn makes the table of words from labelled papers and all the others.
func (c *corpus) learn(train []*doc) (map[string]topic.Words, error) {
	all := append(append([]*doc{}, train...), c.others...)
	first := c.calibratePoints(train, nil)
	for _, d := range all {
		for k := range c.slugs {
			d.sure[k] = first[0]*d.points[k] + first[1]
		}
	}
	taught := c.each(func(k int) []example {
		var list []example
		for _, d := range c.others {
			e := example{target: logistic(sharpen * d.sure[k]), weight: 1}
			for _, f := range d.features {
				if !c.own[k][int(f/2)] {
					e.features = append(e.features, f)
				}
			}
			list = append(list, e)
		}
		return list
	}, teaching)
	opinion := func(d *doc, k int) float64 {
		z := taught[k].constant
		for _, f := range d.features {
			z += taught[k].weights[f]
		}
		return z
	}
	second := c.calibratePoints(train, opinion)
	points, words, constant := second[0], second[1], second[2]
	corrected := c.each(func(k int) []example {
		var list []example
		most := acceptableMost(train, k)
		for _, d := range train {
			weight := d.weight[k]
			if d.target[k] == acceptableTarget {
				weight = min(weight, most)
			}
			list = append(list, example{d.features, points*d.points[k] + words*opinion(d, k) + constant, d.target[k], weight})
		}
		return list
	}, correcting)
	table := map[string]topic.Words{}
	for k, slug := range c.slugs {
		w := topic.Words{Words: map[string]float64{}, Title: map[string]float64{}}
		w.Need = tenth((operating - constant - words*taught[k].constant - corrected[k].constant) / points)
		for f := range taught[k].weights {
			p := tenth((words*taught[k].weights[f] + corrected[k].weights[f]) / points)
			if math.Abs(p) < leastPoints {
				continue
			}
			if f%2 == 0 {
				w.Words[c.words.Text(f/2)] = p
			} else {
				w.Title[c.words.Text(f/2)] = p
			}
		}
		table[slug] = w
	}
	return table, nil
}

// calibratePoints says what points, and where given the taught words' opinion, are worth in log odds.
func (c *corpus) calibratePoints(train []*doc, opinion func(d *doc, k int) float64) []float64 {
	var inputs [][]float64
	var targets, weights []float64
	for _, d := range train {
		for k := range c.slugs {
			x := []float64{d.points[k]}
			if opinion != nil {
				x = append(x, opinion(d, k))
			}
			inputs, targets, weights = append(inputs, x), append(targets, d.target[k]), append(weights, min(1, d.weight[k]))
		}
	}
	return calibrate(inputs, targets, weights)
}

// acceptableMost keeps the papers a topic is only acceptable for from outweighing those that require it: diffusion stands beside
// nearly every generated image and is the matter of few papers, which must not be lost for that.
func acceptableMost(train []*doc, k int) float64 {
	required, acceptable := 0.0, 0.0
	for _, d := range train {
		switch d.target[k] {
		case 1:
			required++
		case acceptableTarget:
			acceptable++
		}
	}
	return requiredWeight * required / max(1, acceptable) / 2
}

type fitted struct {
	weights  []float64
	constant float64
}

// each fits every topic, as many at once as there are processors.
func (c *corpus) each(examples func(k int) []example, o options) []fitted {
	result := make([]fitted, len(c.slugs))
	var group sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for k := range c.slugs {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			result[k].weights, result[k].constant = fit(examples(k), 2*c.words.Len(), o)
		})
	}
	group.Wait()
	return result
}

func tenth(points float64) float64 { return math.Round(points*10) / 10 }
