// Command learn finds out from labelled papers which words speak for and against each topic, and writes topic/words.json.
//
// First it learns what the phrases of topics.json are worth, by list and by where they stand, the same for all topics. Then it learns
// for each topic what words say beyond its phrases: logistic regression over words, pairs of words and phrases in three places (text,
// title, the sentence that says what the paper does). Words that stand in the same papers, labelled or not, learn together (basis.go),
// so that a word no labelled paper has may still say something. The result is one table of points, words that say little left out, and
// the points each topic needs. It is deterministic, uses the labels of part "tune" alone, and needs the captured listings beside the
// checkout.
package main

import (
	"errors"
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
	since := flag.String("since", "", "with -cross, measure on papers of list days from this `day` on")
	flag.Parse()
	if err := run(*labels, *topics, *shared, *out, *since, *folds); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func run(labelsFile, topicsFile, shared, out, since string, folds int) error {
	switch { // what is only measured must not be written
	case folds < 0 || folds == 1:
		return fmt.Errorf("-cross %d: want two parts or more", folds)
	case since != "" && folds == 0:
		return errors.New("-since is for -cross")
	}
	data, err := os.ReadFile(topicsFile)
	if err != nil {
		return err
	}
	rules, err := topic.Load(data)
	if err != nil {
		return err
	}
	labels, papers, err := quality.Read(rules, labelsFile, shared)
	if err != nil {
		return err
	}
	c, err := newCorpus(rules, data, labels, papers)
	if err != nil {
		return err
	}
	if folds > 0 {
		return cross(rules, c, labels, papers, since, folds)
	}
	return write(out, c.learn(c.tuned))
}

// cross measures the method, not its result: every paper is judged by words learned without its labels. Its text took part in the
// statistics of words, like that of papers nobody labelled.
func cross(bare *topic.Rules, c *corpus, labels []quality.Label, papers []quality.Paper, since string, folds int) error {
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
		text, err := encode(c.learn(train))
		if err != nil {
			return err
		}
		rules, err := bare.WithLearned(text)
		if err != nil {
			return err
		}
		var some []quality.Label
		for _, l := range labels {
			if test[l.ID] && l.Date >= since {
				some = append(some, l)
			}
		}
		all.Add(quality.Measure(rules, some, papers, quality.Tune, false))
	}
	return all.Write(os.Stdout)
}
