package topic

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Verdict is the decision about one topic, with its reasons.
type Verdict struct {
	Topic     Topic
	Score     float64 // points
	Threshold float64 // points needed
	Assigned  bool
	Nearly    bool       // not assigned, but close
	For       []Evidence // what spoke for it, strongest first
	Against   []Evidence // what spoke against it, strongest first
}

// Evidence is one phrase of the rules found in a text.
type Evidence struct {
	Phrase string
	Place  string // "title", "abstract" or "keywords"
	Count  int
	Points float64 // negative where it spoke against
}

// Explain returns a verdict for every topic, in the order of the rules; those with an assigned topic are the slugs of [Rules.Match].
func (r *Rules) Explain(title, abstract string, keywords []string) []Verdict {
	verdicts := make([]Verdict, len(r.topics))
	r.score(r.hits(title, abstract, keywords), func(topic, points int, why Evidence) {
		v := &verdicts[topic]
		v.Score += float64(points)
		if points < 0 {
			v.Against = append(v.Against, why)
		} else {
			v.For = append(v.For, why)
		}
	})
	for i := range verdicts {
		v := &verdicts[i]
		v.Topic, v.Threshold = r.topics[i].Topic, threshold
		v.Assigned = v.Score >= threshold
		v.Nearly = !v.Assigned && v.Score >= threshold-nearlyWithin
		slices.SortStableFunc(v.For, func(a, b Evidence) int { return cmp.Compare(b.Points, a.Points) })
		slices.SortStableFunc(v.Against, func(a, b Evidence) int { return cmp.Compare(a.Points, b.Points) })
	}
	return verdicts
}

// String is one line for people: "agents: yes, 11 of 8 points; for: tool use (title, +8), …".
func (v Verdict) String() string {
	answer := "no"
	switch {
	case v.Assigned:
		answer = "yes"
	case v.Nearly:
		answer = "nearly"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %.4g of %.4g points", v.Topic.Slug, answer, v.Score, v.Threshold)
	for _, side := range []struct {
		name string
		list []Evidence
	}{{"for", v.For}, {"against", v.Against}} {
		for i, e := range side.list {
			if i == 0 {
				fmt.Fprintf(&b, "; %s: ", side.name)
			} else {
				b.WriteString(", ")
			}
			b.WriteString(e.String())
		}
	}
	return b.String()
}

// String is a phrase with its place and points: "tool use (title, +8)".
func (e Evidence) String() string {
	times := ""
	if e.Count > 1 {
		times = fmt.Sprintf(" ×%d", e.Count)
	}
	return fmt.Sprintf("%s (%s%s, %+.4g)", e.Phrase, e.Place, times, e.Points)
}
