package main

import (
	"math"
	"math/rand/v2"
)

// A basis tells which words mean about the same: those that stand in the same papers, labelled or not. It is the space of the largest
// singular vectors of papers × words (latent semantic analysis). What is learned about a paper's place in it is in the end a number for
// each word, so the rules need not know of it.
type basis struct {
	c       *corpus
	vectors [][]float64     // by candidate, nil for what is not one word
	unit    [places]float64 // what makes the mean place of a paper as long as ofBasis says
}

// dimensions of the basis. Fewer know too little, more are noise: cross-checked, 100 to 400 differ little.
const (
	dimensions = 200
	turns      = 5 // of the power method; the space is what is wanted, not each vector
)

func (c *corpus) newBasis() *basis {
	b := &basis{c: c, vectors: make([][]float64, c.words.Len())}
	rng := rand.New(rand.NewPCG(5, 6))
	n := 0
	for w := range b.vectors {
		if c.single[w] {
			n++
			b.vectors[w] = make([]float64, dimensions)
			for i := range b.vectors[w] {
				b.vectors[w][i] = rng.NormFloat64()
			}
		}
	}
	docs := c.all()
	rows := make([][]entry, len(docs))
	for i, d := range docs {
		square := 0.0
		for _, e := range d.features {
			if w := e.at / places; e.at%places == inText && c.single[w] {
				v := e.value * c.idf[e.at]
				rows[i] = append(rows[i], entry{w, v})
				square += v * v
			}
		}
		for j := range rows[i] {
			rows[i][j].value /= math.Sqrt(square)
		}
	}
	for range turns {
		orthonormal(b.vectors)
		next := make([][]float64, len(b.vectors))
		for w := range next {
			if b.vectors[w] != nil {
				next[w] = make([]float64, dimensions)
			}
		}
		at := make([]float64, dimensions)
		for _, row := range rows {
			clear(at)
			for _, e := range row {
				add(at, e.value, b.vectors[e.at])
			}
			for _, e := range row {
				add(next[e.at], e.value, at)
			}
		}
		b.vectors = next
	}
	orthonormal(b.vectors)
	b.unit = [places]float64{1, 1, 1}
	var squares [places]float64
	for _, d := range docs {
		for i, v := range b.of(d) {
			squares[i/dimensions] += v * v / float64(len(docs))
		}
	}
	for place, s := range squares {
		b.unit[place] = ofBasis[place] / math.Sqrt(s)
	}
	return b
}

// of is the place of a paper: the sum of its words, for each place they stand in.
func (b *basis) of(d *doc) []float64 {
	at := make([]float64, places*dimensions)
	for _, e := range d.features {
		if v := b.vectors[e.at/places]; v != nil {
			place := int(e.at % places)
			add(at[place*dimensions:(place+1)*dimensions], e.value*b.c.idf[e.at]*b.unit[place], v)
		}
	}
	return at
}

// weight is what weights of places in the basis come to for one feature.
func (b *basis) weight(f int, weights []float64) float64 {
	v, place := b.vectors[f/places], f%places
	if v == nil {
		return 0
	}
	return b.c.idf[f] * b.unit[place] * dot(weights[place*dimensions:(place+1)*dimensions], v)
}

// orthonormal makes the columns of rows so (Gram and Schmidt, twice for exactness' sake). Rows may be nil.
func orthonormal(rows [][]float64) {
	var columns [dimensions][]float64
	for _, row := range rows {
		for i := range row {
			columns[i] = append(columns[i], row[i])
		}
	}
	for i, column := range columns {
		for range 2 {
			for _, earlier := range columns[:i] {
				add(column, -dot(column, earlier), earlier)
			}
		}
		length := math.Sqrt(dot(column, column))
		for j := range column {
			column[j] /= length
		}
	}
	at := 0
	for _, row := range rows {
		if row == nil {
			continue
		}
		for i := range row {
			row[i] = columns[i][at]
		}
		at++
	}
}

func add(to []float64, times float64, v []float64) {
	for i, x := range v {
		to[i] += times * x
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
