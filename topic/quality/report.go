package quality

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"paperfeeds/topic"
)

// A Report is how rules did on labelled papers.
type Report struct {
	Papers  int
	Missing []string // ids of labels whose papers were not there
	All     Counts
	Topics  []TopicCounts // in the order of the rules
	Curve   []Point
	Errors  []Mistake
}

// TopicCounts are the counts of one topic.
type TopicCounts struct {
	Slug string
	Counts
}

// A Point of the curve: what the counts would be if every topic needed Shift points more.
type Point struct {
	Shift float64
	Counts
}

// A Mistake is a required topic not assigned, or an assigned one that is neither required nor acceptable.
type Mistake struct {
	Label   Label
	Verdict topic.Verdict
}

// shifts of the curve, in points.
var shifts = [...]float64{-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6}

// Measure compares what rules say of the labelled papers with the labels of one part.
func Measure(rules *topic.Rules, labels []Label, papers []Paper, part string, keywords bool) Report {
	byID := map[string]Paper{}
	for _, p := range papers {
		byID[p.ID] = p
	}
	report := Report{}
	for _, t := range rules.Topics() {
		report.Topics = append(report.Topics, TopicCounts{Slug: t.Slug})
	}
	for _, s := range shifts {
		report.Curve = append(report.Curve, Point{Shift: s})
	}
	for _, label := range labels {
		if label.Part != part {
			continue
		}
		p, ok := byID[label.ID]
		if !ok {
			report.Missing = append(report.Missing, label.ID)
			continue
		}
		report.Papers++
		if !keywords {
			p.Keywords = nil
		}
		for i, v := range rules.Explain(p.Title, p.Abstract, p.Keywords) {
			c := compare(label, v.Topic.Slug, v.Assigned)
			report.All.add(c)
			report.Topics[i].add(c)
			for j, s := range shifts {
				report.Curve[j].add(compare(label, v.Topic.Slug, v.Score >= v.Threshold+s))
			}
			if c.Needed > c.Required || c.Assigned > c.Required+c.Acceptable {
				report.Errors = append(report.Errors, Mistake{label, v})
			}
		}
	}
	return report
}

// Add joins the report of other papers, measured with rules of the same topics.
func (r *Report) Add(o Report) {
	if r.Topics == nil {
		*r = o
		return
	}
	r.Papers += o.Papers
	r.Missing = append(r.Missing, o.Missing...)
	r.All.add(o.All)
	for i := range o.Topics {
		r.Topics[i].add(o.Topics[i].Counts)
	}
	for i := range o.Curve {
		r.Curve[i].add(o.Curve[i].Counts)
	}
	r.Errors = append(r.Errors, o.Errors...)
}

func compare(label Label, slug string, assigned bool) Counts {
	var c Counts
	required := slices.Contains(label.Required, slug)
	if required {
		c.Needed = 1
	}
	if assigned {
		c.Assigned = 1
		switch {
		case required:
			c.Required = 1
		case slices.Contains(label.Acceptable, slug):
			c.Acceptable = 1
		}
	}
	return c
}

// Write prints the report for people, as Markdown.
func (r Report) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%d papers, %.2f topics a paper\n\n", r.Papers, float64(r.All.Assigned)/float64(max(r.Papers, 1)))
	fmt.Fprintf(b, "precision %v, strict %v, recall %v\n\n", r.All.Precision(), r.All.Strict(), r.All.Recall())
	b.WriteString("| points more | topics a paper | precision | strict | recall |\n|---|---|---|---|---|\n")
	for _, c := range r.Curve {
		fmt.Fprintf(b, "| %+g | %.2f | %.3f | %.3f | %.3f |\n", c.Shift, float64(c.Assigned)/float64(max(r.Papers, 1)),
			c.Precision().Value(), c.Strict().Value(), c.Recall().Value())
	}
	b.WriteString("\n| topic | required | assigned | precision | strict | recall |\n|---|---|---|---|---|---|\n")
	for _, t := range r.Topics {
		fmt.Fprintf(b, "| %s | %d | %d | %v | %v | %v |\n", t.Slug, t.Needed, t.Assigned, t.Precision(), t.Strict(), t.Recall())
	}
	return b.Flush()
}
