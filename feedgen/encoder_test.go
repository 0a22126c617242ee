package feedgen

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// Whoever wants the same items gets the same ones, in the order asked for, and each is made once. When nobody wants one any more, it is
// forgotten.
func TestEncoderShares(t *testing.T) {
	keys := []string{"c", "a", "d", "b"}
	e, made := newEncoder(), [4]atomic.Int32{}
	files := []*File{{items: keys}, {items: keys}, {items: keys}}
	e.expect(files)
	got := make([][]*Encoded, len(files))
	var workers sync.WaitGroup
	for n := range files {
		workers.Go(func() {
			defer e.rendered(keys)
			var err error
			got[n], err = e.encode(keys, func(i int) (Item, error) {
				made[i].Add(1)
				return Item{ID: "https://huggingface.co/papers/" + keys[i], Title: keys[i], Abstract: fmt.Sprint("Abstract ", i)}, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	for i := range keys {
		if n := made[i].Load(); n != 1 {
			t.Errorf("item %d was made %d times", i, n)
		}
		for n := range got {
			if got[n][i] != got[0][i] {
				t.Errorf("worker %d has another item %d", n, i)
			}
		}
	}
	for i, encoded := range got[0] {
		want := encode(t, Item{ID: "https://huggingface.co/papers/" + keys[i], Title: keys[i], Abstract: fmt.Sprint("Abstract ", i)})
		if string(encoded.rss) != string(want.rss) {
			t.Errorf("item %d is %s", i, encoded.rss)
		}
	}
	if len(e.done) > 0 || len(e.wanted) > 0 {
		t.Errorf("kept: %d items, %d wanted", len(e.done), len(e.wanted))
	}
}

func TestEncoderFails(t *testing.T) {
	e, broken := newEncoder(), errors.New("broken")
	item := func(i int) (Item, error) {
		if i == 1 {
			return Item{}, broken
		}
		return Item{ID: "https://huggingface.co/papers/x", Title: "X"}, nil
	}
	for range 2 { // who made it, and who comes later
		if got, err := e.encode([]string{"a", "b", "c"}, item); !errors.Is(err, broken) || got != nil {
			t.Errorf("%d items, error %v", len(got), err)
		}
	}
}
