package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words cuts text into what phrases are compared with: NFKC, lower case, every run of anything but letters, digits and the marks
// on them is a gap. "Vision-Language (VLM)" → vision, language, vlm.
func Words(text string) []string {
	if folded, ok := foldASCII(text); ok {
		return strings.Fields(folded)
	}
	return strings.FieldsFunc(strings.ToLower(norm.NFKC.String(text)), isGap)
}

// foldASCII is a text in lower case, with spaces for what belongs to no word, if it is all ASCII, as nearly every sentence is: that is
// NFKC, and needs no look at letters.
func foldASCII(text string) (folded string, ok bool) {
	letters := make([]byte, len(text))
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			return "", false
		}
		letters[i] = folds[c]
	}
	return string(letters), true
}

var folds = func() (folds [utf8.RuneSelf]byte) {
	for i := range folds {
		folds[i] = ' '
		if c := byte(unicode.ToLower(rune(i))); isASCIIWord(c) {
			folds[i] = c
		}
	}
	return folds
}()

func isASCIIWord(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// isGap tells whether a rune of a lower-case text belongs to no word.
func isGap(r rune) bool {
	if r < utf8.RuneSelf {
		return !isASCIIWord(byte(r))
	}
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
}

// Forms are the spellings of word that count as it: itself and its plurals.
func Forms(word string) []string {
	list := []string{word, word + "s", word + "es"}
	if stem, ok := strings.CutSuffix(word, "y"); ok {
		list = append(list, stem+"ies")
	}
	return list
}

// Singulars are the words that word may be a plural of.
func Singulars(word string) []string {
	var list []string
	for _, end := range [...]struct{ plural, singular string }{{"s", ""}, {"es", ""}, {"ies", "y"}} {
		if stem, ok := strings.CutSuffix(word, end.plural); ok && stem != "" {
			list = append(list, stem+end.singular)
		}
	}
	return list
}

// isForm tells whether w is word or a plural of it, without making strings.
func isForm(w, word string) bool {
	rest, ok := strings.CutPrefix(w, word)
	if ok {
		return rest == "" || rest == "s" || rest == "es"
	}
	stem, ok := strings.CutSuffix(word, "y")
	return ok && len(w) == len(stem)+3 && strings.HasPrefix(w, stem) && strings.HasSuffix(w, "ies")
}
