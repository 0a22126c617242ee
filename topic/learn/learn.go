package main

import (
	"math"

	"paperfeeds/topic"
	"paperfeeds/topic/abstract"
)

// What was chosen by cross-checking (-cross) papers of part "tune" alone.
const (
	// costs of what is learned about phrases: thirty numbers for all topics together, so they cost little.
	phraseSquare, phraseRounds = 1, 100
	// themes are what words may mean together.
	themes = 64
	// strongest is the greatest share of its points that a theme gives, which says how fine the whole points of words are.
	strongest = 0.5
	// trust in the phrases, where words are there to contradict.
	trust = 0.85
	// rivals is what a topic loses for another one that is certain, in log odds.
	rivals = 1.2
	// leastSaid is what a word must say of a theme to be kept, halfway through: tenths of points times the fourth root of the share of
	// papers it stands in. Half of that would be a little better, and the file twice as large.
	leastSaid = 0.18
	// operating is where on the curve of precision against recall the topics are cut, in log odds: below 0, for a reader forgives a
	// paper too many sooner than one that is missing.
	operating = -3.75
)

// learn makes words.json from labelled papers.
func (c *corpus) learn(train []*doc) (topic.Learned, error) {
	phrases := c.learnPhrases(train)
	result := topic.Learned{Phrases: map[string]map[string][]int{}, Rivals: tenths(rivals), Even: tenths(-operating), Need: map[string]int{}, Words: map[string]topic.Word{}}
	for list, name := range phraseLists {
		result.Phrases[name] = map[string][]int{}
		for place := range abstract.Place(abstract.Places) {
			first := phraseFeature(list, place, 0)
			result.Phrases[name][place.String()] = []int{tenths(trust * phrases.weights[first]), tenths(trust * phrases.weights[first+1])}
		}
	}
	n := c.learnWords(train, phrases)
	for k, slug := range c.slugs {
		result.Need[slug] = tenths(operating - float64(n.constants[k]) - trust*phrases.constant())
	}
	for i := range themes {
		theme := topic.Theme{Start: tenths(float64(n.starts[i])), Gives: map[string]int{}}
		for k, g := range n.from(i) {
			if percent := int(math.Round(100 * float64(g))); percent != 0 {
				theme.Gives[c.slugs[k]] = percent
			}
		}
		result.Themes = append(result.Themes, theme)
	}
	for w := range c.words.Len() {
		var rows [places]topic.Row
		for place := range places {
			f := int(feature(w, place))
			points := make([]int, themes)
			for i, says := range n.of(f) {
				points[i] = tenths(float64(says) * c.scale[f])
			}
			row, err := topic.MakeRow(points)
			if err != nil {
				return topic.Learned{}, err
			}
			rows[place] = row
		}
		if rows != [places]topic.Row{} {
			result.Words[c.words.Text(w)] = topic.Word{Text: rows[inText], Title: rows[inTitle], Aim: rows[inAim]}
		}
	}
	return result, nil
}

// learnPhrases learns what phrases are worth, the same for all topics: a rare topic has too few papers to tell.
func (c *corpus) learnPhrases(train []*doc) model {
	var questions []question
	for _, d := range train {
		for k := range c.slugs {
			questions = append(questions, question{has: d.phrases[k], target: d.target[k], weight: d.weight[k]})
		}
	}
	return fit(questions, phraseFeatures, options{phraseSquare, phraseRounds})
}

// learnWords learns what the words say about all topics together, beyond their phrases.
func (c *corpus) learnWords(train []*doc, phrases model) *network {
	rare := make([]float32, len(c.slugs))
	for k := range rare {
		rare[k] = float32(c.rareWeight(train, k))
	}
	papers := make([]example, len(train))
	for i, d := range train {
		e := example{dense: d.meaning}
		for _, f := range d.features {
			if s := c.scale[f.at]; s > 0 {
				e.words = append(e.words, entry{f.at, f.value * s})
			}
		}
		for k, target := range d.target {
			weight := float32(d.weight[k])
			if target == 1 {
				weight = rare[k]
			}
			e.given = append(e.given, float32(trust*phrases.score(d.phrases[k])))
			e.target = append(e.target, float32(target))
			e.weight = append(e.weight, weight)
		}
		papers[i] = e
	}
	t := newTeacher(papers, len(c.scale)+places*dimensions, len(c.slugs), len(c.scale))
	t.teach(epochs / 2)
	c.toWords(t.network)
	c.forget(t)
	t.teach(epochs)
	t.balance(strongest)
	return t.network
}

func tenths(logOdds float64) int { return int(math.Round(logOdds * topic.TenthsPerLogOdds)) }
