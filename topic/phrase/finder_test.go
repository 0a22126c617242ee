package phrase

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A hit is one phrase found.
type hit struct{ Phrase, From, To int }

// What is found is what stands there: any phrase, looked for at any word. A small alphabet makes phrases share words, beginnings and ends.
func TestFindsWhatStandsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringOfN(rapid.SampledFrom([]rune("abyseié")), 1, 4, -1)
		words := rapid.SliceOfN(letters, 1, 8).Draw(t, "words")
		word := rapid.Custom(func(t *rapid.T) string {
			w := rapid.OneOf(rapid.SampledFrom(words), letters).Draw(t, "word")
			return rapid.SampledFrom(append(Forms(w), "a"+w, w+"é")).Draw(t, "form")
		})
		star := rapid.SampledFrom([]string{"", "", "*"})
		l := NewLexicon()
		for range rapid.IntRange(0, 12).Draw(t, "phrases") {
			text := star.Draw(t, "tail") + strings.Join(rapid.SliceOfN(word, 1, 3).Draw(t, "phrase"), " ") + star.Draw(t, "stem")
			if list, err := Parse(text); err == nil { // a star needs letters
				l.Add(list[0])
			}
		}
		text := rapid.SliceOfN(word, 0, 10).Draw(t, "text")
		var got, want []hit
		l.Finder().Find(text, func(phrase, from, to int) { got = append(got, hit{phrase, from, to}) })
		for at := range text {
			for i := range l.phrases {
				if p := &l.phrases[i]; p.at(text, at) {
					want = append(want, hit{i, at, at + len(p.words)})
				}
			}
		}
		slices.SortFunc(got, func(a, b hit) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Phrase, b.Phrase)) })
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("in %q (-stands there +found):\n%s", text, diff)
		}
	})
}
