package text

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	_ "embed"

	"golang.org/x/text/unicode/norm"
)

//go:embed accents.txt
var accentTable string

// accents holds the combining character of each accent command.
var accents = func() map[string]rune {
	m := map[string]rune{}
	for f := range fields(accentTable) {
		mark, _ := strconv.ParseUint(f[1], 16, 32) // that each line has one, a test sees to
		m[f[0]] = rune(mark)
	}
	return m
}()

// accent reads an accent command of one character: Fr\'echet, G\"{o}del, na\"{\i}ve, \c{c}, Erd\H os. What
// makes no letter of Unicode is no accent: "\'s" is an apostrophe, \" and "\~8B" have a backslash too many, \d{4} and \.json are
// regular expressions.
func (r *texReader) accent(mark rune) bool {
	command := r.in[r.i+1 : r.i+2]
	rest := r.in[r.i+2:]
	isLetter := isASCIILetter(command[0])
	letter, length, isBraced := accented(rest)
	if isLetter && !isBraced { // "\c c", as a word of its own only within one or within braces
		letter, length = "", 0
		inBraces := r.depth > 0 && len(r.out) == 0 && len(rest) == 2
		if strings.HasPrefix(rest, " ") && len(letters(rest[1:])) > 0 && (unicode.IsLetter(r.before()) || inBraces) {
			letter, length = rest[1:2], 2
		}
	}
	composed := norm.NFC.String(letter + string(mark))
	ok := letter != "" && utf8.RuneCountInString(composed) == 1
	if ok && command == "'" && !isBraced && unicode.IsLetter(r.before()) {
		switch letters(rest) {
		case "s", "t", "re", "ve", "ll", "d", "m":
			ok = false
		}
	}
	// At the start of a word an accent and an escaped quotation mark look the same; the latter is closed by another.
	if ok && !isBraced && !unicode.IsLetter(r.before()) && closesLater(command, rest[length:]) {
		ok = false
	}
	switch {
	case ok && !r.math:
		return r.emit(composed, 2+length)
	case command == "'" || command == "\"" || command == "~" && !r.math:
		return r.emit(command, 2)
	case isLetter && isBraced:
		return r.emit(letter, 2+length)
	case isLetter && !r.math && strings.HasPrefix(rest, "{"):
		if content, ok := braced(rest); ok && len(letters(content)) > 1 { // the authors' own \b{…}
			return r.emit(r.read(content, false), 2+len(content)+2)
		}
	}
	return false
}

// accented finds the letter an accent before s sets its mark on, and the length of what spells it.
func accented(s string) (letter string, length int, isBraced bool) {
	content, isBraced := braced(s)
	if isBraced {
		length = len(content) + 2
	} else {
		content = s
		if strings.HasPrefix(s, `\i`) && len(letters(s[1:])) == 1 {
			return "i", 2, false
		}
		content = s[:min(len(s), 1)]
		length = len(content)
	}
	if content == `\i` {
		content = "i"
	}
	if len(content) != 1 || !isASCIILetter(content[0]) {
		return "", 0, false
	}
	return content, length, isBraced
}

// closesLater reports whether the escape comes again where a quotation would end.
func closesLater(command, rest string) bool {
	rest = rest[:min(len(rest), 300)]
	for {
		_, after, found := strings.Cut(rest, `\`+command)
		if !found {
			return false
		}
		if !unicode.IsLetter(firstRune(after)) {
			return true
		}
		rest = after
	}
}
