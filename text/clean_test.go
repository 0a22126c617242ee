package text

import (
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"title over two lines", "Plans for Agents\n  in the Wild", "Plans for Agents in the Wild"},
		{"blanks around", " \t a  b\r\n", "a b"},
		{"unicode blanks and separators", "a\u00a0b\u2003c\u2028d\u2029e\u3000f\u0085g", "a b c d e f g"},
		{"nothing but blanks", "\n \u2009", ""},
		{"bad bytes", "a\xffb\xc3", "ab"},
		{"replacement character", "a\ufffdb", "ab"},
		{"surrogate encoded as if it were a character", "a\xed\xa0\x80b", "ab"},
		{"controls", "a\x00b\x1bc\x7fd\u0086e", "abcde"},
		{"non-characters", "a\ufffe\uffff\ufdd0\U0001fffeb", "ab"},
		{"byte order mark, zero-width blank, soft hyphen", "\ufeffa\u200bb\u00adc\u2060d", "abcd"},
		{"bidi controls", "a\u202eb\u2066c\u2069d\u200fe", "abcde"},
		{"hidden tag characters", "a\U000e0041\U000e007fb", "ab"},
		{"family", "👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"},
		{"zwnj of Persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"Arabic number sign is drawn", "\u0600١", "\u0600١"},
		{"decomposed accent", "Fre\u0301chet", "Fréchet"},
		{"markup is text", "<b>&amp;</b> <think>", "<b>&amp;</b> <think>"},
		{"other scripts", "ζ 中文 École", "ζ 中文 École"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.in); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// plain is as long as a usual abstract, and has numbers and names in it but no TeX.
var plain = strings.Repeat("We study how 12 planners of 3D scenes, e.g. GPT-4.1, solve 1,024 tasks (95.5% of them) in time. ", 15) + "That is all."

func BenchmarkClean(b *testing.B) {
	b.SetBytes(int64(len(plain)))
	for b.Loop() {
		Clean(plain)
	}
}

func BenchmarkReadablePlain(b *testing.B) {
	b.SetBytes(int64(len(plain)))
	for b.Loop() {
		Readable(plain)
	}
}

func BenchmarkReadableTeX(b *testing.B) {
	s := plain + ` Code: https://example.org/x{this URL}, sim25\% faster at $O(n^2)$.`
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Readable(s)
	}
}
