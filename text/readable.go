package text

import "strings"

// maxPasses is how often a text is read again at most; nothing real has needed more than three.
const maxPasses = 8

// Readable is Clean, with TeX made readable Unicode: "$R^2$-Tuning" becomes "R²-Tuning". It is meant for titles, abstracts and
// keywords. It also repairs what the source leaves of TeX after taking dollars and backslashes away ("1920times1080", "sim25%",
// "https://example.org/{this URL}").
//
// What may be no TeX stays as it is: prices, shell and code, Windows paths, identifiers ("train_data"), words like "times".
// There is no HTML and no layout in the result; where Unicode has no superscript or subscript the TeX way of writing stays,
// without braces ("V_0.5", "x^(n·q)").
//
// The text is read until nothing changes any more, so that Readable(Readable(s)) is Readable(s). One that will not come to rest
// is not TeX anybody wrote, and only cleaned.
func Readable(s string) string {
	clean := Clean(s)
	if !mayHoldTeX(clean) {
		return clean
	}
	text := clean
	for range maxPasses {
		next := Clean(readTeX(text, false, 0))
		if next == text || !mayHoldTeX(next) {
			return next
		}
		text = next
	}
	return clean
}

// mayHoldTeX tells at about the cost of Clean that most texts need no reading.
func mayHoldTeX(s string) bool {
	for _, c := range []byte("\\$^_{~`") {
		if strings.IndexByte(s, c) >= 0 {
			return true
		}
	}
	if strings.Contains(s, "--") { // a dash
		return true
	}
	var last trio
	for i := range len(s) {
		if last = last.next(s[i]); deslashedTrios[last/64]&(1<<(last%64)) == 0 {
			continue
		}
		for first := max(0, i-2); first < i; first++ {
			if _, size := deslashedAt(s, first, lastRune(s[:first])); size > 0 {
				return true
			}
		}
	}
	return false
}

// A trio is three characters in a row, by the lower five bits of each: what tells letters apart.
type trio uint16

func (t trio) next(c byte) trio { return (t<<5 | trio(c%32)) % (1 << 15) }

// deslashedTrios has a bit for the first three letters of each line of deslashed.txt, and for those of two letters one for each
// character before them.
var deslashedTrios = func() (bits [1 << 15 / 64]uint64) {
	for _, words := range deslashedWords {
		for _, w := range words {
			for before := range byte(32) {
				t := trio(0).next(before)
				for _, c := range []byte(w.name[:min(3, len(w.name))]) {
					t = t.next(c)
				}
				bits[t/64] |= 1 << (t % 64)
			}
		}
	}
	return bits
}()
