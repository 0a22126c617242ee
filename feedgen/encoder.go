package feedgen

import "sync"

// An encoder encodes every item once, in all formats, however many documents it stands in, and keeps it until the last of them is
// rendered. All of ten thousand papers would be 180 MB; in the order of a plan a third of them is as much as is ever wanted at once.
type encoder struct {
	mu     sync.Mutex
	wanted map[string]int // by item: in how many files it stands that are yet to be rendered
	done   map[string]func() (*Encoded, error)
}

func newEncoder() *encoder {
	return &encoder{wanted: map[string]int{}, done: map[string]func() (*Encoded, error){}}
}

func (e *encoder) expect(files []*File) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range files {
		for _, key := range f.items {
			e.wanted[key]++
		}
	}
}

// encode encodes items, those that have not been. Most are wanted by the three formats of a document at once: first it does what nobody
// has begun, and only then waits for what others do, so that they share the work.
func (e *encoder) encode(keys []string, item func(i int) (Item, error)) ([]*Encoded, error) {
	waits := make([]func() (*Encoded, error), len(keys))
	for i, key := range keys {
		e.mu.Lock()
		encoded, begun := e.done[key]
		if !begun {
			encoded = sync.OnceValues(func() (*Encoded, error) {
				it, err := item(i)
				if err != nil {
					return nil, err
				}
				return Encode(it)
			})
			e.done[key] = encoded
		}
		e.mu.Unlock()
		if waits[i] = encoded; !begun {
			encoded()
		}
	}
	all := make([]*Encoded, len(keys))
	for i, wait := range waits {
		var err error
		if all[i], err = wait(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// rendered forgets the items of a file that no other one waits for.
func (e *encoder) rendered(items []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, key := range items {
		if e.wanted[key]--; e.wanted[key] == 0 {
			delete(e.wanted, key)
			delete(e.done, key)
		}
	}
}
