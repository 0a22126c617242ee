package topic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	jsonv2 "github.com/go-json-experiment/json"

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
	// Themes are what words mean together. They say what no list of phrases can: that "diffusion" in a paper on language models is not
	// about images.
	Themes []Theme `json:"themes"`
	// Words are words and pairs of words that speak for themes or, below zero, against them.
	Words map[string]Word `json:"words"`
}

// A Theme has the points that the words of a paper give it and, if that is more than none, gives topics their share of it.
type Theme struct {
	Start int            `json:"start"` // tenths of points it has in any paper
	Gives map[string]int `json:"gives"` // percent of its points, by slug; below zero it speaks against the topic
}

// maxThemes is how many numbers a row can name.
const maxThemes = len(rowDigits)

// A Word is what one word says, as rows.
type Word struct {
	Text  Row `json:"text,omitzero"`  // where it stands in title or abstract
	Title Row `json:"title,omitzero"` // besides, where it stands in the title
	Aim   Row `json:"aim,omitzero"`   // besides, where it stands in the sentence that says what the paper does
}

// wordSays is what a word says, by where it stands: parts of [Rules.says], which follow each other. The list is one for all words, so that
// it lies close together.
type wordSays struct{ start, text, title, aim int32 }

func (w *wordSays) any() bool { return w.aim > w.start }

func (r *Rules) inText(w *wordSays) []says  { return r.says[w.start:w.text] }
func (r *Rules) inTitle(w *wordSays) []says { return r.says[w.text:w.title] }
func (r *Rules) inAim(w *wordSays) []says   { return r.says[w.title:w.aim] }

// says is what a word says of one theme, in tenths of points.
type says struct{ theme, points int16 }

// WithLearned returns rules that also use data, a file in the form of [Learned]. Topics the rules do not have are an error, like words
// that can never match; topics without a need were not learned about, and go by their phrases alone.
func (r *Rules) WithLearned(data []byte) (*Rules, error) {
	if err := checkLearned(data); err != nil {
		return nil, fmt.Errorf("learned words: %w", err)
	}
	return compile(r.defs, bytes.Clone(data))
}

// checkLearned finds keys that are unknown or stand twice.
func checkLearned(data []byte) error {
	var learned Learned
	if err := strict(data, &learned); err != nil {
		return err
	}
	var lists struct {
		Need, Words json.RawMessage
		Themes      []struct{ Gives json.RawMessage }
	}
	if err := json.Unmarshal(data, &lists); err != nil {
		return err
	}
	all := []json.RawMessage{lists.Need, lists.Words}
	for _, t := range lists.Themes {
		all = append(all, t.Gives)
	}
	var errs []error
	for _, list := range all {
		if len(list) > 0 {
			errs = append(errs, doubled(list))
		}
	}
	return errors.Join(errs...)
}

// addLearned adds what was learned, and returns what is wrong with it.
func (r *Rules) addLearned() []error {
	r.need, r.taught = make([]int, len(r.defs)), make([]bool, len(r.defs))
	for i := range r.need {
		r.need[i] = pointsNeeded
	}
	if r.learned == nil {
		return nil
	}
	var learned Learned
	if err := jsonv2.Unmarshal(r.learned, &learned); err != nil { // every start waits for it, and encoding/json takes twice as long
		return []error{fmt.Errorf("learned words: %w", err)}
	}
	r.rivals, r.even = learned.Rivals*tenth, learned.Even*tenth
	taught := map[string]int{}
	for i, def := range r.defs {
		if need, ok := learned.Need[def.Slug]; ok {
			r.need[i], r.taught[i] = need*tenth, true
			taught[def.Slug] = i
		}
	}
	errs := r.addWorth(learned.Phrases)
	for _, slug := range slices.Sorted(maps.Keys(learned.Need)) {
		if _, ok := taught[slug]; !ok {
			errs = append(errs, fmt.Errorf("learned need: %q: no such topic", slug))
		}
	}
	errs = append(errs, r.addThemes(learned.Themes, taught)...)
	words := len(learned.Words)
	r.spelled, r.words = slices.Grow(r.spelled, words), slices.Grow(r.words, words)
	for _, text := range slices.Sorted(maps.Keys(learned.Words)) {
		if err := r.addWord(text, learned.Words[text]); err != nil {
			errs = append(errs, fmt.Errorf("learned words: %q: %w", text, err))
		}
	}
	return errs
}

// A theme is a [Theme], its gifts by topic.
type theme struct {
	start int
	gives []gift
}

type gift struct{ topic, percent int }

func (r *Rules) addThemes(themes []Theme, taught map[string]int) []error {
	var errs []error
	if len(themes) > maxThemes {
		errs = append(errs, fmt.Errorf("learned themes: %d, %d at most", len(themes), maxThemes))
	}
	for i, t := range themes {
		if t.Start != int(int16(t.Start)) {
			errs = append(errs, fmt.Errorf("learned themes: theme %d: a start of %d is too much", i, t.Start))
		}
		made := theme{start: t.Start}
		for _, slug := range slices.Sorted(maps.Keys(t.Gives)) {
			topic, ok := taught[slug]
			if !ok {
				errs = append(errs, fmt.Errorf("learned themes: theme %d: %q: no such topic, or nothing it needs", i, slug))
			}
			if percent := t.Gives[slug]; percent < -100 || percent > 100 {
				errs = append(errs, fmt.Errorf("learned themes: theme %d: %q: %d percent", i, slug, percent))
			}
			made.gives = append(made.gives, gift{topic, t.Gives[slug]})
		}
		r.themes = append(r.themes, made)
	}
	return errs
}

func (r *Rules) addWord(text string, word Word) error {
	spellings, err := phrase.Parse(text)
	if err != nil {
		return err
	}
	if len(spellings) > 1 {
		return errors.New("a learned word has one spelling")
	}
	at := r.place(spellings[0])
	w := &r.words[at]
	w.start = int32(len(r.says))
	for _, place := range []struct {
		row Row
		end *int32
	}{{word.Text, &w.text}, {word.Title, &w.title}, {word.Aim, &w.aim}} {
		if r.says, err = place.row.says(r.says, len(r.themes)); err != nil {
			return err
		}
		*place.end = int32(len(r.says))
	}
	return nil
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
