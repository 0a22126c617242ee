// Command evaluate says how good the topic rules are on the labelled papers: precision and recall with their 95 % intervals, together
// and by topic, and how they move with the threshold. It needs the captured listings beside the checkout.
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
	shared := flag.String("shared", "../shared", "`folder` of the captured listings")
	part := flag.String("part", quality.Held, "`part` of the labels: held, blind or tune")
	keywords := flag.Bool("keywords", false, "use the papers' keywords too")
	list := flag.Bool("errors", false, "also list the errors, with the reasons")
	flag.Parse()
	if err := run(*labels, *shared, *part, *keywords, *list); err != nil {
		fmt.Fprintln(os.Stderr, "evaluate:", err)
		os.Exit(1)
	}
}

func run(labelsFile, shared, part string, keywords, list bool) error {
	rules, err := topic.Default()
	if err != nil {
		return err
	}
	labels, papers, err := quality.Read(rules, labelsFile, shared)
	if err != nil {
		return err
	}
	report := quality.Measure(rules, labels, papers, part, keywords)
	if report.Papers == 0 {
		return fmt.Errorf("no labelled papers of part %q", part)
	}
	fmt.Printf("rules %s, part %q, keywords %t: ", rules.Version(), part, keywords)
	if err := report.Write(os.Stdout); err != nil {
		return err
	}
	if n := len(report.Missing); n > 0 {
		fmt.Printf("\n%d labelled papers are not in the captured listings\n", n)
	}
	if list {
		for _, m := range report.Errors {
			fmt.Printf("\n%s %s\n  required %v, acceptable %v\n  %v\n", m.Label.ID, m.Label.Title, m.Label.Required, m.Label.Acceptable, m.Verdict)
		}
	}
	return nil
}
