package phrase

import "slices"

// A Finder finds the phrases of a lexicon in words, one pass for all of them. Each word of a text is looked up once and leads to the few
// phrases that could begin with it; the lookups are most of the work. Many goroutines may use it at once.
type Finder struct {
	phrases []Phrase
	known   map[string]int32 // words that stand in phrases, and their plurals → place in leads
	leads   []lead
	stems   map[uint16][]int32 // the first bytes of phrases that are one stem
	tails   map[uint16][]int32 // the last bytes of a first word that is an ending
	inner   []int32            // one word with a star at both ends
}

// A lead is what a known word leads to, each phrase by its place.
type lead struct {
	single  []int32   // the word alone, in any of its forms
	seconds []int32   // the second words, in each of their forms where they are the last; sorted: most words have few
	after   [][]int32 // the phrases of each of them
	stem    []int32   // two words, the second a stem
	starred []int32   // phrases with a star in their first word
}

// unknown is the place in leads of every word that stands in no phrase without a star. It leads nowhere.
const unknown = 0

// Finder returns one for the phrases that are in the lexicon now.
func (l *Lexicon) Finder() *Finder {
	words := 1 + 3*len(l.phrases)/2 // about as many as there are, so that neither has to grow
	f := &Finder{phrases: l.phrases[:len(l.phrases):len(l.phrases)], known: make(map[string]int32, words), leads: make([]lead, 1, words),
		stems: map[uint16][]int32{}, tails: map[uint16][]int32{}}
	for i := range f.phrases {
		f.add(int32(i), &f.phrases[i])
	}
	for word, at := range f.known {
		f.leads[at].starred = f.withStar(nil, word)
	}
	return f
}

func (f *Finder) add(i int32, p *Phrase) {
	first := p.words[0]
	switch single := len(p.words) == 1; {
	case p.tail && p.stem && single:
		f.inner = append(f.inner, i)
	case p.tail && single:
		// The ending may be in its plural, so the bytes it is found by are those of each form.
		seen := map[uint16]bool{}
		for _, form := range Forms(first) {
			if key := end(form); !seen[key] {
				seen[key] = true
				f.tails[key] = append(f.tails[key], i)
			}
		}
	case p.tail:
		f.tails[end(first)] = append(f.tails[end(first)], i)
	case p.stem && single:
		f.stems[begin(first)] = append(f.stems[begin(first)], i)
	case single:
		for _, form := range Forms(first) {
			at := f.know(form)
			f.leads[at].single = append(f.leads[at].single, i)
		}
	default:
		f.addLonger(i, p)
	}
}

// addLonger adds a phrase of two words or more, the first without a star.
func (f *Finder) addLonger(i int32, p *Phrase) {
	first, seconds := f.know(p.words[0]), p.words[1:2]
	if len(p.words) == 2 {
		if p.stem {
			f.leads[first].stem = append(f.leads[first].stem, i)
			return
		}
		seconds = Forms(p.words[1])
	}
	for _, word := range seconds {
		next := f.know(word) // which may move the leads
		lead := &f.leads[first]
		at, found := slices.BinarySearch(lead.seconds, next)
		if !found {
			lead.seconds, lead.after = slices.Insert(lead.seconds, at, next), slices.Insert(lead.after, at, nil)
		}
		lead.after[at] = append(lead.after[at], i)
	}
}

// know is the place of a word, which it may give it.
func (f *Finder) know(word string) int32 {
	at, ok := f.known[word]
	if !ok {
		at = int32(len(f.leads))
		f.known[word], f.leads = at, append(f.leads, lead{})
	}
	return at
}

// begin and end are the keys of stems and endings. They are bytes, not letters: one that cuts a letter in two still leads to what it was
// made from. A star needs as many letters, so there are always as many bytes.
func begin(word string) uint16 { return uint16(word[0])<<8 | uint16(word[1]) }

func end(word string) uint16 { return begin(word[len(word)-minStar:]) }

// withStar appends the phrases whose first word has a star and fits.
func (f *Finder) withStar(list []int32, word string) []int32 {
	fitting := func(candidates []int32) {
		for _, i := range candidates {
			if f.phrases[i].begins(word) {
				list = append(list, i)
			}
		}
	}
	if len(word) >= minStar {
		fitting(f.stems[begin(word)])
		fitting(f.tails[end(word)])
	}
	fitting(f.inner)
	return list
}

// Find calls found for every phrase that stands in text, once for each time it does, with its place and the words it takes up:
// text[from:to].
func (f *Finder) Find(text []string, found func(phrase, from, to int)) {
	check := func(candidates []int32, at int) {
		for _, i := range candidates {
			if p := &f.phrases[i]; p.at(text, at) {
				found(int(i), at, at+len(p.words))
			}
		}
	}
	if len(text) == 0 {
		return
	}
	var room [8]int32
	next := f.known[text[0]]
	for at, word := range text {
		lead := &f.leads[next]
		for _, i := range lead.single {
			found(int(i), at, at+1)
		}
		this := next
		if at+1 < len(text) {
			next = f.known[text[at+1]]
			if i, ok := slices.BinarySearch(lead.seconds, next); ok {
				check(lead.after[i], at)
			}
			check(lead.stem, at)
		}
		if this == unknown {
			check(f.withStar(room[:0], word), at)
		} else {
			check(lead.starred, at)
		}
	}
}
