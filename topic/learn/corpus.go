package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"paperfeeds/topic"
	"paperfeeds/topic/abstract"
	"paperfeeds/topic/phrase"
	"paperfeeds/topic/quality"
)

// A doc is one paper as the learner sees it.
type doc struct {
	id       string
	features []entry   // the candidates that stand in it, by feature
	phrases  [][]int   // by topic: what its phrases say, as phraseFeature numbers
	meaning  []float32 // where its words lie in the basis, for each place; only of labelled papers
	target   []float64 // what people said, by topic
	weight   []float64
}

// An entry is one number of a vector that has few.
type entry struct {
	at    int32
	value float64
}

// Every candidate is looked for in three places, like the learned words of the rules: title or abstract, title, and the sentence that
// says what the paper does.
const (
	inText = iota
	inTitle
	inAim
	places
)

func feature(word, place int) int32 { return int32(word*places + place) }

// acceptableWeight: an acceptable topic is no error for a reader, but another one names others. It teaches little, and that the topic
// is not what the paper is about.
const acceptableWeight = 0.3

type corpus struct {
	cutter *abstract.Cutter
	slugs  []string
	words  *phrase.Lexicon
	finder *phrase.Finder // of words
	single []bool         // by candidate: it is one word
	pair   []bool         // by candidate: it is two
	clues  map[int][]clue // by candidate: the phrases of topics.json it is a spelling of
	idf    []float64      // by feature: how rare
	often  []float64      // by feature: the fourth root of the share of papers it stands in
	scale  []float64      // by feature: how far it may move in learning; 0: not learned
	basis  *basis
	tuned  []*doc // labelled, part "tune", shuffled
	others []*doc // not labelled
}

// rareWeight: the few papers of a rare topic weigh more, up to four times, by the root of how much rarer it is than the most frequent
// one. Else it would be cheapest to forget it.
func (c *corpus) rareWeight(train []*doc, k int) float64 {
	required := func(k int) (n float64) {
		for _, d := range train {
			n += d.target[k]
		}
		return n
	}
	most := 0.0
	for other := range c.slugs {
		most = max(most, required(other))
	}
	return min(4, math.Sqrt(most/max(1, required(k))))
}

func newCorpus(rules *topic.Rules, topicsFile []byte, labels []quality.Label, papers []quality.Paper) (*corpus, error) {
	cutter, err := abstract.NewCutter()
	if err != nil {
		return nil, err
	}
	c := &corpus{cutter: cutter}
	for _, t := range rules.Topics() {
		c.slugs = append(c.slugs, t.Slug)
	}
	byID := map[string]quality.Label{}
	for _, l := range labels {
		byID[l.ID] = l
	}
	// Papers kept for measuring are not even read: no word of theirs may become a candidate on their account.
	papers = slices.DeleteFunc(slices.Clone(papers), func(p quality.Paper) bool {
		l, labelled := byID[p.ID]
		return labelled && l.Part != quality.Tune
	})
	c.candidates(papers)
	if err := c.given(topicsFile); err != nil {
		return nil, err
	}
	c.finder = c.words.Finder()
	for _, p := range papers {
		d := c.read(p)
		l, labelled := byID[p.ID]
		if !labelled {
			c.others = append(c.others, d)
			continue
		}
		for _, slug := range c.slugs {
			target, weight := 0.0, 1.0
			if slices.Contains(l.Required, slug) {
				target = 1
			} else if slices.Contains(l.Acceptable, slug) {
				weight = acceptableWeight
			}
			d.target, d.weight = append(d.target, target), append(d.weight, weight)
		}
		c.tuned = append(c.tuned, d)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(c.tuned), func(i, j int) { c.tuned[i], c.tuned[j] = c.tuned[j], c.tuned[i] })
	c.weigh()
	c.basis = c.newBasis()
	for _, d := range c.tuned {
		for _, v := range c.basis.of(d) {
			d.meaning = append(d.meaning, float32(v))
		}
	}
	return c, nil
}

// all are the papers without those kept for measuring.
func (c *corpus) all() []*doc { return slices.Concat(c.tuned, c.others) }
