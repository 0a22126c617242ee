package sample

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperfeeds/parser"
	"paperfeeds/topic"
)

// The sample is what people try the program with: the parser must read all of it, from page and API alike, and complain of nothing.
func TestParserReadsEverySampleDay(t *testing.T) {
	for _, day := range everyDay(t) {
		t.Run(day.Date, func(t *testing.T) {
			page, err := Page(day)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := API(day)
			if err != nil {
				t.Fatal(err)
			}
			fromPage, err := parser.Page(page)
			if err != nil {
				t.Fatal(err)
			}
			fromAPI, err := parser.API(answer, day.Date)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(fromPage, fromAPI); diff != "" {
				t.Errorf("page and API (-page +api):\n%s", diff)
			}
			if fromPage.Date != day.Date || len(fromPage.Skipped) > 0 || len(fromPage.Warnings) > 0 {
				t.Errorf("day %q, skipped %v, warnings %q", fromPage.Date, fromPage.Skipped, fromPage.Warnings)
			}
			var want, got []string
			for _, item := range day.Items {
				want = append(want, item.Paper.ID)
			}
			for _, p := range fromPage.Papers {
				got = append(got, p.ID)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("papers (-want +got):\n%s", diff)
			}
		})
	}
}

// Cards and blob of a sample page agree in all that cards tell, as those of the source do.
func TestParserReadsTheSameFromCards(t *testing.T) {
	for _, day := range everyDay(t) {
		page, err := Page(day)
		if err != nil {
			t.Fatal(err)
		}
		want, err := parser.Page(page)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parser.Cards(page)
		if err != nil {
			t.Fatal(err)
		}
		same := cmp.Options{
			cmpopts.IgnoreFields(parser.Paper{}, "Abstract", "Summary", "Authors", "Published", "Submitted", "Keywords", "Code", "Project", "Image", "Stars"),
			cmpopts.IgnoreFields(parser.Organization{}, "ID"),
		}
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Errorf("%s (-blob +cards):\n%s", day.Date, diff)
		}
	}
}

// Somebody who tries the program should find something in every topic feed.
func TestEveryTopicHasASamplePaper(t *testing.T) {
	rules, err := topic.Default()
	if err != nil {
		t.Fatal(err)
	}
	papers := map[string]int{}
	for _, day := range everyDay(t)[:3] {
		for _, item := range day.Items {
			p := item.Paper
			for _, slug := range rules.Match(p.Title, p.Summary, p.AIKeywords) {
				papers[slug]++
			}
		}
	}
	several := 0
	for _, known := range rules.Topics() {
		if papers[known.Slug] == 0 {
			t.Errorf("no paper about %s", known.Slug)
		}
		if papers[known.Slug] > 1 {
			several++
		}
	}
	if several < 12 {
		t.Errorf("%d topics have several papers, want 12 or more, so that topic feeds show an order: %v", several, papers)
	}
}
