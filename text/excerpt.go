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
	return strings.TrimRight(s[:cut], " .,;:-–—/&([{“‘") + ellipsis
}
