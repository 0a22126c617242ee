package topic

import (
	"cmp"
	"slices"
)

// Points, as docs/topics.md tells them.
const (
	pointsTitleAny  = 8 // the title holds an "any" phrase
	pointsTitle     = 6 // else a "title" phrase
	pointsTitleHint = 2 // else a hint
	pointsAny       = 3 // each different "any" phrase in abstract or keywords
	pointsRepeat    = 1 // each repeat of one in the abstract
	pointsHint      = 1 // each different hint elsewhere
	maxHints        = 3
	threshold       = 8
	nearlyWithin    = 3 // points short of the threshold
)

// place is where a phrase stands.
type place uint8

const (
	inTitle place = iota
	inAbstract
	inKeywords
)

func (p place) String() string { return [...]string{"title", "abstract", "keywords"}[p] }

// hit is one clue in one place, count times.
type hit struct {
	clue  int
	place place
	count int
}

// Match returns the slugs of the topics of a text, in the order of the rules.
func (r *Rules) Match(title, abstract string, keywords []string) []string {
	scores := make([]int, len(r.topics))
	r.score(r.hits(title, abstract, keywords), func(topic, points int, _ Evidence) { scores[topic] += points })
	var slugs []string
	for i, score := range scores {
		if score >= threshold {
			slugs = append(slugs, r.topics[i].Slug)
		}
	}
	return slugs
}

// hits returns what the lexicon finds, sorted by clue and place.
func (r *Rules) hits(title, abstract string, keywords []string) []hit {
	list := make([]hit, 0, 256)
	in := func(where place, text string) {
		r.lexicon.find(words(text), func(spelling int) {
			for _, c := range r.uses[spelling] {
				list = append(list, hit{c, where, 1})
			}
		})
	}
	in(inTitle, title)
	in(inAbstract, abstract)
	for _, keyword := range keywords {
		in(inKeywords, keyword)
	}
	slices.SortFunc(list, func(a, b hit) int { return cmp.Or(a.clue-b.clue, int(a.place)-int(b.place)) })
	folded := list[:0]
	for _, h := range list {
		if n := len(folded); n > 0 && folded[n-1].clue == h.clue && folded[n-1].place == h.place {
			folded[n-1].count++
			continue
		}
		folded = append(folded, h)
	}
	return folded
}
