package sample

import (
	"math/rand/v2"
	"strings"
)

// A chain writes text that reads like the texts it was made from: each word is one that followed the word before it somewhere in them.
// So invented papers have real phrases in real proportions, which is what topic rules, searches and compression live on.
type chain struct {
	words  []string
	after  [][]int // word → words that followed it, as often as they did
	starts []int   // words that began a sentence
}

func newChain(texts []string) chain {
	var c chain
	known := map[string]int{}
	for _, text := range texts {
		before := -1
		for word := range strings.FieldsSeq(text) {
			w, ok := known[word]
			if !ok {
				w = len(c.words)
				known[word] = w
				c.words, c.after = append(c.words, word), append(c.after, nil)
			}
			if before < 0 || ends(c.words[before]) {
				c.starts = append(c.starts, w)
			} else {
				c.after[before] = append(c.after[before], w)
			}
			before = w
		}
	}
	return c
}

// ends says whether a word is the last of a sentence.
func ends(word string) bool { return strings.HasSuffix(word, ".") }

// write writes sentences into b until it holds about length bytes; the last is cut where it would go beyond most.
func (c chain) write(b *strings.Builder, r *rand.Rand, length, most int) {
	w := pick(r, c.starts)
	for {
		word := c.words[w]
		if b.Len()+1+len(word) > most {
			return
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		last := len(c.after[w]) == 0 || ends(word)
		switch {
		case last && b.Len() >= length:
			return
		case last:
			w = pick(r, c.starts)
		default:
			w = pick(r, c.after[w])
		}
	}
}
