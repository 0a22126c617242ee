package topic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"paperfeeds/topic/abstract"
	"paperfeeds/topic/phrase"
)

// Load reads rules in the form of topics.json: a list of {slug, name, description, any, title, hint}. Phrases are in lower case with
// single spaces and nothing but letters and digits, save a star at the end (stem) or the front (ending) and " | " between spellings.
// All mistakes are reported together, each with its topic and phrase: unknown or doubled fields, doubled topics and phrases, phrases
// that can never match.
func Load(data []byte) (*Rules, error) {
	defs, err := definitions(data)
	if err != nil {
		return nil, err
	}
	return compile(defs, nil)
}

// definitions decodes topics.json.
func definitions(data []byte) ([]entry, error) {
	var raw []json.RawMessage
	if err := strict(data, &raw); err != nil {
		return nil, fmt.Errorf("topics: %w", err)
	}
	defs := make([]entry, len(raw))
	var errs []error
	for i, item := range raw {
		if err := strict(item, &defs[i]); err != nil {
			errs = append(errs, fmt.Errorf("topic %d %q: %w", i+1, defs[i].Slug, err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("topics: %w", err)
	}
	return defs, nil
}

// strict decodes one JSON value and nothing after it, with known fields only, none twice (the decoder itself would take the last).
func strict(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value")
	}
	return doubled(data)
}

// doubled looks for a key that stands twice in a JSON object, one level deep. The decoder takes "Slug" for "slug", and the last of both.
func doubled(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return err
	}
	seen := map[string]bool{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		folded := strings.ToLower(name)
		if seen[folded] {
			return fmt.Errorf("%q stands twice", name)
		}
		seen[folded] = true
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
	}
	return nil
}

// compile checks definitions and makes rules of them, with what was learned.
func compile(defs []entry, learned []byte) (*Rules, error) {
	version, err := digest(defs, learned)
	if err != nil {
		return nil, err
	}
	cutter, err := abstract.NewCutter()
	if err != nil {
		return nil, err
	}
	r := &Rules{defs: defs, learned: learned, cutter: cutter, lexicon: phrase.NewLexicon(), version: version}
	var errs []error
	slugs := map[string]bool{}
	for i, def := range defs {
		if slugs[def.Slug] {
			errs = append(errs, fmt.Errorf("topic %q: stands twice", def.Slug))
		}
		slugs[def.Slug] = true
		for _, err := range r.define(i, def) {
			errs = append(errs, fmt.Errorf("topic %q: %w", def.Slug, err))
		}
		r.topics = append(r.topics, Topic{def.Slug, def.Name, def.Description})
	}
	errs = append(errs, r.addLearned()...)
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("topics: %w", err)
	}
	r.finder = r.lexicon.Finder() // now, for the first paper must not wait for it
	return r, nil
}

// define adds the phrases of one topic and returns what is wrong with it.
func (r *Rules) define(topic int, def entry) []error {
	var errs []error
	if !ValidSlug(def.Slug) {
		errs = append(errs, fmt.Errorf("slug must be words of a-z and 0-9 joined by hyphens, %d letters at most", maxSlug))
	}
	if def.Name == "" {
		errs = append(errs, errors.New("no name"))
	}
	if len(def.Any)+len(def.Title) == 0 {
		errs = append(errs, errors.New("no phrase that could assign it"))
	}
	seen := map[string]kind{}
	for k, list := range [][]string{def.Any, def.Title, def.Hint} {
		k := kind(k)
		for _, text := range list {
			spellings, err := phrase.Parse(text)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", k, err))
				continue
			}
			r.clues = append(r.clues, clue{topic, k, text})
			for _, p := range spellings {
				if twin, where, ok := twin(seen, p.Text, k); ok {
					errs = append(errs, fmt.Errorf("%s: phrase %q says the same as %q of %s", k, p.Text, twin, where))
				}
				seen[p.Text] = k
				at := r.place(p)
				r.spelled[at] = append(r.spelled[at], len(r.clues)-1)
			}
		}
	}
	return errs
}

// twin finds an earlier phrase that makes text idle: the same one in the same list or among the strong ones, or its singular or
// plural in the same list. A title phrase may also be a hint: it is that in the abstract.
func twin(seen map[string]kind, text string, k kind) (string, kind, bool) {
	if where, ok := seen[text]; ok && (where == k || where == kindAny) {
		return text, where, true
	}
	for _, other := range append(phrase.Forms(text), phrase.Singulars(text)...) {
		if where, ok := seen[other]; ok && where == k {
			return other, where, true
		}
	}
	return "", 0, false
}

// place adds a phrase to the lexicon and makes room for what it leads to.
func (r *Rules) place(p phrase.Phrase) int {
	at := r.lexicon.Add(p)
	for len(r.spelled) <= at {
		r.spelled, r.words = append(r.spelled, nil), append(r.words, wordSays{})
	}
	return at
}
