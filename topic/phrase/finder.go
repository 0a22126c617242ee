package phrase

import (
	"cmp"
	"slices"
)

// A Finder finds the phrases of a lexicon in words, one pass for all of them. Each word of a text is looked up once and leads to the few
// phrases that could begin with it; the lookups are most of the work. Many goroutines may use it at once.
type Finder struct {
	phrases []Phrase
	known   map[string]int32 // words that stand in phrases, and their plurals, by number; all others are unknown

	// Where a known word leads: to phrases by their places.
	single  ways[int32]    // that are the word alone, in any of its forms
	longer  ways[follower] // by their second words, in each of their forms where they are the last
	stemmed ways[int32]    // of two words, the second a stem
	starred ways[int32]    // with a star in their first word

	stems map[uint16][]int32 // the first bytes of phrases that are one stem
	tails map[uint16][]int32 // the last bytes of a first word that is an ending
	inner []int32            // one word with a star at both ends
}

// unknown is the number of every word that stands in no phrase without a star. It leads nowhere.
const unknown = 0

// A follower is a word that comes second, by its number, and the phrase the two begin.
type follower struct{ word, phrase int32 }

// ways lead from words, by their numbers, to where each of them leads. They are one list: a slice for each of thirty thousand words would
// be far more to keep near, and for the garbage collector to go through.
type ways[T any] struct {
	list   []T
	starts []int32 // by word: where its part of the list begins, and that of the one before ends
}

// A way is one step of ways.
type way[T any] struct {
	from int32
	to   T
}

// newWays sorts steps by the words they lead from, otherwise in the order that is given.
func newWays[T any](words int, steps []way[T]) ways[T] {
	w := ways[T]{make([]T, len(steps)), make([]int32, words+1)}
	for _, s := range steps {
		w.starts[s.from+1]++
	}
	for i := range words {
		w.starts[i+1] += w.starts[i]
	}
	next := slices.Clone(w.starts)
	for _, s := range steps {
		w.list[next[s.from]] = s.to
		next[s.from]++
	}
	return w
}

func (w *ways[T]) of(word int32) []T { return w.list[w.starts[word]:w.starts[word+1]] }

// A survey gathers where words lead.
type survey struct {
	of                          *Finder
	toSingle, toStem, toStarred []way[int32]
	toLonger                    []way[follower]
}

// Finder returns one for the phrases that are in the lexicon now.
func (l *Lexicon) Finder() *Finder {
	f := &Finder{phrases: l.phrases[:len(l.phrases):len(l.phrases)], stems: map[uint16][]int32{}, tails: map[uint16][]int32{}}
	f.known = make(map[string]int32, 3*len(f.phrases)/2) // about as many as there are, so that it need not grow
	s := survey{of: f}
	for i := range f.phrases {
		s.add(int32(i), &f.phrases[i])
	}
	for word, number := range f.known {
		for _, i := range f.withStar(nil, word) {
			s.toStarred = append(s.toStarred, way[int32]{number, i})
		}
	}
	words := 1 + len(f.known)
	f.single, f.stemmed, f.starred = newWays(words, s.toSingle), newWays(words, s.toStem), newWays(words, s.toStarred)
	f.longer = newWays(words, s.toLonger)
	for number := range int32(words) {
		slices.SortStableFunc(f.longer.of(number), func(a, b follower) int { return cmp.Compare(a.word, b.word) })
	}
	return f
}

func (s *survey) add(i int32, p *Phrase) {
	f, first := s.of, p.words[0]
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
			s.toSingle = append(s.toSingle, way[int32]{f.know(form), i})
		}
	case p.stem && len(p.words) == 2:
		s.toStem = append(s.toStem, way[int32]{f.know(first), i})
	default:
		seconds := p.words[1:2]
		if len(p.words) == 2 {
			seconds = Forms(p.words[1])
		}
		for _, word := range seconds {
			s.toLonger = append(s.toLonger, way[follower]{f.know(first), follower{f.know(word), i}})
		}
	}
}

// know is the number of a word, which it may give it.
func (f *Finder) know(word string) int32 {
	number, ok := f.known[word]
	if !ok {
		number = int32(1 + len(f.known))
		f.known[word] = number
	}
	return number
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
	// check looks for a phrase of which so many words are known to stand there.
	check := func(i int32, at, known int) {
		if p := &f.phrases[i]; len(p.words) <= known || p.at(text, at) {
			found(int(i), at, at+len(p.words))
		}
	}
	if len(text) == 0 {
		return
	}
	var room [8]int32
	next := f.known[text[0]]
	for at, word := range text {
		this := next
		for _, i := range f.single.of(this) {
			found(int(i), at, at+1)
		}
		if at+1 < len(text) {
			next = f.known[text[at+1]]
			followers := f.longer.of(this)
			i, _ := slices.BinarySearchFunc(followers, next, func(have follower, want int32) int { return cmp.Compare(have.word, want) })
			for ; i < len(followers) && followers[i].word == next; i++ {
				check(followers[i].phrase, at, 2)
			}
			for _, i := range f.stemmed.of(this) {
				check(i, at, 1)
			}
		}
		starred := f.starred.of(this)
		if this == unknown {
			starred = f.withStar(room[:0], word)
		}
		for _, i := range starred {
			check(i, at, 1)
		}
	}
}
