package topic

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

//go:embed topics.json
var builtin []byte

// Rules decide topics. They are made by [Load] or [Default], never change, and may be used by many goroutines at once.
type Rules struct {
	defs    []entry
	topics  []rule
	lexicon *lexicon
	clues   []clue  // what the phrases say about which topics
	uses    [][]int // for each spelling of the lexicon, its clues
	version string
}

// entry is one topic as topics.json has it.
type entry struct {
	Slug string `json:"slug"`
	Definition
}

type rule struct{ Topic }

// kind is the list of a definition a phrase stands in.
type kind uint8

const (
	kindAny kind = iota
	kindTitle
	kindHint
)

func (k kind) String() string { return [...]string{"any", "title", "hint"}[k] }

// A clue is one phrase, with all its spellings, in the list of one topic.
type clue struct {
	topic int
	kind  kind
	text  string
}

// Default returns the rules that come with the program. Its error is a mistake in the embedded file, which the tests of this package
// refuse; a program may therefore treat it like any other failure to start.
func Default() (*Rules, error) { return Load(builtin) }

// With returns rules that also know the topics of add (slug → definition; they come last, in the order of their slugs) and no longer
// know those of off. It is an error to add a slug that is taken or to switch off one that is unknown.
func (r *Rules) With(add map[string]Definition, off []string) (*Rules, error) {
	defs := slices.Clone(r.defs)
	for _, slug := range off {
		i := slices.IndexFunc(defs, func(e entry) bool { return e.Slug == slug })
		if i < 0 {
			if slices.Contains(off, slug) && slices.ContainsFunc(r.defs, func(e entry) bool { return e.Slug == slug }) {
				return nil, fmt.Errorf("topic %q is switched off twice", slug)
			}
			return nil, fmt.Errorf("switch off topic %q: no such topic", slug)
		}
		defs = slices.Delete(defs, i, i+1)
	}
	for _, slug := range slices.Sorted(maps.Keys(add)) {
		// A slug switched off is still taken: its feed stands at that address.
		if slices.ContainsFunc(r.defs, func(e entry) bool { return e.Slug == slug }) {
			return nil, fmt.Errorf("add topic %q: the slug is taken", slug)
		}
		defs = append(defs, entry{slug, add[slug]})
	}
	return compile(defs)
}

// Topics returns the topics in the order of the file.
func (r *Rules) Topics() []Topic {
	list := make([]Topic, len(r.topics))
	for i, t := range r.topics {
		list[i] = t.Topic
	}
	return list
}

// Version is a short digest of everything that can change a decision; names and descriptions do not.
func (r *Rules) Version() string { return r.version }

// matcherVersion goes up when the code decides differently with the same data.
const matcherVersion = 1

func digest(defs []entry) string {
	bare := slices.Clone(defs)
	for i := range bare {
		bare[i].Name, bare[i].Description = "", ""
	}
	data, err := json.Marshal(bare)
	if err != nil { // strings and lists of strings always marshal
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(data, "\nmatcher %d", matcherVersion))
	return hex.EncodeToString(sum[:6])
}
