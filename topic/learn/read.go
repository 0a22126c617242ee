package main

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"paperfeeds/topic/abstract"
	"paperfeeds/topic/quality"
)

// The worth of phrases is learned by list, by place, and for the first and the second phrase there.
var phraseLists = [...]string{"any", "title", "hint"}

const phraseFeatures = len(phraseLists) * abstract.Places * 2

func phraseFeature(list int, place abstract.Place, nth int) int {
	return (list*abstract.Places+int(place))*2 + nth
}

// read finds what stands in a paper, weighed as the rules do: see abstract.Often and abstract.Parts.Shares.
func (c *corpus) read(p quality.Paper) *doc {
	d := &doc{id: p.ID, phrases: make([][]int, len(c.slugs))}
	parts := c.cutter.Cut(p.Title, p.Abstract)
	counts := map[int32]int{}
	type at struct {
		topic, list int
		place       abstract.Place
	}
	said := map[at]map[int]bool{} // phrase numbers
	walk := func(words []string, place abstract.Place, where ...int) {
		c.finder.Find(words, func(w, _, _ int) {
			for _, place := range where {
				counts[feature(w, place)]++
			}
			for _, cl := range c.clues[w] {
				key := at{cl.topic, cl.list, place}
				if said[key] == nil {
					said[key] = map[int]bool{}
				}
				said[key][cl.number] = true
			}
		})
	}
	walk(parts.Title, abstract.Title, inText, inTitle)
	for _, s := range parts.Sentences {
		if s.Place == abstract.Aim {
			walk(s.Words, s.Place, inText, inAim)
		} else {
			walk(s.Words, s.Place, inText)
		}
	}
	shares := parts.Shares()
	by := [places]int{inText: shares.Text, inTitle: shares.Title, inAim: shares.Aim}
	for f, n := range sorted(counts) {
		d.features = append(d.features, entry{f, float64(abstract.Often(n)*by[f%places]) / 1e4})
	}
	for key, phrases := range said {
		for nth := range min(2, len(phrases)) {
			d.phrases[key.topic] = append(d.phrases[key.topic], phraseFeature(key.list, key.place, nth))
		}
	}
	for _, list := range d.phrases {
		slices.Sort(list)
	}
	return d
}

// sorted goes through a map in the order of its keys: what is learned twice must be the same twice.
func sorted[K cmp.Ordered, V any](m map[K]V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}
