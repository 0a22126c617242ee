package abstract

import "math"

// Shares say what one word among the others weighs, in hundredths: less in a long abstract, more in a short title.
type Shares struct{ Text, Title, Aim int }

// Typical numbers of words; Shares are 100 there.
const (
	typicalText  = 200
	typicalTitle = 10
	typicalAim   = 25
)

// Shares of the words of p.
func (p Parts) Shares() Shares {
	return Shares{share(len(p.Title)+p.Abstract, typicalText), share(len(p.Title), typicalTitle), share(p.Aim, typicalAim)}
}

// share is an exact square root and a rounding, so it is the same on every machine.
func share(words, typical int) int {
	return int(math.Round(100 * math.Sqrt(float64(typical)/float64(max(words, typical/3)))))
}

// Often says what a word weighs that stands n times, in hundredths of once: 1 + ln n, for a fifth time says little that is new.
func Often(n int) int {
	return often[min(n, len(often)-1)]
}

var often = [...]int{0, 100, 169, 210, 239, 261, 279, 295, 308}
