package topic

import (
	"iter"
	"math"
	"slices"
	"strings"

	"paperfeeds/topic/phrase"
)

// place is where a phrase stands. An abstract has parts: what is known before, the sentence that says what the paper does, how, and
// what came of it. "We introduce a benchmark" and "tested on five benchmarks" are not the same news.
type place uint8

const (
	inTitle place = iota
	inBackground
	inAim
	inMethod
	inResults
	inKeywords
	inAbstract // all parts of it, and the title
	inPaper    // not a phrase, but something about the whole
)

// places a phrase can stand in.
const places = int(inKeywords) + 1

func (p place) String() string {
	return [...]string{"title", "background", "aim", "method", "results", "keywords", "abstract", "paper"}[p]
}

// Parts are the words of a text, by where they stand.
type Parts struct {
	Title     []string
	Sentences []Sentence
	Aim       int // words of the abstract in the part "aim"
	Abstract  int // words of the abstract
}

// A Sentence of an abstract.
type Sentence struct {
	Words []string
	place place
}

// IsAim tells whether s says what the paper does.
func (s Sentence) IsAim() bool { return s.place == inAim }

// Place is the part of the abstract s stands in.
func (s Sentence) Place() string { return s.place.String() }

// authors speak of themselves in the sentence that says what the paper does; papers begins it where they do not.
var (
	authors = []string{"we", "our"}
	papers  = []string{"paper", "work", "survey", "report", "study"}
	results = strings.Fields(`experiment experiments results outperform outperforms outperforming surpass surpasses surpassing achieves
		achieving code codes available evaluations demonstrate demonstrates github`)
)

// Cut cuts a text into its parts.
func Cut(title, abstract string) Parts {
	p := Parts{Title: phrase.Words(title)}
	seen := false
	for sentence := range sentences(abstract) {
		s := Sentence{phrase.Words(sentence), inBackground}
		if len(s.Words) == 0 {
			continue
		}
		has := func(list []string) bool {
			return slices.ContainsFunc(s.Words, func(w string) bool { return slices.Contains(list, w) })
		}
		switch {
		case seen && has(results):
			s.place = inResults
		case seen:
			s.place = inMethod
		case has(authors), slices.Contains(s.Words, "this") && (has(papers) || slices.Contains(s.Words, "in")),
			slices.Contains(s.Words, "the") && slices.Contains(s.Words, "paper"):
			s.place, seen = inAim, true
		}
		p.Sentences = append(p.Sentences, s)
	}
	for i := range p.Sentences {
		s := &p.Sentences[i]
		if !seen { // who never says "we" says nothing but what the paper does
			s.place = inAim
		}
		if s.place == inAim {
			p.Aim += len(s.Words)
		}
		p.Abstract += len(s.Words)
	}
	return p
}

// sentences cuts at full stops before a gap. That "et al. " makes two sentences of one does no harm here.
func sentences(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := 0
		for i := 0; i+1 < len(text); i++ {
			if c := text[i]; c != '.' && c != '!' && c != '?' {
				continue
			}
			if text[i+1] == ' ' || text[i+1] == '\n' {
				if !yield(text[start : i+1]) {
					return
				}
				start = i + 1
			}
		}
		yield(text[start:])
	}
}

// Shares say what one word among the others weighs, in hundredths: less in a long abstract, more in a short title.
type Shares struct{ Text, Title, Aim int }

// Typical numbers of words; Shares are 100 there.
const (
	typicalText  = 200
	typicalTitle = 10
	typicalAim   = 25
)

// Shares of the words of p.
func (p Parts) Shares() Shares {
	return Shares{share(len(p.Title)+p.Abstract, typicalText), share(len(p.Title), typicalTitle), share(p.Aim, typicalAim)}
}

// share is an exact square root and a rounding, so it is the same on every machine.
func share(words, typical int) int {
	return int(math.Round(100 * math.Sqrt(float64(typical)/float64(max(words, typical/3)))))
}

// Often says what a word weighs that stands n times, in hundredths of once: 1 + ln n, for a fifth time says little that is new.
func Often(n int) int {
	return often[min(n, len(often)-1)]
}

var often = [...]int{0, 100, 169, 210, 239, 261, 279, 295, 308}
