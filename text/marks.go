package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAccent is the length of the longest command that spells one letter, as \"{\i} does. Longer content is not read to see what comes
// of it: where that stays as it is, it is read again, and with groups in groups again and again.
const maxAccent = len(`\"{\i}`)

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
		if len(content) <= maxAccent {
			if letter := r.read(content, false); utf8.RuneCountInString(letter) == 1 && unicode.IsLetter(firstRune(letter)) {
				return r.emit(letter, size) // BibTeX: Schr{\"o}dinger
			}
		}
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
	case unicode.IsDigit(after) && (unicode.IsLetter(before) || before == '.'): // "Fig.~3"
		if unicode.IsDigit(firstRune(strings.TrimLeft(lastWord(string(r.out[max(0, len(r.out)-40):])), "(["))) {
			return false // "1M~4M"
		}
	default:
		return false
	}
	return r.emit(" ", 1)
}

// dash reads "--", a dash between two words or numbers of a range, and "---". Behind a blank it begins an option of a command, and in
// an address, a path or a name of code it is itself.
func (r *texReader) dash() bool {
	rest := r.in[r.i:]
	size := len(rest) - len(strings.TrimLeft(rest, "-"))
	before, after := r.before(), firstRune(rest[size:])
	if size > 3 {
		return r.emit(rest[:size], size) // a rule; at once, for a long one would be counted again from each of its dashes
	}
	if size < 2 || !isWordRune(before) && !strings.ContainsRune("%×°)]", before) || !isWordRune(after) {
		return false
	}
	left := lastWord(r.in[max(0, r.i-maxPath):r.i])
	right, _, _ := strings.Cut(rest[size:min(len(rest), size+maxPath)], " ")
	if strings.ContainsAny(left+right, `/_=@\<>`) || len(left) < maxPath && strings.HasPrefix(left, "-") {
		return false
	}
	return r.emit([]string{"–", "—"}[size-2], size)
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
