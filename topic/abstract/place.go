package abstract

// A Place is a part of a text. An abstract has parts: what is known before, the sentence that says what the paper does, how, and what
// came of it. "We introduce a benchmark" and "tested on five benchmarks" are not the same news.
type Place uint8

// The places, in the order of a text.
const (
	Title Place = iota
	Background
	Aim
	Method
	Results
	Places = iota // how many there are
)

var names = [Places]string{"title", "background", "aim", "method", "results"}

// String is the name of a place.
func (p Place) String() string { return names[p] }

// Named is the place with that name.
func Named(name string) (Place, bool) {
	for p, known := range names {
		if known == name {
			return Place(p), true
		}
	}
	return 0, false
}
