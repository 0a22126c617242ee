package main

import (
	"math"
	"math/rand/v2"
)

// An example is one paper asked about one topic: given what is believed already (offset, in log odds), is it about the topic?
type example struct {
	features []int32
	offset   float64
	target   float64 // 0 … 1
	weight   float64
}

// options of a fit: how often the examples are gone through, the first step, and what a weight costs.
type options struct {
	rounds   int
	step     float64
	square   float64 // L2
	absolute float64 // L1: makes most weights exactly 0
}

// fit is logistic regression by stochastic gradient descent with AdaGrad's step sizes: weights of the features and a constant.
func fit(examples []example, features int, o options) (weights []float64, constant float64) {
	weights = make([]float64, features)
	squares := make([]float64, features)
	for i := range squares {
		squares[i] = 1
	}
	squareOfConstant := 1.0
	rng := rand.New(rand.NewPCG(3, 4))
	order := rng.Perm(len(examples))
	for round := range o.rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		step := o.step / (1 + 0.1*float64(round))
		for _, i := range order {
			e := examples[i]
			score := e.offset + constant
			for _, f := range e.features {
				score += weights[f]
			}
			slope := (logistic(score) - e.target) * e.weight
			if math.Abs(slope) < 1e-4 {
				continue
			}
			squareOfConstant += slope * slope
			constant -= step * slope / math.Sqrt(squareOfConstant)
			for _, f := range e.features {
				s := slope + o.square*weights[f]/50
				squares[f] += s * s
				weights[f] -= step * s / math.Sqrt(squares[f])
			}
		}
		shrink, cut := 1-o.square*0.02*step, o.absolute*step
		for i, w := range weights {
			w *= shrink
			weights[i] = math.Copysign(max(0, math.Abs(w)-cut), w)
		}
	}
	return weights, constant
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// calibrate fits few numbers to many examples, by plain gradient descent: log odds = a·x₀ + b·x₁ + … + constant (the last).
func calibrate(inputs [][]float64, targets, weights []float64) []float64 {
	n := len(inputs[0])
	c := make([]float64, n+1)
	scale := make([]float64, n) // inputs differ in size; a step for each
	for _, x := range inputs {
		for j, v := range x {
			scale[j] += v * v / float64(len(inputs))
		}
	}
	for range 400 {
		slope := make([]float64, n+1)
		for i, x := range inputs {
			z := c[n]
			for j, v := range x {
				z += c[j] * v
			}
			d := (logistic(z) - targets[i]) * weights[i]
			for j, v := range x {
				slope[j] += d * v
			}
			slope[n] += d
		}
		for j := range n {
			c[j] -= 3 * slope[j] / float64(len(inputs)) / max(scale[j], 1e-9)
		}
		c[n] -= 3 * slope[n] / float64(len(inputs))
	}
	return c
}
