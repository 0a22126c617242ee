package topic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Load reads rules in the form of topics.json: a list of {slug, name, description, any, title, hint}. Phrases are in lower case with
// single spaces and nothing but letters and digits, save a star at the end (stem) or the front (ending). All mistakes are reported
// together, each with its topic and phrase: unknown or doubled fields, doubled topics and phrases, phrases that can never match.
func Load(data []byte) (*Rules, error) {
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
	return compile(defs)
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

// doubled looks for a key that stands twice in a JSON object whose values hold no further objects.
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
		if seen[name] {
			return fmt.Errorf("field %q stands twice", name)
		}
		seen[name] = true
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
	}
	return nil
}

// compile checks definitions and makes rules of them.
func compile(defs []entry) (*Rules, error) {
	r := &Rules{defs: defs, lexicon: newLexicon(), version: digest(defs)}
	var errs []error
	slugs := map[string]bool{}
	for i, def := range defs {
		fail := func(format string, args ...any) {
			errs = append(errs, fmt.Errorf("topic %q: %w", def.Slug, fmt.Errorf(format, args...)))
		}
		switch {
		case !validSlug(def.Slug):
			fail("slug must be words of a-z and 0-9 joined by hyphens, %d letters at most", maxSlug)
		case slugs[def.Slug]:
			fail("stands twice")
		}
		slugs[def.Slug] = true
		if def.Name == "" {
			fail("no name")
		}
		if len(def.Any)+len(def.Title) == 0 {
			fail("no phrase that could assign it")
		}
		seen := map[string]kind{}
		for k, list := range [][]string{def.Any, def.Title, def.Hint} {
			k := kind(k)
			for _, text := range list {
				spellings, err := parsePhrase(text)
				if err != nil {
					fail("%s: %w", k, err)
					continue
				}
				for _, p := range spellings {
					if twin, where, ok := twin(seen, p, k); ok {
						fail("%s: phrase %q says the same as %q of %s", k, p.text, twin, where)
					}
					seen[p.text] = k
				}
				r.add(spellings, clue{topic: i, kind: k, text: text})
			}
		}
		r.topics = append(r.topics, rule{Topic{def.Slug, def.Name, def.Description}})
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("topics: %w", err)
	}
	return r, nil
}

// twin finds an earlier phrase that makes p idle: the same one in the same list or among the strong ones, or its singular or plural
// in the same list. A title phrase may also be a hint: it is that in the abstract.
func twin(seen map[string]kind, p phrase, k kind) (string, kind, bool) {
	if where, ok := seen[p.text]; ok && (where == k || where == kindAny) {
		return p.text, where, true
	}
	for _, text := range append(forms(p.text), singulars(p.text)...) {
		if where, ok := seen[text]; ok && where == k {
			return text, where, true
		}
	}
	return "", 0, false
}

// add makes every spelling lead to the clue.
func (r *Rules) add(spellings []phrase, c clue) {
	r.clues = append(r.clues, c)
	for _, p := range spellings {
		i := r.lexicon.add(p)
		if i == len(r.uses) {
			r.uses = append(r.uses, nil)
		}
		r.uses[i] = append(r.uses[i], len(r.clues)-1)
	}
}
