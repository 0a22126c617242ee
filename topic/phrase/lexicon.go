package phrase

// A Lexicon finds phrases in words, one pass for all of them: each word leads to the few phrases that could begin with it.
type Lexicon struct {
	phrases []Phrase
	index   map[string]int      // text → place in phrases
	single  map[string][]int    // an only word, in each of its forms
	pair    map[[2]string][]int // the first two words, the second in each of its forms where it is the last
	first   map[string][]int    // the first word, where the second is a stem
	stems   map[string][]int    // the first bytes of phrases that are one stem
	tails   map[string][]int    // the last bytes of a first word that is an ending
	inner   []int               // one word with a star at both ends: looked at everywhere
}

// NewLexicon returns one without phrases.
func NewLexicon() *Lexicon {
	return &Lexicon{
		index: map[string]int{}, single: map[string][]int{}, pair: map[[2]string][]int{},
		first: map[string][]int{}, stems: map[string][]int{}, tails: map[string][]int{},
	}
}

// Add returns the place of p, the same for equal phrases.
func (l *Lexicon) Add(p Phrase) int {
	if i, ok := l.index[p.Text]; ok {
		return i
	}
	i, first := len(l.phrases), p.words[0]
	l.phrases = append(l.phrases, p)
	l.index[p.Text] = i
	single := len(p.words) == 1
	switch {
	case p.tail && p.stem && single:
		l.inner = append(l.inner, i)
	case p.tail && single:
		// The ending may be in its plural, so the bytes it is found by are those of each form.
		seen := map[string]bool{}
		for _, form := range Forms(first) {
			if key := end(form); !seen[key] {
				seen[key] = true
				l.tails[key] = append(l.tails[key], i)
			}
		}
	case p.tail:
		l.tails[end(first)] = append(l.tails[end(first)], i)
	case p.stem && single:
		l.stems[begin(first)] = append(l.stems[begin(first)], i)
	case single:
		for _, form := range Forms(first) {
			l.single[form] = append(l.single[form], i)
		}
	case p.stem && len(p.words) == 2:
		l.first[first] = append(l.first[first], i)
	case len(p.words) == 2:
		for _, form := range Forms(p.words[1]) {
			l.pair[[2]string{first, form}] = append(l.pair[[2]string{first, form}], i)
		}
	default:
		key := [2]string{first, p.words[1]}
		l.pair[key] = append(l.pair[key], i)
	}
	return i
}

// begin and end are the keys of stems and endings. They are bytes, not letters: one that cuts a letter in two still leads to what it was
// made from. A star needs as many letters, so there are always as many bytes.
func begin(word string) string { return word[:minStar] }

func end(word string) string { return word[len(word)-minStar:] }

// Len is the number of phrases.
func (l *Lexicon) Len() int { return len(l.phrases) }

// Text is the spelling of the phrase at a place.
func (l *Lexicon) Text(phrase int) string { return l.phrases[phrase].Text }

// Find calls found for every phrase that stands in text, once for each time it does, with its place and the words it takes up:
// text[from:to].
func (l *Lexicon) Find(text []string, found func(phrase, from, to int)) {
	for at, word := range text {
		for _, i := range l.single[word] {
			found(i, at, at+1)
		}
		if at+1 < len(text) {
			l.check(l.pair[[2]string{word, text[at+1]}], text, at, found)
			l.check(l.first[word], text, at, found)
		}
		if len(word) >= minStar {
			l.check(l.stems[begin(word)], text, at, found)
			l.check(l.tails[end(word)], text, at, found)
		}
		l.check(l.inner, text, at, found)
	}
}

func (l *Lexicon) check(candidates []int, text []string, at int, found func(phrase, from, to int)) {
	for _, i := range candidates {
		if p := &l.phrases[i]; p.at(text, at) {
			found(i, at, at+len(p.words))
		}
	}
}
