package main

import "math"

// How much is learned from what: how far a typical paper's words may move the odds, by kind of word and place.
var (
	ofWords = [places]float64{inText: 2.8, inTitle: 2, inAim: 1.4}
	ofPairs = [places]float64{inText: 2, inTitle: 1.4}
	ofGiven = [places]float64{inText: 0.5, inTitle: 0.5, inAim: 0.5}
	ofBasis = [places]float64{inText: 6, inTitle: 3, inAim: 3}
)

// weigh sets idf and scale of all features: rare words tell more than frequent ones, and each kind of word weighs the same together
// in the mean paper.
func (c *corpus) weigh() {
	n := c.words.Len() * places
	docs := c.all()
	papers := make([]float64, n)
	for _, d := range docs {
		for _, e := range d.features {
			papers[e.at]++
		}
	}
	c.idf, c.often, c.scale = make([]float64, n), make([]float64, n), make([]float64, n)
	for f := range c.idf {
		c.idf[f] = math.Log(float64(len(docs)) / max(1, papers[f]))
		c.often[f] = math.Pow(papers[f]/float64(len(docs)), 0.25)
	}
	var singles, pairs [places]float64
	for _, d := range docs {
		for _, e := range d.features {
			w, place := e.at/places, e.at%places
			square := math.Pow(e.value*c.idf[e.at], 2) / float64(len(docs))
			switch {
			case c.single[w]:
				singles[place] += square
			case c.pair[w]:
				pairs[place] += square
			}
		}
	}
	for f := range c.scale {
		w, place := f/places, f%places
		square := 0.0
		switch {
		case c.single[w]:
			square = math.Pow(ofWords[place]*c.idf[f], 2) / singles[place]
		case c.pair[w] && ofPairs[place] > 0:
			square = math.Pow(ofPairs[place]*c.idf[f], 2) / pairs[place]
		}
		if len(c.clues[w]) > 0 {
			square += math.Pow(ofGiven[place], 2)
		}
		if papers[f] >= minPapers { // in fewer, nothing is learned of it there, be it a phrase
			c.scale[f] = math.Sqrt(square)
		}
	}
}
