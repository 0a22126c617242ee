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

// Evidence is one phrase of the rules, or one learned word, found in a text.
type Evidence struct {
	Phrase string
	// Place is "title", a part of the abstract ("background", "aim", "method", "results"), "keywords", "abstract" for any of its parts
	// and the title, or "paper" for what is about the whole.
	Place  string
	Count  int
	Points float64 // negative where it spoke against
}

// Explain returns a verdict for every topic, in the order of the rules; those with an assigned topic are the slugs of [Rules.Match].
func (r *Rules) Explain(title, abstract string, keywords []string) []Verdict {
	verdicts := make([]Verdict, len(r.topics))
	f := r.find(r.cutter.Cut(title, abstract), keywords)
	points := r.score(f, func(why reason) {
		v := &verdicts[why.topic]
		e := Evidence{why.text, placeName(why.place), why.count, float64(why.points) / point}
		if why.points < 0 {
			v.Against = append(v.Against, e)
		} else {
			v.For = append(v.For, e)
		}
	})
	r.done(f)
	for i := range verdicts {
		v := &verdicts[i]
		v.Topic, v.Score, v.Threshold = r.topics[i], float64(points[i])/point, float64(r.need[i])/point
		v.Assigned = points[i] >= r.need[i]
		v.Nearly = !v.Assigned && points[i] >= r.need[i]-nearlyWithin
		slices.SortStableFunc(v.For, func(a, b Evidence) int { return cmp.Compare(b.Points, a.Points) })
		slices.SortStableFunc(v.Against, func(a, b Evidence) int { return cmp.Compare(a.Points, b.Points) })
	}
	return verdicts
}

// shown is how many reasons of each side String tells; the rest are small.
const shown = 8

// String is one line for people: "agents: yes, 11 points of 8; for: tool use (title, +8), …; against: …".
func (v Verdict) String() string {
	answer := "no"
	switch {
	case v.Assigned:
		answer = "yes"
	case v.Nearly:
		answer = "nearly"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %.4g points of %.4g", v.Topic.Slug, answer, v.Score, v.Threshold)
	for _, side := range []struct {
		name string
		list []Evidence
	}{{"for", v.For}, {"against", v.Against}} {
		for i, e := range side.list {
			switch {
			case i == 0:
				fmt.Fprintf(&b, "; %s: ", side.name)
			case i == shown:
				fmt.Fprintf(&b, " and %d more", len(side.list)-shown)
			case i < shown:
				b.WriteString(", ")
			}
			if i < shown {
				b.WriteString(e.String())
			}
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
