// Command learn finds out from labelled papers which words speak for and against each topic, and writes topic/words.json.
//
// First it learns what the phrases of topics.json are worth, by list and by where they stand, the same for all topics (fit.go). Then it
// learns what words mean together beyond the phrases: a network with a layer of themes, over words, pairs of words and phrases in three
// places (text, title, the sentence that says what the paper does). Words that stand in the same papers, labelled or not, at first learn
// together (basis.go), so that a word no labelled paper has may still say something. The result is a row of points for each word, those
// that say little left out, what each theme gives, and the points each topic needs. It is deterministic, uses the labels of part "tune"
// alone, and needs the captured listings beside the checkout.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sync/errgroup"

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
	learned, err := c.learn(c.tuned)
	if err != nil {
		return err
	}
	return write(out, learned)
}

// cross measures the method, not its result: every paper is judged by words learned without its labels. Its text took part in the
// statistics of words, like that of papers nobody labelled.
func cross(bare *topic.Rules, c *corpus, labels []quality.Label, papers []quality.Paper, since string, folds int) error {
	reports := make([]quality.Report, folds)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for fold := range folds {
		group.Go(func() (err error) {
			reports[fold], err = crossOne(bare, c, labels, papers, since, fold, folds)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	var all quality.Report
	for _, r := range reports {
		all.Add(r)
	}
	return all.Write(os.Stdout)
}

// crossOne learns without every nth paper, and measures on those.
func crossOne(bare *topic.Rules, c *corpus, labels []quality.Label, papers []quality.Paper, since string, fold, n int) (quality.Report, error) {
	var train []*doc
	test := map[string]bool{}
	for i, d := range c.tuned {
		if i%n == fold {
			test[d.id] = true
		} else {
			train = append(train, d)
		}
	}
	learned, err := c.learn(train)
	if err != nil {
		return quality.Report{}, err
	}
	text, err := encode(learned)
	if err != nil {
		return quality.Report{}, err
	}
	rules, err := bare.WithLearned(text)
	if err != nil {
		return quality.Report{}, err
	}
	var some []quality.Label
	for _, l := range labels {
		if test[l.ID] && l.Date >= since {
			some = append(some, l)
		}
	}
	return quality.Measure(rules, some, papers, quality.Tune, false), nil
}
