package text

import (
	"strings"
	"unicode"

	_ "embed"
)

//go:embed deslashed.txt
var deslashedTable string

// A deslashed is one line of deslashed.txt.
type deslashed struct {
	name, text    string
	before, after string // classes
}

// deslashedWords holds the lines by first letter; deslashedPairs has, for speed, a bit for the second letter of each first.
var deslashedWords, deslashedPairs = func() (words [256][]deslashed, pairs [256]uint32) {
	for f := range fields(deslashedTable) {
		c := f[0][0]
		words[c] = append(words[c], deslashed{f[0], f[1], f[2], f[3]})
		pairs[c] |= 1 << (f[0][1] % 32)
	}
	return words, pairs
}()

// deslashedAt finds at s[i:], with the character before it, a command that lost its backslash: its text and its length in s.
func deslashedAt(s string, i int, before rune) (text string, size int) {
	rest := s[i:]
	words := deslashedWords[rest[0]]
	for k := range words {
		w := &words[k]
		if !strings.HasPrefix(rest, w.name) {
			continue
		}
		after := firstRune(rest[len(w.name):])
		if w.name == "times" && before == ' ' && after == ' ' && isProduct(s[:i], rest[len("times"):]) {
			return "×", len(w.name)
		}
		if fits(w.before, before) && fits(w.after, after) {
			if w.text == "=" {
				return "", 0
			}
			return w.text, len(w.name)
		}
	}
	return "", 0
}

func fits(classes string, c rune) bool {
	return classes == "*" || strings.IndexByte(classes, class(c)) >= 0
}

// class is the class of a character as deslashed.txt has them.
func class(c rune) byte {
	switch {
	case c < 0 || c == ' ':
		return '_'
	case unicode.IsDigit(c), c == '%', c == '°', isScriptForm[c]:
		return '9'
	case unicode.IsUpper(c):
		return 'A'
	case unicode.IsLetter(c):
		return 'a'
	}
	return '-'
}

// isProduct reports whether "times" between blanks stands between two numbers or two letters: "64 times 288", "K times K".
func isProduct(left, right string) bool {
	left, right = lastWord(left), strings.TrimPrefix(right, " ")
	if end := strings.IndexByte(right, ' '); end >= 0 {
		right = right[:end]
	}
	left, right = strings.TrimLeft(left, "(["), strings.TrimRight(right, ".,;:)]")
	switch {
	case left == "" || right == "":
		return false
	case isNumber(left):
		return isNumber(right)
	}
	return isVariable(left) && isVariable(right)
}

func lastWord(s string) string {
	s = strings.TrimSuffix(s, " ")
	return s[strings.LastIndexByte(s, ' ')+1:]
}

// isNumber accepts 64, 4,000, 12³ and 12^3.
func isNumber(s string) bool {
	return unicode.IsDigit(firstRune(s)) && !strings.ContainsFunc(s, func(c rune) bool {
		return !unicode.IsDigit(c) && !isScriptForm[c] && c != '.' && c != ',' && c != '^'
	})
}

// isVariable accepts H, d_k and dₖ, and not the words "a" and "I".
func isVariable(s string) bool {
	base, index, _ := strings.Cut(s, "_")
	c := []rune(base)
	if len(c) == 0 {
		return false
	}
	return s != "a" && s != "A" && s != "I" && len(index) < 3 && unicode.IsLetter(c[0]) && (len(c) == 1 || len(c) == 2 && isScriptForm[c[1]])
}

// word reads, at a letter, a command that lost its backslash: a format with its argument, a Greek letter with a script, or one
// of deslashed.txt.
func (r *texReader) word() bool {
	rest := r.in[r.i:]
	before := r.before()
	if !unicode.IsLetter(before) {
		name := letters(rest)
		if strings.HasPrefix(rest[len(name):], "{") && (isFormat(name) || colors[name]) {
			kind := macros[name]
			if kind == "" {
				kind = "keep" // \textcolor{red}{…} arrives as red{…}
			}
			if r.macro(kind, name, r.i+len(name)) {
				return true
			}
		}
		if after := rest[len(name):]; len(name) > 1 && isScripted(after) {
			s := symbols[name]
			if s.class == 'l' || (name == "sum" || name == "prod") && strings.HasPrefix(after, "_{") {
				return r.emit(s.text, len(name))
			}
		}
	}
	if r.depth > 0 && before < 0 && strings.HasPrefix(rest[1:], "times ") {
		return r.emit(rest[:1]+"×", len("mtimes ")) // "R^{mtimes n}"
	}
	if len(rest) < 2 || deslashedPairs[rest[0]]&(1<<(rest[1]%32)) == 0 {
		return false
	}
	text, size := deslashedAt(r.in, r.i, before)
	return size > 0 && r.emit(text, size)
}

// isFormat tells names that with a '{' behind them are no words.
func isFormat(name string) bool {
	switch macros[name] {
	case "frac", "sqrt", "url", "href", "bb", "cal":
		return true
	case "keep":
		return strings.HasPrefix(name, "text") || strings.HasPrefix(name, "math") || name == "emph" || name == "operatorname" || name == "boldsymbol"
	}
	return false
}

// isScripted reports whether the name of a Greek letter before s is one, by its script: "pi_0", "tau^2", "theta_{SFT}". An
// identifier ("alpha_dropout") is not.
func isScripted(s string) bool {
	if len(s) < 2 || s[0] != '^' && s[0] != '_' {
		return false
	}
	script := s[1:]
	name := letters(script)
	switch {
	case s[0] == '^', script[0] == '{', '0' <= script[0] && script[0] <= '9':
		return true
	case name == "" || isWordRune(firstRune(script[len(name):])) || strings.HasPrefix(script[len(name):], "_"):
		return false
	}
	return len(name) == 1 || symbols[name].class == 'l'
}
