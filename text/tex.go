package text

import (
	"unicode"
	"unicode/utf8"
)

const (
	maxDepth = 12   // of groups in groups
	maxGroup = 2000 // bytes between braces
)

// A texReader reads TeX from in and writes what it means to out. Each of its methods stands at a character of one kind, and
// either consumes a piece of TeX or says that it is none; then the character is text.
type texReader struct {
	in       string
	i        int // the next byte of in
	out      []byte
	math     bool // between dollars
	depth    int
	closedBy int // where the '' is that closes an open “, or 0
}

// readTeX reads one text, or one argument or group of it.
func readTeX(in string, math bool, depth int) string {
	if depth > maxDepth {
		return in
	}
	r := &texReader{in: in, out: make([]byte, 0, len(in)), math: math, depth: depth}
	for r.i < len(in) {
		if r.inWord() {
			r.out = append(r.out, in[r.i])
			r.i++
		} else if !r.step() {
			_, size := utf8.DecodeRuneInString(in[r.i:])
			r.out = append(r.out, in[r.i:r.i+size]...)
			r.i += size
		}
	}
	return string(r.out)
}

// inWord tells, quickly, of a letter behind a letter, as most characters are, that no TeX begins there.
func (r *texReader) inWord() bool {
	n := len(r.out)
	if n == 0 || r.i+1 == len(r.in) || !isASCIILetter(r.out[n-1]) {
		return false
	}
	c, next := r.in[r.i], r.in[r.i+1]
	return isASCIILetter(c) && deslashedPairs[c]&(1<<(next%32)) == 0
}

// step consumes the TeX at r.i, or reports that there is none.
func (r *texReader) step() bool {
	switch c := r.in[r.i]; {
	case c == '\\':
		return r.path() || r.command()
	case c == '$':
		return r.dollars()
	case c == '^' || c == '_':
		return r.script(c)
	case c == '{':
		return r.group()
	case c == '}':
		return r.math && r.emit("", 1) // of a pair cut apart
	case c == '~':
		return r.tie()
	case c == '-':
		return r.dash()
	case c == '`' || c == '\'':
		return r.quote(c)
	case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
		return r.address() || r.word()
	}
	return false
}

// emit writes s for the next size bytes of in.
func (r *texReader) emit(s string, size int) bool {
	r.out = append(r.out, s...)
	r.i += size
	return true
}

// read renders a piece of in found further in.
func (r *texReader) read(piece string, math bool) string {
	return readTeX(piece, math, r.depth+1)
}

// before is the last character written, -1 at the start.
func (r *texReader) before() rune {
	return lastRune(r.out)
}

func lastRune[T string | []byte](s T) rune {
	if len(s) == 0 {
		return -1
	}
	tail := string(s[max(0, len(s)-utf8.UTFMax):])
	c, _ := utf8.DecodeLastRuneInString(tail)
	return c
}

func firstRune(s string) rune {
	if s == "" {
		return -1
	}
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// braced returns what stands between s[0] == '{' and its '}'.
func braced(s string) (content string, ok bool) {
	if s == "" || s[0] != '{' {
		return "", false
	}
	depth := 0
	for i := 0; i < len(s) && i < maxGroup; i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return s[1:i], true
			}
		}
	}
	return "", false
}

// letters is the run of ASCII letters s begins with.
func letters(s string) string {
	for i := 0; i < len(s); i++ {
		if !isASCIILetter(s[i]) {
			return s[:i]
		}
	}
	return s
}

func isASCIILetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isWordRune(c rune) bool {
	return c >= 0 && (unicode.IsLetter(c) || unicode.IsDigit(c))
}
