package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	_ "embed"
)

//go:embed scripts.txt
var scriptTable string

// scripts holds the superscript and subscript forms: scripts['^']['2'] is '²'. isScriptForm has all forms there are.
var scripts, isScriptForm = func() (map[byte]map[rune]rune, map[rune]bool) {
	m := map[byte]map[rune]rune{'^': {}, '_': {}}
	isForm := map[rune]bool{}
	for f := range fields(scriptTable) {
		forms := []rune(f[2])
		for i, c := range []rune(f[1]) {
			m[f[0][0]][c] = forms[i]
			isForm[forms[i]] = true
		}
	}
	return m, isForm
}()

// script reads '^' or '_' and what it raises or lowers.
func (r *texReader) script(sign byte) bool {
	raw, size, ok := r.scriptArgument(sign, r.in[r.i+1:])
	if !ok {
		return r.math && sign == '^' && r.i+1 == len(r.in) && r.emit("", 1)
	}
	content := strings.TrimSpace(r.read(raw, true))
	if formatted := r.in[r.i+1] != '{' && strings.HasSuffix(r.in[:r.i+1+size], "{"+raw+"}"); formatted && !r.math {
		// "R^textbf{2AI}": only the 2 of the name was meant to be raised.
		if digits, _ := signedNumber(content); digits != "" {
			return r.emit(scripted(sign, digits, r.before(), -1)+content[len(digits):], 1+size)
		}
	}
	if name := letters(content); name == content { // "360^circ", "v^top", "d_phi"
		if s, known := symbols[name]; known && len(name) > 1 && s.class != 'f' && s.class != 'w' {
			content = s.text
		}
	}
	return r.emit(scripted(sign, content, r.before(), firstRune(r.in[r.i+1+size:])), 1+size)
}

// scriptArgument finds what the sign before rest applies to. Between dollars and in braces everything; in running text only
// what no identifier, file name or regular expression has.
func (r *texReader) scriptArgument(sign byte, rest string) (raw string, size int, ok bool) {
	if rest == "" {
		return "", 0, false
	}
	base := r.before()
	isBase := isWordRune(base) || isScriptForm[base] || base >= 0 && strings.ContainsRune(")]}|'∇∑∏∫∂∞", base)
	if !r.math && !isBase {
		return "", 0, false
	}
	if content, found := braced(rest); found {
		return content, len(content) + 2, true
	}
	if rest[0] == '\\' {
		size = tokenSize(rest)
		known := isCommand(letters(rest[1:]))
		return rest[:size], size, known || r.math && size > 1
	}
	if name := letters(rest); isFormat(name) { // "R^textbf{2AI}"
		if content, found := braced(rest[len(name):]); found {
			return content, len(name) + len(content) + 2, true
		}
	}
	if number, size := signedNumber(rest); size > 0 {
		if r.math && isDecimal(rest[size:]) { // "$\pi_0.5$"
			size += 1 + len(rest[size+1:]) - len(strings.TrimLeft(rest[size+1:], "0123456789"))
			return rest[:size], size, true
		}
		return number, size, r.math || sign == '^' && !isDecimal(rest[size:]) || sign == '_' && r.isIndexed() && endsIndex(number, rest[size:])
	}
	return r.letterScript(sign, rest)
}

// letterScript finds a script of letters: one, or the name of a symbol.
func (r *texReader) letterScript(sign byte, rest string) (raw string, size int, ok bool) {
	name := letters(rest)
	if sign == '^' && strings.HasPrefix(name, "circ") && !strings.HasPrefix(name, "circle") {
		return "circ", 4, true // "360^circtimes180^circ"
	}
	if name == "" {
		first, size := utf8.DecodeRuneInString(rest)
		ok := sign == '^' && strings.ContainsRune("*+†", first) || unicode.Is(unicode.Greek, first)
		return rest[:size], size, ok || r.math && first != '}' && first != ' '
	}
	if r.math {
		if s, known := symbols[name]; known && len(name) > 1 && s.class != 'f' {
			return name, len(name), true
		}
		return rest[:1], 1, true
	}
	after := rest[len(name):]
	if after != "" && (after[0] == '_' || after[0] >= '0' && after[0] <= '9') {
		return "", 0, false
	}
	s, known := symbols[name]
	greek := known && s.class == 'l' && len(name) > 1
	switch {
	case sign == '^' && (len(name) == 1 || greek || name == "top" || name == "prime" || name == "star" || name == "ast" || name == "infty" || name == "dagger"):
		return name, len(name), true
	case sign == '_' && unicode.Is(unicode.Greek, r.before()) && (len(name) == 1 || greek):
		return name, len(name), true
	}
	return "", 0, false
}

// isIndexed reports whether a '_' after out lowers its script in running text: after one letter that is a whole word, as in
// "L_2 norm", or a Greek one.
func (r *texReader) isIndexed() bool {
	base, size := utf8.DecodeLastRune(r.out)
	if !unicode.IsLetter(base) {
		return false
	}
	before := lastRune(r.out[:len(r.out)-size])
	return base == 'ℓ' || unicode.Is(unicode.Greek, base) || before < 0 || strings.ContainsRune(" ([,=+-−·×|", before)
}

// endsIndex reports whether number, with after behind it, can be an index and is no part of a name ("x_1.png") or a decimal.
func endsIndex(number, after string) bool {
	next := firstRune(after)
	if len(number) > 2 || strings.ContainsAny(number, "+-") || isWordRune(next) || next == '_' {
		return false
	}
	return next != '.' || !isWordRune(firstRune(after[1:]))
}

// signedNumber finds "2", "-1", "(-10)" at the start of s and returns the number and the length of all.
func signedNumber(s string) (number string, size int) {
	inner, paren := strings.CutPrefix(s, "(")
	n := 0
	if inner != "" && (inner[0] == '-' || inner[0] == '+') {
		n = 1
	}
	digits := len(inner[n:]) - len(strings.TrimLeft(inner[n:], "0123456789"))
	switch {
	case digits == 0, paren && !strings.HasPrefix(inner[n+digits:], ")"):
		return "", 0
	case paren:
		return inner[:n+digits], n + digits + 2
	}
	return inner[:n+digits], n + digits
}

// isDecimal reports whether s goes on with the decimals of a number.
func isDecimal(s string) bool {
	return len(s) > 1 && s[0] == '.' && s[1] >= '0' && s[1] <= '9'
}

// scripted writes content raised or lowered, between the characters before and after: by Unicode's forms where all of it has
// them and is no word ("rᵘᵖᵈᵃᵗᵉ" is hard to read), else by the sign, with parentheses where the end would be unclear.
func scripted(sign byte, content string, before, after rune) string {
	if content == "" {
		return ""
	}
	if sign == '^' {
		switch content {
		case "∘", "°":
			return "°"
		case "⊤":
			content = "T"
		case "⋆", "*", "†", "‡", "′", "′′", "'":
			return content
		case "th", "st", "nd", "rd":
			if unicode.IsDigit(before) {
				return content
			}
		}
	}
	var b strings.Builder
	word, plain := 0, true // longest run of letters; nothing but letters, digits and points
	run := 0
	complete := true
	for _, c := range content {
		form, ok := scripts[sign][c]
		complete = complete && ok
		b.WriteRune(form)
		if unicode.IsLetter(c) {
			run++
		} else {
			run = 0
		}
		word = max(word, run)
		plain = plain && (isWordRune(c) || c == '.')
	}
	if complete && word < 2 {
		return b.String()
	}
	allLetters := word == utf8.RuneCountInString(content)
	number := strings.Trim(content, "0123456789.") == "" && strings.Contains(content, ".")
	if content == "∞" || plain && !isWordRune(after) && (sign == '_' || allLetters || number) {
		return string(sign) + content
	}
	if strings.HasPrefix(content, "(") && strings.HasSuffix(content, ")") {
		return string(sign) + content
	}
	return string(sign) + "(" + content + ")"
}
