package main

import "math"

// A question is one paper asked about one topic: by what it has, is it about the topic?
type question struct {
	has    []int // features
	target float64
	weight float64
}

// options of a fit.
type options struct {
	square float64 // what a weight costs, times half its square (L2); the constant is free
	rounds int
}

// model are the weights of a fit, the last one the constant.
type model struct{ weights []float64 }

func (m model) constant() float64 { return m.weights[len(m.weights)-1] }

func (m model) score(has []int) float64 {
	s := m.constant()
	for _, f := range has {
		s += m.weights[f]
	}
	return s
}

// fit is logistic regression, by L-BFGS.
func fit(questions []question, features int, o options) model {
	m := model{make([]float64, features+1)}
	minimize(m.weights, func(x, slope []float64) float64 {
		sum := 0.0
		for i, w := range x[:features] {
			sum += o.square * w * w / 2
			slope[i] = o.square * w
		}
		slope[features] = 0
		for i := range questions {
			q := &questions[i]
			s := model{x}.score(q.has)
			sum += q.weight * (math.Max(s, 0) + math.Log1p(math.Exp(-math.Abs(s))) - q.target*s)
			d := q.weight * (logistic(s) - q.target)
			for _, f := range q.has {
				slope[f] += d
			}
			slope[features] += d
		}
		return sum
	}, o.rounds)
	return m
}

// remembered steps of L-BFGS.
const remembered = 8

// minimize goes down from x for some rounds (L-BFGS with halved steps), and leaves x where it came to.
func minimize(x []float64, value func(x, slope []float64) float64, rounds int) {
	type step struct {
		moved, turned []float64
		curve         float64
	}
	var steps []step
	slope := make([]float64, len(x))
	at := value(x, slope)
	for round := range rounds {
		down := make([]float64, len(x))
		add(down, -1, slope)
		share := make([]float64, len(steps))
		for i := len(steps) - 1; i >= 0; i-- {
			s := steps[i]
			share[i] = dot(s.moved, down) / s.curve
			add(down, -share[i], s.turned)
		}
		if n := len(steps); n > 0 {
			last := steps[n-1]
			first := last.curve / dot(last.turned, last.turned)
			for i := range down {
				down[i] *= first
			}
		}
		for i, s := range steps {
			add(down, share[i]-dot(s.turned, down)/s.curve, s.moved)
		}
		steep := dot(down, slope)
		if steep > -1e-9 {
			return
		}
		length := 1.0
		if round == 0 {
			length = 1 / (1 + math.Sqrt(dot(slope, slope)))
		}
		next, turned := make([]float64, len(x)), make([]float64, len(x))
		for {
			copy(next, x)
			add(next, length, down)
			if v := value(next, turned); v <= at+1e-4*length*steep {
				at = v
				break
			}
			if length /= 2; length < 1e-8 {
				return
			}
		}
		s := step{make([]float64, len(x)), make([]float64, len(x)), 0}
		copy(s.moved, next)
		add(s.moved, -1, x)
		copy(s.turned, turned)
		add(s.turned, -1, slope)
		copy(x, next)
		copy(slope, turned)
		if s.curve = dot(s.moved, s.turned); s.curve > 1e-12 {
			if steps = append(steps, s); len(steps) > remembered {
				steps = steps[1:]
			}
		}
	}
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
