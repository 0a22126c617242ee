package topic_test

import (
	"errors"
	"os"
	"testing"

	"paperfeeds/topic/quality"
)

const shared = "../../shared"

// A change of phrases or words that makes the topics worse than this, on papers they were never fitted to, does not go in. The
// figures now: docs/topics.md; the margin is about what chance does to 225 papers.
func TestQualityHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("reads thousands of papers")
	}
	r := defaults(t)
	labels, papers, err := quality.Read(r, "testdata/labels.jsonl", shared)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no captured papers beside the checkout: " + shared)
	} else if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name                      string
		part                      string
		keywords                  bool
		papers                    int
		precision, strict, recall float64
	}{
		{"held back", quality.Held, false, 200, .93, .70, .83},
		{"held back, with keywords", quality.Held, true, 200, .93, .70, .83},
		{"learned from", quality.Tune, false, 1900, .97, .82, .97},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := quality.Measure(r, labels, papers, test.part, test.keywords)
			if report.Papers < test.papers || len(report.Missing) > 0 {
				t.Fatalf("%d papers, missing %v", report.Papers, report.Missing)
			}
			for _, share := range []struct {
				name string
				quality.Share
				least float64
			}{
				{"precision", report.All.Precision(), test.precision},
				{"strict precision", report.All.Strict(), test.strict},
				{"recall", report.All.Recall(), test.recall},
			} {
				t.Logf("%s %v", share.name, share.Share)
				if share.Value() < share.least {
					t.Errorf("%s %v, want %.2f at least", share.name, share.Share, share.least)
				}
			}
			for _, topic := range report.Topics {
				if _, high := topic.Recall().Interval(); high < .7 {
					t.Errorf("%s is weak: recall %v", topic.Slug, topic.Recall())
				}
			}
		})
	}
}
