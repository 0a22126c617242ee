package text

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviations are words, in lower case, whose final '.' does not end a sentence; those with a '#' only before a number.
//
//go:embed abbreviations.txt
var abbreviationLines string

var abbreviations = wordSet(abbreviationLines)

func wordSet(lines string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(lines) {
		set[w] = true
	}
	return set
}

const closers = "\"')]}”’»"

// FirstSentence returns the first sentence of a clean text, or all of it where no end of a sentence is certain: one needs '.',
// '!' or '?', a blank, and then a capital, a digit or an opening quote, outside of brackets, and the word before may be neither
// an abbreviation nor a single letter ("J. Doe"). So it may give two sentences, but hardly ever half a one.
func FirstSentence(s string) string {
	depth := 0
	for i, r := range s {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		case '。', '！', '？':
			if depth == 0 {
				return s[:i+utf8.RuneLen(r)]
			}
		case '.', '!', '?':
			if depth > 0 || r == '.' && !endsSentence(s[:i], s[i+1:]) {
				continue
			}
			tail := strings.TrimLeft(s[i+1:], closers)
			end := len(s) - len(tail)
			if strings.HasPrefix(tail, " ") && startsSentence(tail[1:]) {
				return s[:end]
			}
		}
	}
	return s
}

// endsSentence reports whether a '.' between before and after can end a sentence, by the word it is at.
func endsSentence(before, after string) bool {
	word := before[strings.LastIndexAny(before, " ~/-—–")+1:]
	word = strings.TrimLeft(word, "\"'([{“‘«")
	if strings.HasSuffix(word, ".") || utf8.RuneCountInString(word) < 2 && !isDigits(word) {
		return false
	}
	if word == strings.ToUpper(word) && !strings.Contains(word, ".") {
		return true // "PP" is no page, "AL" no "et al."
	}
	word = strings.ToLower(word)
	next := firstRune(strings.TrimPrefix(after, " "))
	return !abbreviations[word] && !(abbreviations[word+"#"] && unicode.IsDigit(next))
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func startsSentence(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'([{“‘«"))
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.Is(unicode.Lo, r)
}
