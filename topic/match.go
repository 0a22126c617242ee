package topic

import "paperfeeds/topic/phrase"

// counts of one clue, by place.
type counts [3]uint8

// found is what stands in a text. It is used again for the next one: most of its room stays empty, and emptying what was used is
// quicker than making room anew.
type found struct {
	clues []counts // by clue
	words []uint8  // by phrase of the lexicon: wordInText, wordInTitle
	ends  []int    // by clue: where it last ended in the text being walked
	usedClues,
	usedWords []int // in the order they were found
}

const (
	wordInText = 1 << iota // title or abstract
	wordInTitle
)

// find walks title, abstract and keywords once each.
func (r *Rules) find(title, abstract string, keywords []string) *found {
	f, ok := r.spare.Get().(*found)
	if !ok {
		f = &found{clues: make([]counts, len(r.clues)), words: make([]uint8, r.lexicon.Len()), ends: make([]int, len(r.clues))}
	}
	r.walk(f, title, inTitle, wordInText|wordInTitle)
	r.walk(f, abstract, inAbstract, wordInText)
	for _, keyword := range keywords {
		// Learned words are not looked for: papers were labelled, and the words learned, without keywords.
		r.walk(f, keyword, inKeywords, 0)
	}
	return f
}

func (r *Rules) walk(f *found, text string, where place, mark uint8) {
	for _, c := range f.usedClues {
		f.ends[c] = 0
	}
	r.lexicon.Find(phrase.Words(text), func(at, from, to int) {
		if len(r.words[at]) > 0 && mark != 0 {
			if f.words[at] == 0 {
				f.usedWords = append(f.usedWords, at)
			}
			f.words[at] |= mark
		}
		for _, c := range r.spelled[at] {
			n := &f.clues[c]
			if *n == (counts{}) {
				f.usedClues = append(f.usedClues, c)
			}
			// "voice cloning" says "voice | voice cloning" once.
			if from >= f.ends[c] && n[where] < 255 {
				n[where]++
				f.ends[c] = to
			}
		}
	})
}

// done gives f back.
func (r *Rules) done(f *found) {
	for _, c := range f.usedClues {
		f.clues[c], f.ends[c] = counts{}, 0
	}
	for _, at := range f.usedWords {
		f.words[at] = 0
	}
	f.usedClues, f.usedWords = f.usedClues[:0], f.usedWords[:0]
	r.spare.Put(f)
}

// Match returns the slugs of the topics of a text, in the order of the rules. An empty abstract or nil keywords are fine.
func (r *Rules) Match(title, abstract string, keywords []string) []string {
	points := make([]int, len(r.topics))
	f := r.find(title, abstract, keywords)
	r.score(f, func(why reason) { points[why.topic] += why.points })
	r.done(f)
	r.rank(points, func(why reason) { points[why.topic] += why.points })
	var slugs []string
	for i, have := range points {
		if have >= r.need[i] {
			slugs = append(slugs, r.topics[i].Slug)
		}
	}
	return slugs
}
