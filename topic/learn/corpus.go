package main

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"paperfeeds/topic"
	"paperfeeds/topic/phrase"
	"paperfeeds/topic/quality"
)

// A doc is one paper as the learner sees it.
type doc struct {
	id       string
	features []int32   // 2·word: stands in title or abstract; 2·word+1: stands in the title
	points   []float64 // what the phrases give, by topic
	target   []float64 // what people said, by topic
	weight   []float64
	sure     []float64 // what the phrases and the words think of it, in log odds, by topic
}

// What a label is worth in learning. Required topics count double, for there are thirty others to each. An acceptable topic is no error
// for a reader, but too many of them bury what a paper is about, so it is learned as nearly wrong.
const (
	requiredWeight   = 2.0
	acceptableWeight = 0.8
	acceptableTarget = 0.1
)

type corpus struct {
	rules  *topic.Rules
	slugs  []string
	words  *phrase.Lexicon // candidates
	own    []map[int]bool  // by topic: candidates that are or hold its own phrases
	tuned  []*doc          // labelled, part "tune", shuffled
	others []*doc          // not labelled
}

// Candidate words stand in at least minPapers papers, pairs in minPairs, and none in most.
const (
	minPapers = 10
	minPairs  = 20
	mostShare = 0.5
)

func newCorpus(rules *topic.Rules, topicsFile []byte, labels []quality.Label, papers []quality.Paper) *corpus {
	c := &corpus{rules: rules}
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
	c.words = candidates(papers)
	c.own = ownWords(topicsFile, c.words)
	for _, p := range papers {
		d := c.read(p)
		if l, ok := byID[p.ID]; ok {
			for k, slug := range c.slugs {
				d.target[k], d.weight[k] = 0, 1
				switch {
				case slices.Contains(l.Required, slug):
					d.target[k], d.weight[k] = 1, requiredWeight
				case slices.Contains(l.Acceptable, slug):
					d.target[k], d.weight[k] = acceptableTarget, acceptableWeight
				}
			}
			c.tuned = append(c.tuned, d)
		} else {
			c.others = append(c.others, d)
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(c.tuned), func(i, j int) { c.tuned[i], c.tuned[j] = c.tuned[j], c.tuned[i] })
	return c
}

func (c *corpus) read(p quality.Paper) *doc {
	n := len(c.slugs)
	d := &doc{id: p.ID, points: make([]float64, n), target: make([]float64, n), weight: make([]float64, n), sure: make([]float64, n)}
	set := map[int32]bool{}
	c.words.Find(phrase.Words(p.Title), func(w, _, _ int) { set[int32(2*w)], set[int32(2*w+1)] = true, true })
	c.words.Find(phrase.Words(p.Abstract), func(w, _, _ int) { set[int32(2*w)] = true })
	d.features = slices.Sorted(maps.Keys(set))
	for k, v := range c.rules.Explain(p.Title, p.Abstract, nil) {
		d.points[k] = v.Score
	}
	return d
}

// filler words make pairs that say nothing.
var filler = strings.Fields(`the a an of and or in on for to we is are be by with this that these those as at from it its their our
which can has have not but also both more than such via into while most across between however using through show two one three
new propose paper present introduce work`)

// candidates returns the words and pairs of words worth learning about.
func candidates(papers []quality.Paper) *phrase.Lexicon {
	count := map[string]int{}
	for _, p := range papers {
		seen := map[string]bool{}
		for _, text := range []string{p.Title, p.Abstract} {
			words := phrase.Words(text)
			for i, w := range words {
				seen[w] = true
				if i > 0 {
					seen[words[i-1]+" "+w] = true
				}
			}
		}
		for w := range seen {
			count[w]++
		}
	}
	lexicon := phrase.NewLexicon()
	for _, text := range slices.Sorted(maps.Keys(count)) {
		words := strings.Split(text, " ")
		n, least := count[text], minPapers
		if len(words) == 2 {
			least = minPairs
		}
		singular, plural := strings.CutSuffix(text, "s")
		switch {
		case n < least, float64(n) > mostShare*float64(len(papers)):
		case slices.ContainsFunc(words, func(w string) bool { return slices.Contains(filler, w) }):
		case len(text) < 2, strings.Trim(text, "0123456789 ") == "":
		case plural && count[singular] >= least: // the singular stands for both
		default:
			if list, err := phrase.Parse(text); err == nil {
				lexicon.Add(list[0])
			}
		}
	}
	return lexicon
}

// ownWords finds, by topic, the candidates that are one of its phrases or hold one.
func ownWords(topicsFile []byte, words *phrase.Lexicon) []map[int]bool {
	var defs []topic.Definition
	if err := json.Unmarshal(topicsFile, &defs); err != nil { // it was loaded strictly before
		return nil
	}
	own := make([]map[int]bool, len(defs))
	for k, def := range defs {
		lexicon := phrase.NewLexicon()
		for _, text := range slices.Concat(def.Any, def.Title, def.Hint) {
			if list, err := phrase.Parse(text); err == nil {
				for _, p := range list {
					lexicon.Add(p)
				}
			}
		}
		own[k] = map[int]bool{}
		for w := range words.Len() {
			lexicon.Find(strings.Split(words.Text(w), " "), func(_, _, _ int) { own[k][w] = true })
		}
	}
	return own
}
