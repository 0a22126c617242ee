package text

import (
	"regexp"
	"strings"
	"unicode"

	_ "embed"
)

// A symbol is what a command without arguments stands for.
type symbol struct {
	class byte // symbols.txt names them
	text  string
}

//go:embed symbols.txt
var symbolTable string

var symbols = func() map[string]symbol {
	m := map[string]symbol{}
	for f := range fields(symbolTable) {
		m[f[1]] = symbol{f[0][0], strings.Join(f[2:], " ")}
	}
	return m
}()

func isCommand(name string) bool {
	_, ok := symbols[name]
	return ok || macros[name] != ""
}

// windowsPath is a word that is a path: C:\times\new, \\server\share, path\to\file.
var windowsPath = regexp.MustCompile(`^["'(]?(?:[A-Za-z]:\\|\\\\[A-Za-z0-9]|[A-Za-z][\w.-]+(?:\\[A-Za-z0-9.-][\w.-]*){2,}["'.,;)]*$)`)

// maxPath is the longest path that is looked for, as in Windows, on either side of a backslash or a dash.
const maxPath = 260

// path copies the rest of a Windows path.
func (r *texReader) path() bool {
	if r.math {
		return false
	}
	before, after := r.in[max(0, r.i-maxPath):r.i], r.in[r.i:min(len(r.in), r.i+maxPath)]
	before = before[strings.LastIndexByte(before, ' ')+1:]
	after, _, _ = strings.Cut(after, " ")
	return windowsPath.MatchString(before+after) && r.emit(after, len(after))
}

// command reads what a backslash begins.
func (r *texReader) command() bool {
	rest := r.in[r.i+1:]
	name := letters(rest)
	if name == "" {
		return rest != "" && r.controlSymbol(rest)
	}
	if strings.HasPrefix(rest[len(name):], "*{") && macros[name] != "" {
		name += "*" // \operatorname*
	}
	if kind := macros[strings.TrimSuffix(name, "*")]; kind != "" && r.macro(kind, name, r.i+1+len(name)) {
		return true
	}
	name = strings.TrimSuffix(name, "*")
	if s, ok := symbols[name]; ok {
		return r.symbol(name, s)
	}
	if mark, ok := accents[name]; ok && len(name) == 1 {
		return r.accent(mark)
	}
	return r.unknown(name)
}

// symbol writes a command's text with the room around it that TeX would leave.
func (r *texReader) symbol(name string, s symbol) bool {
	size := 1 + len(name)
	after := firstRune(r.in[r.i+size:])
	if len(name) == 1 && !r.isLetterCommand(name, after) {
		return false
	}
	if strings.HasPrefix(r.in[r.i+size:], "{}") {
		size += 2
	}
	blank := after == ' '
	switch s.class {
	case 'l', 'o':
		if r.math && blank && isWordRune(firstRune(strings.TrimLeft(r.in[r.i+size:], " "))) {
			size++ // TeX eats the blank after a command: "\nabla f" is ∇f
		}
	case 'b':
		if before := r.before(); r.math && blank && (isWordRune(before) || isScriptForm[before] || before == ')' || before == ']') {
			size++ // the same room on both sides: "m\times n" is m×n
		}
	case 'r':
		if before := r.before(); blank && (isWordRune(before) || before == ')' || before == '%') {
			r.out = append(r.out, ' ')
		}
	case 'f':
		if before := r.before(); isWordRune(before) || before == ')' {
			r.out = append(r.out, ' ')
		}
		if isWordRune(after) || after == '\\' {
			return r.emit(s.text+" ", size)
		}
	case 'w':
		if strings.HasSuffix(s.text, ".") && after == '.' {
			size++
		}
	case 's':
		return r.emit(" ", size)
	}
	return r.emit(s.text, size)
}

// isLetterCommand reports whether \o, \l, \i, \S … are meant as letters here, and not \S as a regular expression has it.
func (r *texReader) isLetterCommand(name string, after rune) bool {
	if name == "S" || name == "P" {
		return unicode.IsDigit(after) || after == '~'
	}
	return after == '{' || !isWordRune(after) && (unicode.IsLetter(r.before()) || r.depth > 0 && len(r.out) == 0) ||
		after == ' ' && unicode.IsLetter(r.before())
}

// controlSymbol reads a backslash and one character that is no letter; rest begins with that character.
func (r *texReader) controlSymbol(rest string) bool {
	c := rest[0]
	switch c {
	case '%', '&', '#', '_', '$', '{', '}':
		return r.emit(rest[:1], 2)
	case ' ', ',', ';':
		return r.emit(" ", 2)
	case '!', '-':
		return (r.math || unicode.IsLetter(r.before())) && r.emit("", 2)
	case ':', '>', '|', '*':
		if !r.math {
			return false
		}
		return r.emit(map[byte]string{':': " ", '>': " ", '|': "‖", '*': ""}[c], 2)
	case '\\':
		switch next := firstRune(rest[1:]); {
		case next >= 0 && strings.ContainsRune("%&#_$", next): // escaped twice on its way
			return r.emit(string(next), 3)
		case unicode.IsLetter(next) || next == '\\':
			return r.emit(`\\`, 2)
		}
		return r.emit(" ", 2) // the end of a line
	case '(', '[':
		return r.mathBetween(map[byte]string{'(': `\)`, '[': `\]`}[c])
	}
	if mark, ok := accents[rest[:1]]; ok {
		return r.accent(mark)
	}
	if '0' <= c && c <= '9' && (r.before() == ' ' || r.before() == '(' || r.before() < 0) {
		// The source takes the dollar out of "\$81", but not out of a list's "\3)".
		number := strings.TrimLeft(rest, "0123456789")
		if strings.HasPrefix(number, ")") {
			return r.emit("", 1)
		}
		return r.emit("$", 1)
	}
	return false
}

// unknown reads a command that only the authors know, mostly their method's name ("\method", "\ours{}"): the name is what is
// left of it. It must stand where a word can.
func (r *texReader) unknown(name string) bool {
	size := 1 + len(name)
	rest := r.in[r.i+size:]
	if !r.math {
		before := lastRune(r.in[:r.i])
		if len(name) < 2 || before >= 0 && !strings.ContainsRune(" ([{\"'~$-–—“‘", before) || strings.HasPrefix(rest, `\`) && !strings.HasPrefix(rest, `\ `) {
			return false
		}
	}
	if arg, ok := braced(rest); ok && arg != "" {
		return r.emit(r.read(arg, r.math), size+len(arg)+2)
	} else if ok {
		size += 2
	}
	return r.emit(name, size)
}
