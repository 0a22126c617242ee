package abstract

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"paperfeeds/topic/phrase"
)

// Parts are the words of a text, by where they stand.
type Parts struct {
	Title     []string
	Sentences []Sentence
	Aim       int // words of the abstract in the part "aim"
	Abstract  int // words of the abstract
}

// A Sentence of an abstract, and its part.
type Sentence struct {
	Words []string
	Place Place
}

//go:embed parts.json
var data string

// Data is the file of the words that tell parts apart: a digest of what decides must hold it.
func Data() string { return data }

// A Cutter knows the words that tell parts apart.
type Cutter struct {
	// Authors speak of themselves in the sentence that says what the paper does; Papers begins it where they do not.
	Authors []string `json:"authors"`
	Papers  []string `json:"papers"`
	// Results are in sentences that say what came of it.
	Results []string `json:"results"`
}

// NewCutter reads the words. Its error is a mistake in the embedded file, which the tests of this package refuse.
func NewCutter() (*Cutter, error) {
	var c Cutter
	if err := json.Unmarshal([]byte(data), &c); err != nil {
		return nil, fmt.Errorf("parts of an abstract: %w", err)
	}
	return &c, nil
}

// Cut cuts a text into its parts.
func (c *Cutter) Cut(title, abstract string) Parts {
	p := Parts{Title: phrase.Words(title)}
	seen := false
	for sentence := range sentences(abstract) {
		s := Sentence{phrase.Words(sentence), Background}
		if len(s.Words) == 0 {
			continue
		}
		has := func(list []string) bool {
			return slices.ContainsFunc(s.Words, func(w string) bool { return slices.Contains(list, w) })
		}
		switch {
		case seen && has(c.Results):
			s.Place = Results
		case seen:
			s.Place = Method
		case has(c.Authors), slices.Contains(s.Words, "this") && (has(c.Papers) || slices.Contains(s.Words, "in")),
			slices.Contains(s.Words, "the") && slices.Contains(s.Words, "paper"):
			s.Place, seen = Aim, true
		}
		p.Sentences = append(p.Sentences, s)
	}
	for i := range p.Sentences {
		s := &p.Sentences[i]
		if !seen { // who never says "we" says nothing but what the paper does
			s.Place = Aim
		}
		if s.Place == Aim {
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
