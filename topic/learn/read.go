package main

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"

	"paperfeeds/topic"
	"paperfeeds/topic/quality"
)

// The worth of phrases is learned by list, by place, and for the first and the second phrase there.
var (
	phraseLists  = [...]string{"any", "title", "hint"}
	phrasePlaces = [...]string{"title", "background", "aim", "method", "results"}
)

const phraseFeatures = len(phraseLists) * len(phrasePlaces) * 2

func phraseFeature(list, place, nth int) int { return (list*len(phrasePlaces)+place)*2 + nth }

// read finds what stands in a paper, weighed as the rules do: see topic.Often and topic.Parts.Shares.
func (c *corpus) read(p quality.Paper) *doc {
	d := &doc{id: p.ID, phrases: make([][]int, len(c.slugs))}
	parts := topic.Cut(p.Title, p.Abstract)
	counts := map[int32]int{}
	type at struct{ topic, list, place int }
	said := map[at]map[int]bool{} // phrase numbers
	walk := func(words []string, place string, where ...int) {
		c.words.Find(words, func(w, _, _ int) {
			for _, place := range where {
				counts[feature(w, place)]++
			}
			for _, cl := range c.clues[w] {
				key := at{cl.topic, cl.list, slices.Index(phrasePlaces[:], place)}
				if said[key] == nil {
					said[key] = map[int]bool{}
				}
				said[key][cl.number] = true
			}
		})
	}
	walk(parts.Title, "title", inText, inTitle)
	for _, s := range parts.Sentences {
		if s.IsAim() {
			walk(s.Words, s.Place(), inText, inAim)
		} else {
			walk(s.Words, s.Place(), inText)
		}
	}
	shares := parts.Shares()
	by := [places]int{inText: shares.Text, inTitle: shares.Title, inAim: shares.Aim}
	for f, n := range sorted(counts) {
		d.features = append(d.features, entry{f, float64(topic.Often(n)*by[f%places]) / 1e4})
	}
	for key, phrases := range said {
		for nth := range min(2, len(phrases)) {
			d.phrases[key.topic] = append(d.phrases[key.topic], phraseFeature(key.list, key.place, nth))
		}
	}
	for _, list := range d.phrases {
		slices.Sort(list)
	}
	return d
}

// How much is learned from what: how far a typical paper's words may move the odds, by kind of word and place.
var (
	ofWords = [places]float64{inText: 2, inTitle: 1.4, inAim: 1}
	ofPairs = [places]float64{inText: 1.4, inTitle: 1}
	ofGiven = [places]float64{inText: 0.5, inTitle: 0.5, inAim: 0.5}
	ofBasis = [places]float64{inText: 6, inTitle: 3, inAim: 3}
)

// block numbers the kinds of words by where they stand.
func block(single bool, place int) int {
	if single {
		return place
	}
	return places + place
}

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
	var norm [2 * places]float64
	for _, d := range docs {
		for _, e := range d.features {
			if w := e.at / places; c.single[w] || c.pair[w] {
				norm[block(c.single[w], int(e.at%places))] += math.Pow(e.value*c.idf[e.at], 2) / float64(len(docs))
			}
		}
	}
	for f := range c.scale {
		w, place := f/places, f%places
		square := 0.0
		switch {
		case c.single[w]:
			square = math.Pow(ofWords[place]*c.idf[f], 2) / norm[block(true, place)]
		case c.pair[w] && ofPairs[place] > 0:
			square = math.Pow(ofPairs[place]*c.idf[f], 2) / norm[block(false, place)]
		}
		if len(c.clues[w]) > 0 {
			square += math.Pow(ofGiven[place], 2)
		}
		c.scale[f] = math.Sqrt(square)
	}
}

// sorted goes through a map in the order of its keys: what is learned twice must be the same twice.
func sorted[K cmp.Ordered, V any](m map[K]V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}
