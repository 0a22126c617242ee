package text

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
	for i := 0; i < len(s); i++ {
		pairs := texStart[s[i]]
		if pairs == 0 {
			continue
		}
		if pairs == anyByte {
			return true
		}
		if i+1 < len(s) && pairs&(1<<(s[i+1]%32)) != 0 {
			if s[i] == '-' && s[i+1] == '-' {
				return true
			}
			if _, size := deslashedAt(s, i, lastRune(s[:i])); size > 0 {
				return true
			}
		}
	}
	return false
}

const anyByte = 1<<32 - 1

// texStart is deslashedPairs with the characters of TeX, which need no second one.
var texStart = func() [256]uint32 {
	start := deslashedPairs
	for _, c := range []byte("\\$^_{~`") {
		start[c] = anyByte
	}
	start['-'] = 1 << ('-' % 32) // two are a dash
	return start
}()
