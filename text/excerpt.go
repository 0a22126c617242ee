package text

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

const ellipsis = "…"

// Excerpt returns s itself where it has at most limit characters, else its beginning up to the end of a word, and "…". It counts
// code points, of which one character as people see it may need several (an emoji of a family seven), so the result is never
// longer than limit in either measure; a character is never cut in two. A limit below 1 gives "".
func Excerpt(s string, limit int) string {
	if limit < 1 {
		return ""
	}
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	if cut := lastBlank(s, limit); cut >= (limit-1)/2 {
		return trimmed(s[:cut])
	}
	return excerptByCharacter(s, limit)
}

// excerptByCharacter is Excerpt of a text that is longer, whatever it is of.
func excerptByCharacter(s string, limit int) string {
	var (
		end      int // after the last whole character that fits beside the "…"
		word     int // after the last whole word as Unicode cuts them, for scripts without blanks
		blank    int // before the last blank
		room     = limit - 1
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

// lastBlank is the last blank among the first limit characters where each is a byte, as in nearly all texts, and what follows them cannot
// belong to the last one; else -1.
func lastBlank(s string, limit int) int {
	for i := range limit + 1 {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf {
			return -1
		}
	}
	return strings.LastIndexByte(s[:limit], ' ')
}
