package main

import "math"

// An example is one paper asked about one topic: given what is believed already (offset, in log odds), is it about the topic?
type example struct {
	sparse []entry
	dense  []float64
	offset float64
	target float64 // 0 … 1
	weight float64
}

// options of a fit.
type options struct {
	square   float64 // what a weight costs, times half its square (L2)
	constant float64 // the same for the constant
	rounds   int
}

// model are the weights of a fit: of the sparse numbers, the dense ones, and the constant, all in one.
type model struct {
	weights []float64
	sparse  int
	dense   int
}

func (m model) constant() float64 { return m.weights[len(m.weights)-1] }

func (m model) score(sparse []entry, dense []float64) float64 {
	s := m.constant()
	for _, e := range sparse {
		s += m.weights[e.at] * e.value
	}
	return s + dot(m.weights[m.sparse:m.sparse+m.dense], dense)
}

// fit is logistic regression, by L-BFGS.
func fit(examples []example, sparse, dense int, o options) model {
	m := model{make([]float64, sparse+dense+1), sparse, dense}
	value := func(x, slope []float64) float64 {
		m := model{x, sparse, dense}
		sum := 0.0
		for i, w := range x {
			cost := o.square
			if i == len(x)-1 {
				cost = o.constant
			}
			sum += cost * w * w / 2
			slope[i] = cost * w
		}
		for i := range examples {
			e := &examples[i]
			s := m.score(e.sparse, e.dense) + e.offset
			sum += e.weight * (math.Max(s, 0) + math.Log1p(math.Exp(-math.Abs(s))) - e.target*s)
			d := e.weight * (logistic(s) - e.target)
			for _, f := range e.sparse {
				slope[f.at] += d * f.value
			}
			add(slope[sparse:sparse+dense], d, e.dense)
			slope[len(slope)-1] += d
		}
		return sum
	}
	minimize(m.weights, value, o.rounds)
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
