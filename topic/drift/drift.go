package drift

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"time"

	"paperfeeds/topic/phrase"
	"paperfeeds/topic/quality"
)

// An Item is one published paper with the topics it got.
type Item struct {
	Date     string // "2006-01-02"
	Title    string
	Abstract string
	Topics   []string
}

// A Drift tells how a stream of papers moves away from the rules: topics that grow or dry up, papers that get none, and what those
// are about.
type Drift struct {
	Weeks []Week      // oldest first
	Words []WordCount // most telling first
}

// A Week counts the papers of one ISO week.
type Week struct {
	Week   string // "2026-W07"
	Papers int
	None   int            // papers with no topic
	Topics map[string]int // by slug
}

// A WordCount is a word of the papers without a topic: in how many of them it stands, and in how many papers of all.
type WordCount struct {
	Word string
	None int
	All  int
}

// Words told of, and the papers without a topic a word must stand in.
const (
	mostWords = 40
	leastNone = 3
)

// Watch reads a stream of items, in any order. Items whose date is no date are left out.
func Watch(items iter.Seq[Item]) Drift {
	weeks := map[string]*Week{}
	none, all := map[string]int{}, map[string]int{}
	papers, without := 0, 0
	for item := range items {
		day, err := time.Parse(time.DateOnly, item.Date)
		if err != nil {
			continue
		}
		year, number := day.ISOWeek()
		name := fmt.Sprintf("%d-W%02d", year, number)
		w := weeks[name]
		if w == nil {
			w = &Week{Week: name, Topics: map[string]int{}}
			weeks[name] = w
		}
		papers++
		w.Papers++
		for _, slug := range item.Topics {
			w.Topics[slug]++
		}
		if len(item.Topics) == 0 {
			without++
			w.None++
		}
		for word := range distinct(item.Title, item.Abstract) {
			all[word]++
			if len(item.Topics) == 0 {
				none[word]++
			}
		}
	}
	d := Drift{}
	for _, name := range slices.Sorted(maps.Keys(weeks)) {
		d.Weeks = append(d.Weeks, *weeks[name])
	}
	for _, word := range slices.Sorted(maps.Keys(none)) {
		// Frequent alone would name "the" and "model": a word tells something if it is twice as frequent there as everywhere.
		if n := none[word]; n >= leastNone && n*papers > 2*all[word]*without {
			d.Words = append(d.Words, WordCount{word, n, all[word]})
		}
	}
	slices.SortStableFunc(d.Words, func(a, b WordCount) int {
		return cmp.Or(cmp.Compare(b.None*b.None*a.All, a.None*a.None*b.All), cmp.Compare(b.None, a.None))
	})
	d.Words = d.Words[:min(len(d.Words), mostWords)]
	return d
}

func distinct(texts ...string) map[string]bool {
	seen := map[string]bool{}
	for _, text := range texts {
		for _, word := range phrase.Words(text) {
			if len(word) > 2 {
				seen[word] = true
			}
		}
	}
	return seen
}

// Write prints the drift for people, as Markdown: a line a week, then the topics with their first and last half, then the words.
func (d Drift) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("| week | papers | without topic |\n|---|---|---|\n")
	half := len(d.Weeks) / 2
	early, late := map[string]int{}, map[string]int{}
	before, after := 0, 0
	for i, week := range d.Weeks {
		fmt.Fprintf(b, "| %s | %d | %v |\n", week.Week, week.Papers, quality.Share{N: week.None, Of: week.Papers})
		count, papers := early, &before
		if i >= half {
			count, papers = late, &after
		}
		*papers += week.Papers
		for slug, n := range week.Topics {
			count[slug] += n
		}
	}
	b.WriteString("\n| topic | earlier half | later half |\n|---|---|---|\n")
	slugs := maps.Clone(early)
	maps.Copy(slugs, late)
	for _, slug := range slices.Sorted(maps.Keys(slugs)) {
		fmt.Fprintf(b, "| %s | %v | %v |\n", slug, quality.Share{N: early[slug], Of: before}, quality.Share{N: late[slug], Of: after})
	}
	b.WriteString("\nwords of the papers without a topic:")
	for _, word := range d.Words {
		fmt.Fprintf(b, " %s (%d of %d)", word.Word, word.None, word.All)
	}
	b.WriteString("\n")
	return b.Flush()
}
