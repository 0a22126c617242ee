package phrase

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Phrase is whole words one after another, the last also in its plural; with a star at the end the last word is a stem
// ("chemi*"), with a star at the front the first is an ending ("*bench").
type Phrase struct {
	Text  string
	words []string // without stars
	stem  bool
	tail  bool
}

// between separates the spellings of one phrase: "retrieval augmented | rag". A text that holds both has said one thing twice, not
// two things; abbreviations stand beside what they abbreviate in every other abstract.
const between = " | "

// minStar letters are the least a stem or an ending must say; one letter would catch a tenth of the language.
const minStar = 2

// Parse reads the spellings of a phrase. It refuses what could never match a normalized text, as well as what would match
// nearly every one.
func Parse(text string) ([]Phrase, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("empty phrase")
	}
	var list []Phrase
	for spelling := range strings.SplitSeq(text, between) {
		p, err := parseSpelling(spelling)
		if err != nil {
			return nil, fmt.Errorf("phrase %q: %w", text, err)
		}
		list = append(list, p)
	}
	return list, nil
}

func parseSpelling(text string) (Phrase, error) {
	p := Phrase{Text: text}
	bare := text
	bare, p.stem = strings.CutSuffix(bare, "*")
	bare, p.tail = strings.CutPrefix(bare, "*")
	p.words = Words(bare)
	if len(p.words) == 0 {
		return p, errors.New("has no words")
	}
	if normal := strings.Join(p.words, " "); normal != bare {
		return p, fmt.Errorf("%q can never match: write it as %q", text, normal)
	}
	if p.stem && utf8.RuneCountInString(p.last()) < minStar || p.tail && utf8.RuneCountInString(p.words[0]) < minStar {
		return p, fmt.Errorf("%q: a star needs at least %d letters", text, minStar)
	}
	return p, nil
}

func (p *Phrase) last() string { return p.words[len(p.words)-1] }

// at tells whether the phrase stands in text from its i-th word on.
func (p *Phrase) at(text []string, i int) bool {
	if i+len(p.words) > len(text) || !p.begins(text[i]) {
		return false
	}
	for n := 1; n < len(p.words); n++ {
		have, want := text[i+n], p.words[n]
		switch {
		case n < len(p.words)-1:
			if have != want {
				return false
			}
		case p.stem:
			return strings.HasPrefix(have, want)
		default:
			return isForm(have, want)
		}
	}
	return true
}

// begins tells whether word can be the first one of the phrase.
func (p *Phrase) begins(word string) bool {
	want, only := p.words[0], len(p.words) == 1
	switch {
	case only && p.tail && p.stem:
		return strings.Contains(word, want)
	case only && p.stem:
		return strings.HasPrefix(word, want)
	case only && p.tail:
		return endsInForm(word, want)
	case p.tail:
		return strings.HasSuffix(word, want)
	case only:
		return isForm(word, want)
	}
	return word == want
}

// endsInForm tells whether w ends in word or a plural of it: "chemagents" ends in "agent".
func endsInForm(w, word string) bool {
	for _, form := range [...]string{"", "s", "es"} {
		if rest, ok := strings.CutSuffix(w, form); ok && strings.HasSuffix(rest, word) {
			return true
		}
	}
	stem, ok := strings.CutSuffix(word, "y")
	return ok && strings.HasSuffix(w, "ies") && strings.HasSuffix(w[:len(w)-3], stem)
}
