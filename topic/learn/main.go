// Command learn finds out from labelled papers which words speak for and against each topic, and writes topic/words.json.
//
// It works in two steps. First it lets the phrases of topics.json label all captured papers, and learns which other words go with
// each topic: the phrases of a topic are hidden from it, so what it learns is a second opinion on the same paper, not an echo of the
// first. Then it corrects both by the labels people gave. The result is one table of points, rounded to tenths, and the points each
// topic needs. It is deterministic, uses the labels of part "tune" alone, and needs the captured listings beside the checkout.
package main

import (
	"flag"
	"fmt"
	"os"

	"paperfeeds/topic"
	"paperfeeds/topic/quality"
)

func main() {
	labels := flag.String("labels", "topic/testdata/labels.jsonl", "labels `file`")
	topics := flag.String("topics", "topic/topics.json", "rules `file`")
	shared := flag.String("shared", "../shared", "`folder` of the captured listings")
	out := flag.String("out", "topic/words.json", "`file` to write")
	folds := flag.Int("cross", 0, "write nothing; learn from all but one of `n` parts and measure on that one, in turn")
	flag.Parse()
	if err := run(*labels, *topics, *shared, *out, *folds); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func run(labelsFile, topicsFile, shared, out string, folds int) error {
	data, err := os.ReadFile(topicsFile)
	if err != nil {
		return err
	}
	rules, err := topic.Load(data)
	if err != nil {
		return err
	}
	var slugs []string
	for _, t := range rules.Topics() {
		slugs = append(slugs, t.Slug)
	}
	labels, err := quality.ReadLabels(labelsFile, slugs)
	if err != nil {
		return err
	}
	papers, err := quality.ReadPapers(shared)
	if err != nil {
		return err
	}
	c := newCorpus(rules, data, labels, papers)
	if folds > 1 {
		return cross(c, labels, papers, folds)
	}
	table, err := c.learn(c.tuned)
	if err != nil {
		return err
	}
	return write(out, table)
}

// cross measures the method, not its result: every paper is judged by words learned without it.
func cross(c *corpus, labels []quality.Label, papers []quality.Paper, folds int) error {
	var all quality.Report
	for fold := range folds {
		var train []*doc
		test := map[string]bool{}
		for i, d := range c.tuned {
			if i%folds == fold {
				test[d.id] = true
			} else {
				train = append(train, d)
			}
		}
		table, err := c.learn(train)
		if err != nil {
			return err
		}
		text, err := encode(table)
		if err != nil {
			return err
		}
		rules, err := c.rules.Learned(text)
		if err != nil {
			return err
		}
		var some []quality.Label
		for _, l := range labels {
			if test[l.ID] {
				some = append(some, l)
			}
		}
		all.Add(quality.Measure(rules, some, papers, quality.Tune, false))
	}
	return all.Write(os.Stdout)
}
