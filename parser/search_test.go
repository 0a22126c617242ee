package parser

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// searchText is what a browser copies from a search page.
const searchText = `new

Get trending papers in your email inbox!

Daily Papers

byAK and the research community

Feb 3

Invented Layers

We invent layers. They are read.

  • 8 authors
·
Aug 18, 2029

Growing Inventions

An abstract with $R^2$ and <b>.

  • 1 authors
·
Jul 8 2

Third

Abstract of the third.

Larkspur-Lab Larkspur & Daughters Laboratory
·
Nov 8, 2030 1.2k
`

func TestText(t *testing.T) {
	want := []TextPaper{
		{Title: "Invented Layers", Abstract: "We invent layers. They are read.", Authors: 8, Published: date("2029-08-18")},
		{Title: "Growing Inventions", Abstract: "An abstract with R² and <b>.", Authors: 1, Published: date("2031-07-08"), Comments: 2},
		{Title: "Third", Abstract: "Abstract of the third.", Organization: &Organization{Slug: "Larkspur-Lab", Name: "Larkspur & Daughters Laboratory"},
			Published: date("2030-11-08"), Comments: 1200},
	}
	for name, body := range map[string]string{
		"as copied":                searchText,
		"from Windows":             strings.ReplaceAll(searchText, "\n", "\r\n"),
		"with blanks at line ends": strings.ReplaceAll(searchText, "\n", " \u00a0\n"),
		"more empty lines":         strings.ReplaceAll(searchText, "\n\n", "\n\n\n\n"),
		"nothing above":            searchText[strings.Index(searchText, "Invented"):],
		"no tile":                  strings.Replace(searchText, "Feb 3\n\n", "", 1),
		"no line at the end":       strings.TrimSpace(searchText),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Text([]byte(body), date("2031-11-20"))
			if err != nil {
				t.Fatal(err)
			}
			wantSame(t, got, want)
		})
	}
}

func TestTextEdges(t *testing.T) {
	paper := func(lines ...string) string { return "Title\n\nAbstract.\n\n" + strings.Join(lines, "\n") + "\n\n" }
	tail := paper("• 2 authors", "·", "Jan 1, 2030")
	for _, test := range []struct {
		name, body string
		want       TextPaper
	}{
		{"year of reading", paper("• 2 authors", "·", "Dec 30"), TextPaper{Authors: 2, Published: date("2031-12-30")}},
		{"a day and comments, not a year", paper("• 2 authors", "·", "Jul 10 14"), TextPaper{Authors: 2, Published: date("2031-07-10"), Comments: 14}},
		{"one author", paper("• 1 author", "·", "Jul 10"), TextPaper{Authors: 1, Published: date("2031-07-10")}},
		{"no such day", paper("• 2 authors", "·", "Feb 30"), TextPaper{Authors: 2}},
		{"no such month", paper("• 2 authors", "·", "Abc 3"), TextPaper{Authors: 2}},
		{"organization of one word", paper("nvidia", "·", "Jul 10"), TextPaper{Organization: &Organization{Slug: "nvidia", Name: "nvidia"},
			Published: date("2031-07-10")}},
		{"no slug", paper("<b> x", "·", "Jul 10"), TextPaper{Published: date("2031-07-10")}},
		{"abstract in two paragraphs", tail + "Title\n\nOne.\n\nTwo.\n\n• 2 authors\n·\nJul 10\n", TextPaper{Abstract: "One. Two.", Authors: 2,
			Published: date("2031-07-10")}},
		{"a date for an abstract", tail + "Title\n\nJul 4\n\n• 2 authors\n·\nJul 10\n", TextPaper{Abstract: "Jul 4", Authors: 2, Published: date("2031-07-10")}},
		{"no abstract", tail + "Title\n\n• 2 authors\n·\nJul 10\n", TextPaper{Abstract: "-", Authors: 2, Published: date("2031-07-10")}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Text([]byte(test.body), time.Date(2031, 11, 20, 8, 0, 0, 0, time.UTC))
			if err != nil {
				t.Fatal(err)
			}
			test.want.Title = "Title"
			switch test.want.Abstract {
			case "":
				test.want.Abstract = "Abstract."
			case "-":
				test.want.Abstract = ""
			}
			wantSame(t, got[len(got)-1], test.want)
		})
	}
}

func TestTextOfSomethingElse(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":         "",
		"prose":           "One line.\n\nAnother.\n",
		"a byline alone":  "• 2 authors\n·\nJul 10\n",
		"no date":         "Title\n\nAbstract.\n\n• 2 authors\n·\nyesterday\n",
		"a page":          "<html><body>·</body></html>",
		"too many papers": strings.Repeat("Title\n\nAbstract.\n\n• 2 authors\n·\nJul 10\n\n", 1001),
		"too large":       strings.Repeat("\n", maxBytes+1),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := Text([]byte(body), date("2031-11-20")); !errors.Is(err, ErrNoListing) || got != nil {
				t.Errorf("%d papers, error %v", len(got), err)
			}
		})
	}
}
