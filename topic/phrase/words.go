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
	text = strings.ToLower(norm.NFKC.String(text))
	list := make([]string, 0, len(text)/6+1)
	start := -1
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if isWord(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			list = append(list, text[start:i])
			start = -1
		}
		i += size
	}
	if start >= 0 {
		list = append(list, text[start:])
	}
	return list
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
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
