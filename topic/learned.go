package topic

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"paperfeeds/topic/abstract"
	"paperfeeds/topic/phrase"
)

// TenthsPerLogOdds tenths of points make a topic e times as likely.
const TenthsPerLogOdds = 30

// Learned is what topic/learn found out from labelled papers: the form of words.json. All points are whole tenths of points, which
// keeps the file small and the sums exact.
type Learned struct {
	// Phrases say what a phrase of topics.json is worth, by its list (any, title, hint) and by where it stands (title, background,
	// aim, method, results): the first one of that list there, and the second.
	Phrases map[string]map[string][]int `json:"phrases"`
	// Rivals is what a topic loses for each other one the paper is as good as certainly about: few papers have three subjects.
	Rivals int `json:"rivals"`
	// Even is how far beyond its need a topic is as likely as not, its rivals left out of account.
	Even int `json:"even"`
	// Need is what a topic needs, by slug.
	Need map[string]int `json:"need"`
	// Words are words and pairs of words that speak for topics or, below zero, against them. They say what no list of phrases can:
	// that "diffusion" in a paper on language models is not about images.
	Words map[string]Word `json:"words"`

	sum [sha256.Size]byte // of the file
}

// A Word is what one word says, by slug.
type Word struct {
	Text  map[string]int `json:"text,omitempty"`  // where it stands in title or abstract
	Title map[string]int `json:"title,omitempty"` // besides, where it stands in the title
	Aim   map[string]int `json:"aim,omitempty"`   // besides, where it stands in the sentence that says what the paper does
}

// wordUse is what one word says about one topic, in tenths of points.
type wordUse struct {
	topic            int32
	text, title, aim int16
}

// WithLearned returns rules that also use data, a file in the form of [Learned]. Topics the rules do not have are an error, like words
// that can never match; topics without a need were not learned about, and go by their phrases alone.
func (r *Rules) WithLearned(data []byte) (*Rules, error) {
	if err := checkLearned(data); err != nil {
		return nil, fmt.Errorf("learned words: %w", err)
	}
	learned, err := decodeLearned(data)
	if err != nil {
		return nil, err
	}
	return compile(r.defs, learned)
}

func decodeLearned(data []byte) (*Learned, error) {
	learned := Learned{sum: sha256.Sum256(data)}
	if err := json.Unmarshal(data, &learned); err != nil {
		return nil, fmt.Errorf("learned words: %w", err)
	}
	return &learned, nil
}

// checkLearned finds keys that are unknown or stand twice.
func checkLearned(data []byte) error {
	var learned Learned
	if err := strict(data, &learned); err != nil {
		return err
	}
	var lists struct{ Need, Words json.RawMessage }
	if err := json.Unmarshal(data, &lists); err != nil {
		return err
	}
	var errs []error
	for _, list := range []json.RawMessage{lists.Need, lists.Words} {
		if len(list) > 0 {
			errs = append(errs, doubled(list))
		}
	}
	return errors.Join(errs...)
}

func (w Word) lists() [3]map[string]int { return [...]map[string]int{w.Text, w.Title, w.Aim} }

// addLearned adds what was learned, and returns what is wrong with it.
func (r *Rules) addLearned(learned *Learned) []error {
	r.need, r.taught = make([]int, len(r.defs)), make([]bool, len(r.defs))
	for i := range r.need {
		r.need[i] = pointsNeeded
	}
	if learned == nil {
		return nil
	}
	r.rivals, r.even = learned.Rivals*tenth, learned.Even*tenth
	taught := map[string]int32{}
	for i, def := range r.defs {
		if need, ok := learned.Need[def.Slug]; ok {
			r.need[i], r.taught[i] = need*tenth, true
			taught[def.Slug] = int32(i)
		}
	}
	errs := r.addWorth(learned.Phrases)
	for _, slug := range slices.Sorted(maps.Keys(learned.Need)) {
		if _, ok := taught[slug]; !ok {
			errs = append(errs, fmt.Errorf("learned need: %q: no such topic", slug))
		}
	}
	for _, text := range slices.Sorted(maps.Keys(learned.Words)) {
		spellings, err := phrase.Parse(text)
		if err == nil && len(spellings) > 1 {
			err = fmt.Errorf("phrase %q: a learned word has one spelling", text)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("learned words: %w", err))
			continue
		}
		uses := map[int32]wordUse{}
		before := len(errs)
		for at, list := range learned.Words[text].lists() {
			for slug, points := range list {
				topic, ok := taught[slug]
				if !ok {
					errs = append(errs, fmt.Errorf("learned words: %q: %q: no such topic, or nothing it needs", text, slug))
					continue
				}
				if points != int(int16(points)) {
					errs = append(errs, fmt.Errorf("learned words: %q: %q: %d points are too many", text, slug, points))
				}
				u := uses[topic]
				u.topic = topic
				*[...]*int16{&u.text, &u.title, &u.aim}[at] = int16(points)
				uses[topic] = u
			}
		}
		// A map has no order. Sorting the mistakes, of which there are none, spares every start a sixth that sorting the maps would cost.
		slices.SortFunc(errs[before:], func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
		at := r.place(spellings[0])
		r.words[at] = slices.SortedFunc(maps.Values(uses), func(a, b wordUse) int { return int(a.topic - b.topic) })
	}
	return errs
}

// addWorth makes a table of the learned worth of phrases.
func (r *Rules) addWorth(phrases map[string]map[string][]int) []error {
	var errs []error
	for _, list := range slices.Sorted(maps.Keys(phrases)) {
		k := slices.Index(kindNames[:], list)
		for _, name := range slices.Sorted(maps.Keys(phrases[list])) {
			at, ok := abstract.Named(name)
			points := phrases[list][name]
			if k < 0 || !ok || len(points) != 2 {
				errs = append(errs, fmt.Errorf("learned phrases: %q %q: want any, title or hint, a place, and two numbers", list, name))
				continue
			}
			r.phrases[k][at] = [2]int{points[0], points[1]}
		}
	}
	return errs
}
