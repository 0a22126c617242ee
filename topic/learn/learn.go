package main

import (
	"math"
	"runtime"
	"sync"

	"paperfeeds/topic"
	"paperfeeds/topic/abstract"
)

// What was chosen by cross-checking (-cross) papers of part "tune" alone.
const (
	// costs of what is learned about phrases: thirty numbers for all topics together, so they cost little.
	phraseSquare, phraseRounds = 1, 100
	// costs of the words, tens of thousands a topic.
	wordSquare, wordConstant, wordRounds = 0.8, 0.25, 50
	// trust in the phrases, where words are there to contradict.
	trust = 0.85
	// rivals is what a topic loses for another one that is certain, in log odds.
	rivals = 1.2
	// leastSaid is what a word must say to be kept: tenths of points times the fourth root of the share of papers it stands in. All of
	// them, two million, would be no better, and three times as many would make the program start a third slower.
	leastSaid = 1.1
	// operating is where on the curve of precision against recall the topics are cut, in log odds: below 0, for a reader forgives a
	// paper too many sooner than one that is missing.
	operating = -3.87
)

// learn makes words.json from labelled papers.
func (c *corpus) learn(train []*doc) topic.Learned {
	phrases := c.learnPhrases(train)
	result := topic.Learned{Phrases: map[string]map[string][]int{}, Rivals: tenths(rivals), Even: tenths(-operating), Need: map[string]int{}, Words: map[string]topic.Word{}}
	for list, name := range phraseLists {
		result.Phrases[name] = map[string][]int{}
		for place := range abstract.Place(abstract.Places) {
			first := phraseFeature(list, place, 0)
			result.Phrases[name][place.String()] = []int{tenths(trust * phrases.weights[first]), tenths(trust * phrases.weights[first+1])}
		}
	}
	needs, kept := make([]int, len(c.slugs)), make([][]int, len(c.slugs))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for k := range c.slugs {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			needs[k], kept[k] = c.learnWords(train, k, phrases)
		})
	}
	group.Wait()
	for k, slug := range c.slugs {
		result.Need[slug] = needs[k]
		for f, points := range kept[k] {
			if points == 0 {
				continue
			}
			text := c.words.Text(f / places)
			w := result.Words[text]
			list := [places]*map[string]int{inText: &w.Text, inTitle: &w.Title, inAim: &w.Aim}[f%places]
			if *list == nil {
				*list = map[string]int{}
			}
			(*list)[slug] = points
			result.Words[text] = w
		}
	}
	return result
}

// learnPhrases learns what phrases are worth, the same for all topics: a rare topic has too few papers to tell.
func (c *corpus) learnPhrases(train []*doc) model {
	var examples []example
	for _, d := range train {
		for k := range c.slugs {
			examples = append(examples, example{sparse: ones(d.phrases[k]), target: d.target[k], weight: d.weight[k]})
		}
	}
	return fit(examples, phraseFeatures, 0, options{phraseSquare, 0, phraseRounds})
}

func ones(list []int) []entry {
	var v []entry
	for _, at := range list {
		v = append(v, entry{int32(at), 1})
	}
	return v
}

// learnWords learns what the words say about one topic beyond its phrases: the points it needs, and those of the features that say
// enough to be kept.
func (c *corpus) learnWords(train []*doc, k int, phrases model) (need int, kept []int) {
	examples := make([]example, len(train))
	required := c.rareWeight(train, k)
	for i, d := range train {
		e := example{dense: d.meaning, offset: trust * phrases.score(ones(d.phrases[k]), nil), target: d.target[k], weight: d.weight[k]}
		for _, f := range d.features {
			if s := c.scale[f.at]; s > 0 {
				e.sparse = append(e.sparse, entry{f.at, f.value * s})
			}
		}
		if e.target == 1 {
			e.weight = required
		}
		examples[i] = e
	}
	m := fit(examples, len(c.scale), places*dimensions, options{wordSquare, wordConstant, wordRounds})
	weights, meaning := m.weights[:m.sparse], m.weights[m.sparse:m.sparse+m.dense]
	kept, rest := make([]int, len(weights)), make([]float64, len(weights))
	for f := range weights {
		w := weights[f]*c.scale[f] + c.basis.weight(f, meaning)
		if p := tenths(w); math.Abs(w)*topic.TenthsPerLogOdds*c.often[f] >= leastSaid {
			kept[f] = p
		}
		rest[f] = w - float64(kept[f])/topic.TenthsPerLogOdds
	}
	// What is left out says a little in every paper; in the mean paper the constant can say it.
	constant := m.constant() + trust*phrases.constant()
	docs := c.all()
	for _, d := range docs {
		for _, f := range d.features {
			constant += rest[f.at] * f.value / float64(len(docs))
		}
	}
	return tenths(operating - constant), kept
}

func tenths(logOdds float64) int { return int(math.Round(logOdds * topic.TenthsPerLogOdds)) }
