package settings

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"paperfeeds/text"
	"paperfeeds/topic"
)

var idForm = regexp.MustCompile(`^\d{4}\.\d{4,5}$`)

// A reader walks the YAML and gathers mistakes with their lines, so that an operator mends a file in one go.
type reader struct{ mistakes []error }

func (r *reader) mistake(n *yaml.Node, format string, args ...any) {
	r.mistakeAt(n.Line, format, args...)
}

func (r *reader) mistakeAt(line int, format string, args ...any) {
	r.mistakes = append(r.mistakes, fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...)))
}

// keys calls the function of each key of a mapping.
func (r *reader) keys(n *yaml.Node, of string, known map[string]func(*yaml.Node)) {
	r.each(n, of, func(key, value *yaml.Node) {
		if read, ok := known[key.Value]; ok {
			read(value)
			return
		}
		r.mistake(key, "unknown key %q in %s; known are %s", key.Value, of, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	})
}

// each calls f for the entries of a mapping in their order; nothing written is an empty mapping.
func (r *reader) each(n *yaml.Node, of string, f func(key, value *yaml.Node)) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, "%s must be keys with values, such as {a: b}", of)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen[key.Value] {
			r.mistake(key, "%q stands twice in %s", key.Value, of)
			continue
		}
		seen[key.Value] = true
		if value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		f(key, value)
	}
}

func (r *reader) list(n *yaml.Node, what string) []*yaml.Node {
	switch {
	case n.Tag == "!!null":
		return nil
	case n.Kind != yaml.SequenceNode:
		r.mistake(n, "must be a list of %s, such as [a, b]", what)
		return nil
	}
	return n.Content
}

// line reads a text of one line that is not empty.
func (r *reader) line(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode || text.Clean(n.Value) == "" {
		r.mistake(n, "must be %s: some text", what)
		return ""
	}
	return text.Excerpt(text.Clean(n.Value), 200)
}

func (r *reader) words(n *yaml.Node, what string) []string {
	var words []string
	for _, item := range r.list(n, what) {
		words = append(words, r.line(item, what))
	}
	return words
}

func (r *reader) number(n *yaml.Node, low, high int) int {
	i, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || i < low || i > high {
		r.mistake(n, "must be a whole number from %d to %d, not %q", low, high, n.Value)
	}
	return i
}

func (r *reader) votes(n *yaml.Node) []int {
	var votes []int
	for _, item := range r.list(n, "numbers of votes") {
		votes = append(votes, r.number(item, 1, 1_000_000))
	}
	slices.Sort(votes)
	if len(slices.Compact(slices.Clone(votes))) < len(votes) {
		r.mistake(n, "the same number of votes stands twice")
	}
	return votes
}

func (r *reader) address(n *yaml.Node) string {
	if n.Value == "" {
		return ""
	}
	u, err := url.Parse(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		r.mistake(n, "must be an address that begins with https:// or http://, not %q", n.Value)
		return ""
	}
	return u.String()
}

func (r *reader) ids(n *yaml.Node) []string {
	var ids []string
	for _, item := range r.list(n, "paper ids") {
		if !idForm.MatchString(item.Value) {
			r.mistake(item, "%q is no paper id; they look like \"2606.03748\" (in quotes, or the last zeros get lost)", item.Value)
		}
		ids = append(ids, item.Value)
	}
	return ids
}

// named reads the entries of families, feeds and topics. Their names stand in addresses, so they are narrower than YAML's keys.
func (r *reader) named(n *yaml.Node, of string, f func(name string, key, value *yaml.Node)) {
	r.each(n, of, func(key, value *yaml.Node) {
		if !topic.ValidSlug(key.Value) {
			r.mistake(key, "%q cannot be part of an address: use lower case letters, digits and single hyphens", key.Value)
			return
		}
		f(key.Value, key, value)
	})
}

func (r *reader) families(n *yaml.Node) []Family {
	var families []Family
	r.named(n, "families", func(name string, key, value *yaml.Node) {
		f := Family{Name: name, Title: name}
		r.keys(value, "family "+name, map[string]func(*yaml.Node){
			"title": func(n *yaml.Node) { f.Title = r.line(n, "a title") },
			"of":    func(n *yaml.Node) { f.Of = r.words(n, "organizations' slugs") },
		})
		if len(f.Of) == 0 {
			r.mistake(key, "family %q has no organizations: say of: [slug, slug]", name)
		}
		families = append(families, f)
	})
	slices.SortFunc(families, func(a, b Family) int { return strings.Compare(a.Name, b.Name) })
	return families
}

func (r *reader) combinations(n *yaml.Node) []Combination {
	var combinations []Combination
	r.named(n, "feeds", func(name string, key, value *yaml.Node) {
		c := Combination{Name: name, Title: name}
		r.keys(value, "feed "+name, map[string]func(*yaml.Node){
			"title":     func(n *yaml.Node) { c.Title = r.line(n, "a title") },
			"all":       func(n *yaml.Node) { c.All = r.terms(n) },
			"any":       func(n *yaml.Node) { c.Any = r.terms(n) },
			"none":      func(n *yaml.Node) { c.None = r.terms(n) },
			"min_votes": func(n *yaml.Node) { c.MinVotes = r.number(n, 0, 1_000_000) },
		})
		if len(c.All)+len(c.Any)+len(c.None) == 0 && c.MinVotes == 0 {
			r.mistake(key, "feed %q has no conditions: give it all, any, none or min_votes", name)
		}
		combinations = append(combinations, c)
	})
	slices.SortFunc(combinations, func(a, b Combination) int { return strings.Compare(a.Name, b.Name) })
	return combinations
}

func (r *reader) terms(n *yaml.Node) []Term {
	var terms []Term
	for _, item := range r.list(n, "terms") {
		kind, value, _ := strings.Cut(item.Value, ":")
		t := Term{TermKind(kind), text.Clean(value)}
		if kind == "org" {
			t.Kind = TermOrganization
		}
		switch {
		case t.Kind != TermTopic && t.Kind != TermOrganization && t.Kind != TermWord, t.Value == "":
			r.mistake(item, "%q is no term; write topic:SLUG, organization:SLUG or word:WORD", item.Value)
		case t.Kind == TermWord && (strings.ContainsAny(t.Value, "+#") || !strings.ContainsFunc(t.Value, isWordRune)):
			// Words are compared by their letters and digits: C++ would be any c.
			r.mistake(item, "%q cannot be looked for: a word has letters and digits, and no + or #", item.Value)
		}
		terms = append(terms, t)
	}
	return terms
}

func isWordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// definitions reads topics of one's own, with the line of each.
func (r *reader) definitions(n *yaml.Node) (added map[string]topic.Definition, lines map[string]int) {
	added, lines = map[string]topic.Definition{}, map[string]int{}
	r.named(n, "topics.add", func(name string, key, value *yaml.Node) {
		var d topic.Definition
		r.keys(value, "topic "+name, map[string]func(*yaml.Node){
			"name":        func(n *yaml.Node) { d.Name = r.line(n, "a name") },
			"description": func(n *yaml.Node) { d.Description = r.line(n, "a description") },
			"any":         func(n *yaml.Node) { d.Any = r.words(n, "phrases") },
			"title":       func(n *yaml.Node) { d.Title = r.words(n, "phrases") },
			"hint":        func(n *yaml.Node) { d.Hint = r.words(n, "phrases") },
		})
		if d.Name == "" {
			d.Name = name
		}
		added[name], lines[name] = d, key.Line
	})
	return added, lines
}
