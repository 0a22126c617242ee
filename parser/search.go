package parser

import (
	"fmt"
	"iter"
	"regexp"
	"strings"
	"time"

	"paperfeeds/text"
)

// A TextPaper is one paper of the text of a search page. It has no id: the text of a page has no addresses.
type TextPaper struct {
	Title        string
	Abstract     string
	Authors      int           // how many; 0 where the organization is named instead
	Organization *Organization // slug and name; nil where the authors are counted instead
	Published    time.Time     // the day, at midnight UTC; zero where it is no day
	Comments     int
}

// Text reads the text of a search page as a browser copies it, for each paper
//
//	Title
//
//	Abstract
//
//	• 8 authors
//	·
//	Aug 18, 2023 2
//
// where the last number is that of the comments, if there are any, and the first line of the three may name an organization instead of
// counting authors ("AI-at-Meta Meta AI": the alternative text of its picture, its name). A date without a year is of the year of read,
// the time the page was copied. An organization without a picture has lost its slug; the first word of its name then stands for it. The
// error wraps [ErrNoListing].
func Text(body []byte, read time.Time) ([]TextPaper, error) {
	if len(body) > maxBytes {
		return nil, fmt.Errorf("read the text of a listing: %w: over %d MB", ErrNoListing, maxBytes>>20)
	}
	var papers []TextPaper
	var before []string // the paragraphs since the last paper
	for paragraph := range paragraphs(string(body)) {
		p, ok := endOfPaper(paragraph, read)
		if !ok {
			if len(papers) == 0 && len(paragraph) == 1 && dayForm.MatchString(paragraph[0]) {
				before = nil // the tile with the day, the last thing above the papers
				continue
			}
			before = append(before, strings.Join(paragraph, " "))
			continue
		}
		if len(papers) == 0 && len(before) > 2 {
			before = before[len(before)-2:] // what stands above the papers where there was no tile
		}
		if len(before) > 0 {
			p.Title, _ = bound(before[0], maxTitle, text.Readable)
			p.Abstract, _ = bound(strings.Join(before[1:], " "), maxAbstract, text.Readable)
		}
		if before = nil; p.Title == "" {
			continue
		}
		if len(papers) == maxPapers {
			return nil, fmt.Errorf("read the text of a listing: %w: more than %d papers", ErrNoListing, maxPapers)
		}
		papers = append(papers, p)
	}
	if len(papers) == 0 {
		return nil, fmt.Errorf("read the text of a listing: %w", ErrNoListing)
	}
	return papers, nil
}

// paragraphs are the runs of lines between empty ones, white space around each line removed.
func paragraphs(body string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		var lines []string
		for line := range strings.Lines(body) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
				continue
			}
			if len(lines) > 0 && !yield(lines) {
				return
			}
			lines = nil
		}
		if len(lines) > 0 {
			yield(lines)
		}
	}
}

var (
	authorsForm = regexp.MustCompile(`^• (\d{1,6}) authors?$`)
	dayForm     = regexp.MustCompile(`^(\p{L}{3}) (\d{1,2})(?:, (\d{4}))?(?: (\d[\d.,]*[kKmM]?))?$`)
)

// endOfPaper reads the three lines that end a paper.
func endOfPaper(lines []string, read time.Time) (TextPaper, bool) {
	if len(lines) != 3 || lines[1] != "·" {
		return TextPaper{}, false
	}
	m := dayForm.FindStringSubmatch(lines[2])
	if m == nil {
		return TextPaper{}, false
	}
	var p TextPaper
	year := m[3]
	if year == "" {
		year = read.Format("2006")
	}
	if t, err := time.Parse("Jan 2 2006", m[1]+" "+m[2]+" "+year); err == nil && sensible(t) {
		p.Published = t
	}
	p.Comments, _ = parseCount(m[4])
	if by := authorsForm.FindStringSubmatch(lines[0]); by != nil {
		p.Authors, _ = parseCount(by[1])
		return p, true
	}
	slug, name, _ := strings.Cut(lines[0], " ")
	if slugForm.MatchString(slug) {
		p.Organization = &Organization{Slug: slug, Name: slug}
		if name, _ = bound(name, maxName, text.Clean); name != "" {
			p.Organization.Name = name
		}
	}
	return p, true
}
