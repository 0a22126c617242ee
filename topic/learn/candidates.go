package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"paperfeeds/topic"
	"paperfeeds/topic/phrase"
	"paperfeeds/topic/quality"
)

// Candidate words and pairs stand in at least minPapers papers, and not in most.
const (
	minPapers = 8
	mostShare = 0.5
)

//go:embed filler.txt
var fillerText string

// filler words say nothing, and make pairs that say nothing.
var filler = strings.Fields(fillerText)

// candidates finds the words and pairs of words worth learning about.
func (c *corpus) candidates(papers []quality.Paper) {
	count := map[string]int{}
	for _, p := range papers {
		seen := map[string]bool{}
		for _, text := range []string{p.Title, p.Abstract} {
			words := phrase.Words(text)
			for i, w := range words {
				seen[w] = true
				if i > 0 {
					seen[words[i-1]+" "+w] = true
				}
			}
		}
		for w := range seen {
			count[w]++
		}
	}
	c.words = phrase.NewLexicon()
	for text, n := range sorted(count) {
		words := strings.Split(text, " ")
		switch {
		case n < minPapers, float64(n) > mostShare*float64(len(papers)):
		case slices.ContainsFunc(words, func(w string) bool { return slices.Contains(filler, w) }):
		case len(text) < 2, strings.Trim(text, "0123456789 ") == "":
		case isPlural(text, count): // the singular stands for both
		default:
			if list, err := phrase.Parse(text); err == nil {
				c.words.Add(list[0])
				c.single, c.pair = append(c.single, len(words) == 1), append(c.pair, len(words) == 2)
			}
		}
	}
}

// isPlural tells whether a candidate's singular is one too.
func isPlural(text string, count map[string]int) bool {
	return !strings.HasSuffix(text, "ss") && slices.ContainsFunc(phrase.Singulars(text), func(w string) bool { return count[w] >= minPapers })
}

// A clue is a phrase of topics.json: whose, in which list, and its number, which its spellings share.
type clue struct{ topic, list, number int }

// given adds the phrases of topics.json to the candidates: they are stems and endings, and longer than pairs.
func (c *corpus) given(topicsFile []byte) error {
	var defs []topic.Definition
	if err := json.Unmarshal(topicsFile, &defs); err != nil {
		return fmt.Errorf("topics: %w", err)
	}
	c.clues = map[int][]clue{}
	number := 0
	for k, def := range defs {
		for list, texts := range [][]string{def.Any, def.Title, def.Hint} {
			for _, text := range texts {
				spellings, err := phrase.Parse(text)
				if err != nil {
					return err
				}
				for _, p := range spellings {
					at := c.words.Add(p)
					for len(c.single) <= at {
						c.single, c.pair = append(c.single, false), append(c.pair, false)
					}
					c.clues[at] = append(c.clues[at], clue{k, list, number})
				}
				number++
			}
		}
	}
	return nil
}
