package text

import (
	"strings"
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
		if !r.step() {
			_, size := utf8.DecodeRuneInString(in[r.i:])
			r.out = append(r.out, in[r.i:r.i+size]...)
			r.i += size
		}
	}
	return string(r.out)
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

// group reads a pair of braces that belongs to no command. In running text most are meant as braces ("{-1, 0, 1}", JSON); only
// those round a command, an operator ("N{=}4", "{sim}20%") or the base of a script are TeX.
func (r *texReader) group() bool {
	content, ok := braced(r.in[r.i:])
	if !ok {
		return r.math && r.emit("", 1)
	}
	size := len(content) + 2
	if r.math {
		return r.emit(r.read(content, true), size)
	}
	if strings.HasPrefix(content, "\\") {
		if name := letters(content[1:]); isCommand(name) || len(name) > 1 && len(name) == len(content)-1 {
			return r.emit(r.read(content, false), size)
		}
	}
	if len(content) == 1 && strings.Contains("=<>+-,.:", content) {
		return r.emit(content, size)
	}
	if len(content) > 2 && content != "mid" {
		if s, ok := symbols[content]; ok && (s.class == 'b' || s.class == 'r' || content == "deg" || content == "infty") {
			return r.emit(s.text, size)
		}
	}
	after := firstRune(r.in[r.i+size:])
	if 0 < len(content) && len(content) < 5 && letters(content) == content {
		isBase := after == '^' || after == '_'
		keepsCase := strings.ToUpper(content) == content && (isLower(after) || isLower(r.before())) // BibTeX: "{B}ayesian"
		if isBase || keepsCase {
			return r.emit(content, size)
		}
	}
	return false
}

func isLower(c rune) bool {
	return 'a' <= c && c <= 'z'
}

// tie reads '~', a blank that does not break in TeX. Before a number ("~60%"), between two ("1~4") and in addresses it means
// "about" or itself.
func (r *texReader) tie() bool {
	before, after := r.before(), firstRune(r.in[r.i+1:])
	if r.math {
		return r.emit(" ", 1)
	}
	if !isWordRune(before) && !strings.ContainsRune(".,:;)]}'\"”", before) || strings.HasPrefix(r.in[r.i:], "~~") {
		return false
	}
	switch {
	case after == '(' || after == '\\' || after == '{' || after == '“' || after == '`':
	case unicode.IsLetter(after):
		if one := letters(r.in[r.i+1:]); len(one) == 1 && strings.HasPrefix(r.in[r.i+2:], "(") {
			return false // "x~N(0, 1)": is distributed as
		}
	case unicode.IsDigit(after) && unicode.IsLetter(before):
		if unicode.IsDigit(firstRune(strings.TrimLeft(lastWord(string(r.out)), "(["))) {
			return false // "1M~4M"
		}
	default:
		return false
	}
	return r.emit(" ", 1)
}

// quote reads “these” and `these'. Backticks on both sides are code.
func (r *texReader) quote(c byte) bool {
	rest := r.in[r.i:]
	if c == '\'' {
		if r.closedBy == 0 || r.i != r.closedBy {
			return false
		}
		r.closedBy = 0
		return r.emit("”", 2)
	}
	rest = rest[:min(len(rest), 300)]
	if strings.HasPrefix(rest, "``") {
		end := strings.Index(rest, "''")
		if end < 0 { // closed by the other kind; that one stays, both are readable
			if strings.IndexByte(rest, '"') < 3 {
				return false
			}
			return r.emit("\"", 2)
		}
		if strings.Contains(rest[2:end], "`") || end == 2 {
			return false
		}
		r.closedBy = r.i + end
		return r.emit("“", 2)
	}
	if isWordRune(r.before()) || r.before() == '`' {
		return false
	}
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '`':
			return false
		case '\'':
			if i > 1 && !isWordRune(firstRune(rest[i+1:])) {
				return r.emit("'", 1) // “'needle'” reads well
			}
		}
	}
	return false
}

// address copies a web address as it stands but for TeX's escapes; underscores and tildes in it mean themselves. An argument
// after it is the second one of \href, whose name the source drops.
func (r *texReader) address() bool {
	rest := r.in[r.i:]
	if !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") || isWordRune(r.before()) {
		return false
	}
	end := 0
	for end < len(rest) && !strings.ContainsRune(" {}<>\"", rune(rest[end])) {
		if rest[end] == '\\' {
			if end+1 == len(rest) || !strings.ContainsRune(`_%&#~$`, rune(rest[end+1])) {
				break
			}
			end++
		}
		end++
	}
	u := unescape(rest[:end])
	if strings.HasPrefix(rest[end:], " {http") {
		end++
	}
	if content, ok := braced(rest[end:]); ok {
		return r.emit(link(u, r.read(content, false)), end+len(content)+2)
	}
	return r.emit(u, end)
}

// unescape takes TeX's backslashes out of an address.
func unescape(u string) string {
	if !strings.Contains(u, `\`) {
		return u
	}
	for _, c := range []string{"_", "%", "&", "#", "~", "$"} {
		u = strings.ReplaceAll(u, `\`+c, c)
	}
	return u
}

// link writes a link as text: "words (address)", or the address alone where the words say nothing more.
func link(u, words string) string {
	words = strings.TrimSpace(words)
	switch strings.ToLower(words) {
	case "", "here", "link", "this link", "url", "this url", "this http url", "this https url":
		return u
	}
	bare := func(s string) string {
		_, rest, found := strings.Cut(s, "://")
		if !found {
			rest = s
		}
		return strings.TrimRight(rest, "/. ")
	}
	if bare(words) == bare(u) {
		return u
	}
	return strings.TrimRight(words, ".") + " (" + u + ")"
}
