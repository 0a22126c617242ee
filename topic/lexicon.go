package topic

// A lexicon finds phrases in words, one pass for all of them: each word leads to the phrases that could begin with it.
type lexicon struct {
	phrases []phrase
	index   map[string]int   // text → place in phrases
	exact   map[string][]int // first word, or a plural of an only word
	stems   map[string][]int // first letters (minStar) of phrases that are one stem
	tails   map[string][]int // last letters (minStar) of a first word that is an ending
	inner   []int            // one word with a star at both ends: looked at everywhere
}

func newLexicon() *lexicon {
	return &lexicon{index: map[string]int{}, exact: map[string][]int{}, stems: map[string][]int{}, tails: map[string][]int{}}
}

// add returns the place of p, the same for equal phrases.
func (l *lexicon) add(p phrase) int {
	if i, ok := l.index[p.text]; ok {
		return i
	}
	i, first := len(l.phrases), p.words[0]
	l.phrases = append(l.phrases, p)
	l.index[p.text] = i
	single := len(p.words) == 1
	switch {
	case p.tail && p.stem && single:
		l.inner = append(l.inner, i)
	case p.tail && single:
		// The ending may be in its plural, so the letters it is found by are those of each form.
		seen := map[string]bool{}
		for _, form := range forms(first) {
			if key := form[len(form)-minStar:]; !seen[key] {
				seen[key] = true
				l.tails[key] = append(l.tails[key], i)
			}
		}
	case p.tail:
		key := first[len(first)-minStar:]
		l.tails[key] = append(l.tails[key], i)
	case p.stem && single:
		l.stems[first[:minStar]] = append(l.stems[first[:minStar]], i)
	case single:
		for _, form := range forms(first) {
			l.exact[form] = append(l.exact[form], i)
		}
	default:
		l.exact[first] = append(l.exact[first], i)
	}
	return i
}

// find calls found with the place of every phrase that stands in text, once for each time it does.
func (l *lexicon) find(text []string, found func(phrase int)) {
	for at, word := range text {
		l.check(l.exact[word], text, at, found)
		if len(word) >= minStar {
			l.check(l.stems[word[:minStar]], text, at, found)
			l.check(l.tails[word[len(word)-minStar:]], text, at, found)
		}
		l.check(l.inner, text, at, found)
	}
}

func (l *lexicon) check(candidates []int, text []string, at int, found func(phrase int)) {
	for _, i := range candidates {
		if l.phrases[i].at(text, at) {
			found(i)
		}
	}
}
