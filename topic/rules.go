package topic

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"paperfeeds/topic/abstract"
	"paperfeeds/topic/phrase"
)

//go:embed topics.json
var builtinTopics []byte

//go:embed words.json
var builtinWords []byte

// Rules decide topics. They are made by [Default] or [Load], or from others by [Rules.With] and [Rules.WithLearned], never change, and
// may be used by many goroutines at once.
type Rules struct {
	defs []entry
	// learned is a file in the form of [Learned]; nil: nothing was. It is decoded again by each With, a third of a start: decoded it would
	// take up 2 MB in every process, for the few that add topics.
	learned []byte
	cutter  *abstract.Cutter
	topics  []Topic
	need    []int                          // hundredths of points, by topic
	taught  []bool                         // by topic: something was learned about it
	phrases [kinds][abstract.Places][2]int // tenths of points, for phrases of topics that are taught
	rivals  int                            // hundredths of points: what another topic that is certain takes
	even    int                            // hundredths of points beyond the need: even odds
	lexicon *phrase.Lexicon
	finder  *phrase.Finder // of the lexicon
	clues   []clue         // what the phrases say about which topics
	spelled [][]int        // for each phrase of the lexicon, its clues
	words   []wordSays     // for each phrase of the lexicon, what was learned of it
	says    []says         // of all words
	themes  []theme
	version string
	spare   sync.Pool // of *found
}

// entry is one topic as topics.json has it.
type entry struct {
	Slug string `json:"slug"`
	Definition
}

// kind is the list of a definition a phrase stands in.
type kind uint8

const (
	kindAny kind = iota
	kindTitle
	kindHint
	kinds = iota
)

var kindNames = [kinds]string{"any", "title", "hint"}

func (k kind) String() string { return kindNames[k] }

// A clue is one phrase, with all its spellings, in the list of one topic.
type clue struct {
	topic int
	kind  kind
	text  string
}

// Default returns the rules that come with the program: topics.json, and what was learned from labelled papers, words.json. Its error
// is a mistake in an embedded file, which the tests of this package refuse; a program may therefore treat it like any other failure
// to start.
func Default() (*Rules, error) {
	defs, err := definitions(builtinTopics)
	if err != nil {
		return nil, err
	}
	return compile(defs, builtinWords)
}

// With returns rules that also know the topics of add (slug → definition; they come last, in the order of their slugs). It is an error
// to add a slug that is taken.
func (r *Rules) With(add map[string]Definition) (*Rules, error) {
	defs := slices.Clone(r.defs)
	for _, slug := range slices.Sorted(maps.Keys(add)) {
		if slices.ContainsFunc(r.defs, func(e entry) bool { return e.Slug == slug }) {
			return nil, fmt.Errorf("add topic %q: the slug is taken", slug)
		}
		defs = append(defs, entry{slug, add[slug]})
	}
	return compile(defs, r.learned)
}

// Topics returns the topics in the order of the file.
func (r *Rules) Topics() []Topic { return slices.Clone(r.topics) }

// Version is a short digest of everything that can change a decision; names and descriptions do not.
func (r *Rules) Version() string { return r.version }

// matcherVersion goes up when the code decides differently with the same data.
const matcherVersion = 5

func digest(defs []entry, learned []byte) (string, error) {
	bare := slices.Clone(defs)
	for i := range bare {
		bare[i].Name, bare[i].Description = "", ""
	}
	data, err := json.Marshal(bare)
	if err != nil {
		return "", fmt.Errorf("version of the topics: %w", err)
	}
	if learned != nil {
		sum := sha256.Sum256(learned)
		data = append(data, sum[:]...)
	}
	data = append(data, abstract.Data()...)
	sum := sha256.Sum256(fmt.Appendf(data, "\nmatcher %d", matcherVersion))
	return hex.EncodeToString(sum[:6]), nil
}
