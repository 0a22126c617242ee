package quality

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"paperfeeds/parser"
)

// A Paper is what the rules are asked about.
type Paper struct {
	ID       string
	Date     string // the first list day it was seen on
	Title    string
	Abstract string
	Keywords []string
}

// ReadPapers reads the captured listings of the folder shared (listings/html, listings/api) and the abstracts that stand beside
// its own labels, each paper once, in the order of list day and id. The folder not being there is [os.ErrNotExist]; a listing that
// cannot be read is an error that names its file, for without its papers other words would be learned and others measured.
func ReadPapers(shared string) ([]Paper, error) {
	if _, err := os.Stat(filepath.Join(shared, "listings")); err != nil {
		return nil, fmt.Errorf("captured papers: %w", err)
	}
	papers := map[string]*Paper{}
	add := func(p Paper) {
		if have := papers[p.ID]; have == nil {
			papers[p.ID] = &p
		} else if len(have.Keywords) == 0 {
			have.Keywords = p.Keywords
		}
	}
	for _, source := range []struct {
		files string
		read  func(body []byte, date string) (parser.Listing, error)
	}{
		{"listings/html/*.html.gz", func(body []byte, _ string) (parser.Listing, error) { return parser.JSON(body) }},
		{"listings/api/*.json.gz", parser.API},
	} {
		files, err := filepath.Glob(filepath.Join(shared, source.files))
		if err != nil {
			return nil, fmt.Errorf("captured papers: %w", err)
		}
		for _, file := range files {
			name := filepath.Base(file)
			date, err := dateOf(name)
			if err != nil {
				return nil, fmt.Errorf("captured papers: %w", err)
			}
			body, err := unzip(file)
			if err != nil {
				return nil, fmt.Errorf("captured papers: %s: %w", name, err)
			}
			listing, err := source.read(body, date)
			if err != nil {
				return nil, fmt.Errorf("captured papers: %s: %w", name, err)
			}
			for _, p := range listing.Papers {
				add(Paper{p.ID, date, p.Title, p.Abstract, p.Keywords})
			}
		}
	}
	if err := labelled(filepath.Join(shared, "topics", "labels.jsonl"), add); err != nil {
		return nil, err
	}
	list := make([]Paper, 0, len(papers))
	for _, p := range papers {
		list = append(list, *p)
	}
	slices.SortFunc(list, func(a, b Paper) int { return strings.Compare(a.Date+a.ID, b.Date+b.ID) })
	return list, nil
}

// dateOf is the list day of a file: "2006-01-02.html.gz", and of one captured again later "2006-01-02@2006-01-05T17-56-58Z.html.gz".
func dateOf(name string) (string, error) {
	date, _, _ := strings.Cut(name, ".")
	date, _, _ = strings.Cut(date, "@")
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return "", fmt.Errorf("%s: its name begins with no list day", name)
	}
	return date, nil
}

// labelled adds the papers of a labels file that carries abstracts ("summary"): some were never in a captured listing.
func labelled(file string, add func(Paper)) error {
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("captured papers: %w", err)
	}
	for line := range bytes.Lines(data) {
		var l struct{ ID, Date, Title, Summary string }
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("captured papers: %s: %w", filepath.Base(file), err)
		}
		add(Paper{ID: l.ID, Date: l.Date, Title: strings.Join(strings.Fields(l.Title), " "), Abstract: strings.Join(strings.Fields(l.Summary), " ")})
	}
	return nil
}

func unzip(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
