package topic

import (
	"paperfeeds/topic/abstract"
	"paperfeeds/topic/phrase"
)

// counts of one phrase, by place.
type counts [places]uint8

// seen is where one learned word stands.
type seen struct{ text, title, aim uint8 }

// found is what stands in a text. It is used again for the next one: most of its room stays empty, and emptying what was used is
// quicker than making room anew.
type found struct {
	shares abstract.Shares
	clues  []counts // by clue
	words  []seen   // by phrase of the lexicon
	ends   []int    // by clue: where it last ended in the words being walked
	usedClues,
	usedWords []int // in the order they were found
}

// find walks title, sentences and keywords once each.
func (r *Rules) find(parts abstract.Parts, keywords []string) *found {
	f, ok := r.spare.Get().(*found)
	if !ok {
		f = &found{clues: make([]counts, len(r.clues)), words: make([]seen, r.lexicon.Len()), ends: make([]int, len(r.clues))}
	}
	f.shares = parts.Shares()
	r.walk(f, parts.Title, abstract.Title)
	for _, s := range parts.Sentences {
		r.walk(f, s.Words, s.Place)
	}
	for _, keyword := range keywords {
		r.walk(f, phrase.Words(keyword), inKeywords)
	}
	return f
}

func (r *Rules) walk(f *found, words []string, where abstract.Place) {
	for _, c := range f.usedClues {
		f.ends[c] = 0
	}
	r.finder.Find(words, func(at, from, to int) {
		// Learned words are not looked for in keywords: papers were labelled, and the words learned, without them.
		if r.words[at].any() && where != inKeywords {
			n := &f.words[at]
			if *n == (seen{}) {
				f.usedWords = append(f.usedWords, at)
			}
			n.text = more(n.text)
			switch where {
			case abstract.Title:
				n.title = more(n.title)
			case abstract.Aim:
				n.aim = more(n.aim)
			}
		}
		for _, c := range r.spelled[at] {
			n := &f.clues[c]
			if *n == (counts{}) {
				f.usedClues = append(f.usedClues, c)
			}
			// "voice cloning" says "voice | voice cloning" once.
			if from >= f.ends[c] {
				n[where] = more(n[where])
				f.ends[c] = to
			}
		}
	})
}

// more counts as far as a byte goes.
func more(n uint8) uint8 {
	if n == 255 {
		return n
	}
	return n + 1
}

// done gives f back.
func (r *Rules) done(f *found) {
	for _, c := range f.usedClues {
		f.clues[c], f.ends[c] = counts{}, 0
	}
	for _, at := range f.usedWords {
		f.words[at] = seen{}
	}
	f.usedClues, f.usedWords = f.usedClues[:0], f.usedWords[:0]
	r.spare.Put(f)
}

// Match returns the slugs of the topics of a text, in the order of the rules. An empty abstract or nil keywords are fine.
func (r *Rules) Match(title, abstract string, keywords []string) []string {
	f := r.find(r.cutter.Cut(title, abstract), keywords)
	points := r.score(f, nil)
	r.done(f)
	var slugs []string
	for i, have := range points {
		if have >= r.need[i] {
			slugs = append(slugs, r.topics[i].Slug)
		}
	}
	return slugs
}
