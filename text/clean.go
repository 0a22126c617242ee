package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean makes any foreign text plain text of one line: valid UTF-8 in Normalization Form C, every run of Unicode white space
// (line and paragraph separators too) one blank, none at either end. Bytes that are not UTF-8, control characters,
// non-characters, U+FFFD, and format characters that only hide or turn text round (bidi controls, zero-width blanks, soft
// hyphens, byte order marks, tags) are dropped; ZWJ and ZWNJ stay, as emoji and several scripts are spelled with them.
//
// XML 1.0 forbids most of what is dropped outright, so one such character would make a whole feed unreadable. Form C, because
// one word must be one string: topics are matched and retitled papers found by comparing, and many readers draw a letter and
// its combining accent badly. The form of a string never changes again once assigned (Unicode's stability policy).
//
// Clean text comes back as it is, without a copy.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false // a blank is due before the next character, unless it is the first
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case unicode.IsSpace(r):
			blank = true
		case isForbidden(r): // with U+FFFD, which is also what bad bytes decode to
		default:
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// isClean reports whether Clean would change nothing, quickly for the ASCII that nearly all abstracts are.
func isClean(s string) bool {
	for i := range len(s) {
		if c := s[i]; c-' ' >= 0x7f-' ' { // a control character, or no ASCII
			return c >= utf8.RuneSelf && isCleanUnicode(s)
		}
	}
	return s == "" || s[0] != ' ' && s[len(s)-1] != ' ' && !strings.Contains(s, "  ")
}

func isCleanUnicode(s string) bool {
	last := ' '
	for _, r := range s {
		switch {
		case r == ' ':
			if last == ' ' {
				return false
			}
		case unicode.IsSpace(r), isForbidden(r):
			return false
		}
		last = r
	}
	return last != ' ' && norm.NFC.IsNormalString(s)
}

// isForbidden reports whether r, which is not white space, may not stand in clean text.
func isForbidden(r rune) bool {
	switch {
	case r < 0x7f:
		return r < ' '
	case r < 0xa0:
		return true // DEL and C1
	case r == 0x200c, r == 0x200d: // ZWNJ, ZWJ
		return false
	case r == utf8.RuneError, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return true // non-characters
	case unicode.Is(unicode.Cf, r):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r) // these few are drawn
	}
	return false
}
