package topic

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"paperfeeds/topic/phrase"
)

// Words are what topic/learn found out about one topic from labelled papers: how many points it needs, and words and pairs of words
// that speak for it or, below zero, against it. They say what no list of phrases can: that "diffusion" in a paper on language models
// is not about images.
type Words struct {
	Need  float64            `json:"need"`  // points
	Words map[string]float64 `json:"words"` // points where they stand in title or abstract, once
	Title map[string]float64 `json:"title"` // further points where they stand in the title
}

// wordUse is what one word says about one topic, in tenths of points.
type wordUse struct{ topic, points, inTitle int }

// Learned returns rules that also use the words of data, a file in the form of words.json: slug → [Words]. Words of a topic the rules
// do not have are an error, like words that can never match; topics without words go by their phrases alone.
func (r *Rules) Learned(data []byte) (*Rules, error) {
	var raw map[string]json.RawMessage
	if err := strict(data, &raw); err != nil {
		return nil, fmt.Errorf("learned words: %w", err)
	}
	learned := map[string]Words{}
	var errs []error
	for _, slug := range slices.Sorted(maps.Keys(raw)) {
		var w Words
		if err := strict(raw[slug], &w); err != nil {
			errs = append(errs, fmt.Errorf("learned words of topic %q: %w", slug, err))
			continue
		}
		if !slices.ContainsFunc(r.defs, func(e entry) bool { return e.Slug == slug }) {
			errs = append(errs, fmt.Errorf("learned words of topic %q: no such topic", slug))
		}
		learned[slug] = w
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return compile(r.defs, learned)
}

// learn adds the learned words of one topic.
func (r *Rules) learn(topic int, w Words) []error {
	r.need = append(r.need, pointsNeeded)
	if w.Need != 0 {
		r.need[topic] = tenths(w.Need)
	}
	var errs []error
	texts := maps.Clone(w.Words)
	if texts == nil {
		texts = map[string]float64{}
	}
	maps.Copy(texts, w.Title)
	for _, text := range slices.Sorted(maps.Keys(texts)) {
		spellings, err := phrase.Parse(text)
		if err == nil && len(spellings) > 1 {
			err = fmt.Errorf("phrase %q: a learned word has one spelling", text)
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		at := r.place(spellings[0])
		r.words[at] = append(r.words[at], wordUse{topic, tenths(w.Words[text]), tenths(w.Title[text])})
	}
	return errs
}

// tenths keeps sums exact, whatever the order they are made in.
func tenths(points float64) int { return int(math.Round(points * 10)) }
