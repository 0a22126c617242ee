package text

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

const ellipsis = "…"

// Excerpt returns s itself where it has at most max characters, else its beginning up to the end of a word, and "…". It counts
// code points, of which one character as people see it may need several (an emoji of a family seven), so the result is never
// longer than max in either measure; a character is never cut in two. A max below 1 gives "".
func Excerpt(s string, max int) string {
	if max < 1 {
		return ""
	}
	if len(s) <= max || utf8.RuneCountInString(s) <= max {
		return s
	}
	if cut := lastBlank(s, max); cut >= (max-1)/2 {
		return trimmed(s[:cut])
	}
	return excerptByCharacter(s, max)
}

// excerptByCharacter is Excerpt of a text that is longer, whatever it is of.
func excerptByCharacter(s string, max int) string {
	var (
		end      int // after the last whole character that fits beside the "…"
		word     int // after the last whole word as Unicode cuts them, for scripts without blanks
		blank    int // before the last blank
		room     = max - 1
		rest     = s
		state    = -1
		char     string
		boundary int
	)
	for rest != "" {
		char, rest, boundary, state = uniseg.StepString(rest, state)
		if char == " " {
			blank = end
		}
		room -= utf8.RuneCountInString(char)
		if room < 0 {
			break
		}
		end += len(char)
		if boundary&uniseg.MaskWord != 0 {
			word = end
		}
	}
	cut := blank
	if cut < end/2 { // one long word, or Chinese: rather half a sentence than a stub
		cut = word
	}
	if cut < end/2 {
		cut = end
	}
	return trimmed(s[:cut])
}

func trimmed(s string) string { return strings.TrimRight(s, " .,;:-–—/&([{“‘") + ellipsis }

// lastBlank is the last blank among the first max characters where each is a byte, as in nearly all texts, and what follows them cannot
// belong to the last one; else -1.
func lastBlank(s string, max int) int {
	for i := range max + 1 {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf {
			return -1
		}
	}
	return strings.LastIndexByte(s[:max], ' ')
}
