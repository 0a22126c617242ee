package feedgen

import (
	"bytes"
	"math"
	"testing"
	"time"
)

// A document is made of fragments, so more items must not mean more work for the memory.
func TestItemsArePasted(t *testing.T) {
	allocations := func(f func(*bytes.Buffer, Document) error, items int) float64 {
		d := sampleDocument(t)
		for n := range items {
			d.Items = append(d.Items, Entry{encode(t, realisticPaper(n)), noon.Add(-time.Duration(n) * time.Second)})
		}
		var to bytes.Buffer
		to.Grow(maxDocument)
		least := math.Inf(1) // of several runs: the race detector empties pools at random
		for range 20 {
			least = min(least, testing.AllocsPerRun(1, func() {
				to.Reset()
				if err := f(&to, d); err != nil {
					t.Fatal(err)
				}
			}))
		}
		return least
	}
	for _, f := range writers {
		if few, many := allocations(f.write, 9), allocations(f.write, 99); many > few+3 { // three for a pool that was emptied meanwhile
			t.Errorf("%s: 9 items take %v allocations, 99 take %v", f.ending, few, many)
		}
	}
}
