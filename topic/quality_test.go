package topic_test

import (
	"path/filepath"
	"testing"

	"paperfeeds/captured"
	"paperfeeds/topic/quality"
)

// A change of phrases or words that makes the topics worse than this, on papers they were never fitted to, does not go in. The
// figures now: docs/topics.md; the margin is about what chance does to 225 papers. The last row, papers they were fitted to, tells that
// words.json was not learned anew.
func TestQualityHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("reads thousands of papers")
	}
	r := defaults(t)
	shared := filepath.Dir(captured.Path(t, "listings"))
	labels, papers, err := quality.Read(r, "testdata/labels.jsonl", shared)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name                      string
		part                      string
		keywords                  bool
		papers                    int
		precision, strict, recall float64
	}{
		{"held back", quality.Held, false, 200, .93, .70, .85},
		{"held back, with keywords", quality.Held, true, 200, .93, .70, .85},
		{"learned from", quality.Tune, false, 4900, .99, .89, .98},
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
