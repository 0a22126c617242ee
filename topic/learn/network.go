package main

import "math"

// A network tells from what stands in a paper how likely each topic is, in log odds, given what its phrases say:
//
//	theme = start + what each input says of it, but nothing below zero
//	topic = its phrases + constant + what each theme gives it
//
// Inputs are the paper's words and, after them, its place in the basis. A theme is what words mean together: "speech" and "token" speak
// of audio, "cache" and "token" of efficient inference.
type network struct {
	inputs, topics int
	weights        []float32 // all there is to learn; the rest are parts of it
	says           []float32 // inputs × themes
	gives          []float32 // themes × topics
	starts         []float32 // themes
	constants      []float32 // topics
}

// An example is one paper: what stands in it, and what people said.
type example struct {
	words  []entry
	dense  []float32 // its place in the basis, or nothing
	given  []float32 // by topic: what its phrases say
	target []float32 // by topic: 0 or 1
	weight []float32 // by topic
}

func newNetwork(inputs, topics int) *network {
	n := &network{inputs: inputs, topics: topics, weights: make([]float32, (inputs+1)*themes+(themes+1)*topics)}
	rest := n.weights
	for _, part := range []struct {
		to   *[]float32
		size int
	}{{&n.says, inputs * themes}, {&n.gives, themes * topics}, {&n.starts, themes}, {&n.constants, topics}} {
		*part.to, rest = rest[:part.size], rest[part.size:]
	}
	return n
}

// of is what an input says of the themes.
func (n *network) of(input int) []float32 { return n.says[input*themes:][:themes] }

// from is what a theme gives to the topics.
func (n *network) from(theme int) []float32 { return n.gives[theme*n.topics:][:n.topics] }

// A pass is what comes of one paper on its way through the network, and of the loss on its way back.
type pass struct {
	themes, topics           []float32
	themesSlope, topicsSlope []float32
	keep                     [themes]float32 // 0 for a theme that is left out, else what makes up for those that are
}

func newPass(topics int) *pass {
	p := &pass{make([]float32, themes), make([]float32, topics), make([]float32, themes), make([]float32, topics), [themes]float32{}}
	for i := range p.keep {
		p.keep[i] = 1
	}
	return p
}

// forward leaves the log odds in p.topics.
func (n *network) forward(p *pass, e *example) {
	copy(p.themes, n.starts)
	for _, w := range e.words {
		accumulate(p.themes, float32(w.value), n.of(int(w.at)))
	}
	for i, v := range e.dense {
		accumulate(p.themes, v, n.of(n.inputs-len(e.dense)+i))
	}
	copy(p.topics, n.constants)
	accumulate(p.topics, 1, e.given)
	for i := range p.themes {
		p.themes[i] = max(0, p.themes[i]) * p.keep[i]
		if p.themes[i] > 0 {
			accumulate(p.topics, p.themes[i], n.from(i))
		}
	}
}

// descend adds to slope how the loss of one paper, times share, changes with each weight.
func (n *network) descend(slope *network, p *pass, e *example, share float32) {
	n.forward(p, e)
	for k, s := range p.topics {
		p.topicsSlope[k] = share * e.weight[k] * (float32(logistic(float64(s))) - e.target[k])
	}
	accumulate(slope.constants, 1, p.topicsSlope)
	for i, active := range p.themes {
		p.themesSlope[i] = 0
		if active > 0 {
			accumulate(slope.from(i), active, p.topicsSlope)
			for k, given := range n.from(i) {
				p.themesSlope[i] += given * p.topicsSlope[k] * p.keep[i]
			}
		}
	}
	accumulate(slope.starts, 1, p.themesSlope)
	for _, w := range e.words {
		accumulate(slope.of(int(w.at)), float32(w.value), p.themesSlope)
	}
	for i, v := range e.dense {
		accumulate(slope.of(n.inputs-len(e.dense)+i), v, p.themesSlope)
	}
}

func accumulate(to []float32, times float32, v []float32) {
	v = v[:len(to)]
	for i := range to {
		to[i] += times * v[i]
	}
}

// balance makes every theme as strong as what it gives: the topic it speaks of most gets strongest of its points, others a part of that.
func (n *network) balance(strongest float32) {
	for i := range themes {
		gives, most := n.from(i), float32(0)
		for _, g := range gives {
			most = max(most, g, -g)
		}
		if most == 0 {
			continue
		}
		times := most / strongest
		for k := range gives {
			gives[k] /= times
		}
		n.starts[i] *= times
		for input := range n.inputs {
			n.says[input*themes+i] *= times
		}
	}
}

// An adam moves weights down their slope by AdamW (Loshchilov and Hutter): every weight has its own pace, by the mean and the mean
// square of its slopes so far, and loses a little of itself.
type adam struct {
	mean, square []float32
	steps        int
}

const (
	momentum       = 0.9
	squareMomentum = 0.999
	decay          = 0.1
)

func newAdam(weights int) *adam { return &adam{make([]float32, weights), make([]float32, weights), 0} }

// step moves the weights that are listed.
func (a *adam) step(weights, slope []float32, list []int32, size float64) {
	a.steps++
	// Both means begin at zero, which has to be made good for.
	pace := float32(size / (1 - math.Pow(momentum, float64(a.steps))))
	made := float32(1 / (1 - math.Pow(squareMomentum, float64(a.steps))))
	keep := float32(1 - size*decay)
	for _, i := range list {
		g := slope[i]
		a.mean[i] += (1 - momentum) * (g - a.mean[i])
		a.square[i] += (1 - squareMomentum) * (g*g - a.square[i])
		weights[i] = weights[i]*keep - pace*a.mean[i]/(float32(math.Sqrt(float64(a.square[i]*made)))+1e-8)
	}
}
