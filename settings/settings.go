package settings

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"paperfeeds/topic"
)

//go:embed default.yaml
var defaults []byte

// Settings are an operator's wishes. [Parse] makes them.
type Settings struct {
	Title        string
	Votes        []int // ascending
	BackfillDays int
	Hub          string
	Families     []Family      // ascending by name
	Combinations []Combination // ascending by name
	Hide         []string      // paper ids

	// Topics are the rules in force, with the operator's own topics. Topics switched off are still decided, because their addresses
	// go on; Off names them, and they are listed nowhere.
	Topics *topic.Rules
	Off    []string
}

// A Family is one feed over several organizations, at families/<Name>.
type Family struct {
	Name  string
	Title string
	Of    []string // slugs of organizations
}

// A Combination is a feed at feeds/<Name> of the papers that All, Any, None and MinVotes admit.
type Combination struct {
	Name           string
	Title          string
	All, Any, None []Term // each; at least one where Any is not empty; not one of these
	MinVotes       int
}

// A Term is one condition of a combination: what it looks at, and what has to be there.
type Term struct {
	Kind  TermKind
	Value string // a topic's slug, an organization's slug, or a word or phrase
}

// A TermKind says what a term looks at.
type TermKind string

// The kinds of terms, as they are written before the colon.
const (
	TermTopic        TermKind = "topic"
	TermOrganization TermKind = "organization"
	TermWord         TermKind = "word"
)

// builtin are the rules that come with the program. They are compiled once: it takes longer than all the rest, and they never change.
var builtin = sync.OnceValues(topic.Default)

// Default are the settings of an operator who wishes for nothing.
func Default() (Settings, error) { return Parse(nil) }

// Parse reads settings. The error joins all mistakes, a line each: "line 3: …".
func Parse(b []byte) (Settings, error) {
	var s Settings
	rules, err := builtin()
	if err != nil {
		return Settings{}, fmt.Errorf("topics that come with the program: %w", err)
	}
	s.Topics = rules
	for _, doc := range [][]byte{defaults, b} {
		if err := s.apply(doc); err != nil {
			return Settings{}, err
		}
	}
	return s, nil
}

func (s *Settings) apply(doc []byte) error {
	var root yaml.Node
	if err := yaml.Unmarshal(doc, &root); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(root.Content) == 0 {
		return nil // an empty file wishes for nothing
	}
	r := &reader{}
	s.read(r, root.Content[0])
	return errors.Join(r.mistakes...)
}

func (s *Settings) read(r *reader, root *yaml.Node) {
	var own map[string]topic.Definition
	var lines map[string]int
	r.keys(root, "settings", map[string]func(*yaml.Node){
		"title":         func(n *yaml.Node) { s.Title = r.line(n, "a title") },
		"votes":         func(n *yaml.Node) { s.Votes = r.votes(n) },
		"backfill_days": func(n *yaml.Node) { s.BackfillDays = r.number(n, 0, 365) },
		"hub":           func(n *yaml.Node) { s.Hub = r.address(n) },
		"families":      func(n *yaml.Node) { s.Families = r.families(n) },
		"feeds":         func(n *yaml.Node) { s.Combinations = r.combinations(n) },
		"hide":          func(n *yaml.Node) { s.Hide = r.ids(n) },
		"topics": func(n *yaml.Node) {
			r.keys(n, "topics", map[string]func(*yaml.Node){
				"off": func(n *yaml.Node) { s.Off = r.words(n, "a topic's slug") },
				"add": func(n *yaml.Node) { own, lines = r.definitions(n) },
			})
		},
	})
	if len(own) > 0 {
		rules, err := s.Topics.With(own)
		if err != nil {
			s.blame(r, own, lines)
			return
		}
		s.Topics = rules
	}
	s.checkTopics(r, root)
}

// blame finds out which of an operator's own topics are wrong.
func (s *Settings) blame(r *reader, own map[string]topic.Definition, lines map[string]int) {
	for _, slug := range slices.Sorted(maps.Keys(own)) {
		if _, err := s.Topics.With(map[string]topic.Definition{slug: own[slug]}); err != nil {
			for line := range strings.Lines(err.Error()) {
				r.mistakeAt(lines[slug], "topics.add: %s", strings.TrimPrefix(strings.TrimSpace(line), "topics: "))
			}
		}
	}
}

// checkTopics refuses the names of topics that do not exist, in off and in combinations.
func (s *Settings) checkTopics(r *reader, root *yaml.Node) {
	var known []string
	for _, t := range s.Topics.Topics() {
		known = append(known, t.Slug)
	}
	for _, slug := range s.Off {
		if !slices.Contains(known, slug) {
			r.mistakeAt(find(root, slug), "there is no topic %q; known are %s", slug, strings.Join(known, ", "))
		}
	}
	for _, c := range s.Combinations {
		for _, t := range slices.Concat(c.All, c.Any, c.None) {
			if t.Kind == TermTopic && !slices.Contains(known, t.Value) {
				r.mistakeAt(find(root, "topic:"+t.Value), "there is no topic %q; known are %s", t.Value, strings.Join(known, ", "))
			}
		}
	}
}

// find gives the line of the first scalar with that value.
func find(n *yaml.Node, value string) int {
	if n.Kind == yaml.ScalarNode && n.Value == value {
		return n.Line
	}
	for _, c := range n.Content {
		if line := find(c, value); line > 0 {
			return line
		}
	}
	return 0
}
