package text

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed abbreviations.txt
var abbreviationTable string

// abbreviations are words whose final '.' does not end a sentence (abbreviations.txt).
var abbreviations = wordSet(abbreviationTable)

// closers stay with the sentence whose end they follow.
const closers = "\"')]}”’»」』"

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
				tail := strings.TrimLeft(s[i+utf8.RuneLen(r):], closers)
				return s[:len(s)-len(tail)]
			}
		case '.', '!', '?':
			// What follows is looked at first: the word before is as long as the whole text where there are no blanks.
			tail := strings.TrimLeft(s[i+1:], closers)
			if depth > 0 || !strings.HasPrefix(tail, " ") || !startsSentence(tail[1:]) {
				continue
			}
			if r != '.' || endsSentence(s[:i], s[i+1:]) {
				return s[:len(s)-len(tail)]
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
