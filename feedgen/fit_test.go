package feedgen

import (
	"testing"

	"pgregory.net/rapid"
)

// Were atMost ever less than an item's size, a document could grow over 1 MB.
func TestAtMostHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRow(nastyItem(0).Draw(t, "item"))
		for {
			texts := r.texts()
			encoded, err := r.encode(texts, formats)
			if err != nil {
				t.Fatal(err)
			}
			if got, size := r.atMost(texts), encoded.size(); got < size {
				t.Fatalf("atMost is %d, the size %d", got, size)
			}
			if !r.shorten() {
				return
			}
		}
	})
}

// What a real paper needs is known without writing it.
func TestAtMostIsClose(t *testing.T) {
	r := newRow(realisticPaper(1))
	texts := r.texts()
	encoded, err := r.encode(texts, formats)
	if err != nil {
		t.Fatal(err)
	}
	if got, size := r.atMost(texts), encoded.size(); got < size || got > size*5/4 {
		t.Errorf("atMost is %d, the size %d", got, size)
	}
}
