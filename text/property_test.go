package text

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// checkClean reports what no text may hold that leaves this package.
func checkClean(t testing.TB, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q: not UTF-8", s)
	}
	if !norm.NFC.IsNormalString(s) {
		t.Errorf("%q: not in Form C", s)
	}
	last := ' '
	for _, r := range s {
		if r == ' ' && last == ' ' || r != ' ' && unicode.IsSpace(r) {
			t.Errorf("%q: blanks", s)
		}
		if r < ' ' || 0x7f <= r && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff || r == 0xfffd ||
			r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe || r == 0x200b || r == 0xad {
			t.Errorf("%q: forbidden %U", s, r)
		}
		last = r
	}
	if s != "" && last == ' ' {
		t.Errorf("%q: blank at the end", s)
	}
}
