package text

import (
	"bytes"
	"strings"
	"unicode/utf8"

	_ "embed"

	"golang.org/x/text/unicode/norm"
)

var (
	//go:embed macros.txt
	macroTable string
	//go:embed alphabets.txt
	alphabetTable string
	//go:embed colors.txt
	colorTable string
)

// macros tells what kind of command a name is (macros.txt).
var macros = func() map[string]string {
	m := map[string]string{}
	for f := range fields(macroTable) {
		for _, name := range f[1:] {
			m[name] = f[0]
		}
	}
	return m
}()

// alphabets holds letters by alphabet and plain letter, "bb R"; where there is none the plain letter is as readable.
var alphabets = func() map[string]string {
	m := map[string]string{}
	for f := range fields(alphabetTable) {
		m[f[0]+" "+f[1]] = f[2]
	}
	return m
}()

var colors = wordSet(colorTable)

// macro reads the command at r.i, whose name ends at i, with its arguments. Without the arguments it needs it is none.
func (r *texReader) macro(kind, name string, i int) bool {
	done := func(s string) bool { return r.emit(s, i-r.i) }
	if kind == "none" {
		return r.switchOff(name, i)
	}
	if kind == "sqrt" && strings.HasPrefix(r.in[i:], "[") {
		if end := strings.IndexByte(r.in[i:], ']'); end > 0 && end < 12 {
			root := map[string]string{"3": "∛", "4": "∜"}[r.in[i+1:i+end]]
			if arg, after, ok := r.argument(i + end + 1); ok && root != "" {
				i = after
				return done(root + operand(r.read(arg, true)))
			}
		}
	}
	raw, after, ok := r.argument(i)
	if !ok {
		return false
	}
	i = after
	arg := func(math bool) string { return strings.TrimSpace(r.read(raw, math)) }
	switch kind {
	case "keep":
		math := r.math && !strings.HasPrefix(name, "text") && name != "emph" && name != "mbox"
		if math {
			return done(arg(true))
		}
		return done(r.read(raw, false))
	case "skip":
		r.out = bytes.TrimRight(r.out, " ") // the blank before a citation goes with it
		return done("")
	case "bb", "cal":
		letter := arg(true)
		if styled := alphabets[kind+" "+letter]; styled != "" {
			letter = styled
		}
		return done(letter)
	case "over":
		letter := arg(true)
		if utf8.RuneCountInString(letter) == 1 && isWordRune(firstRune(letter)) {
			letter = norm.NFC.String(letter + string(accents[name]))
		}
		return done(letter)
	case "sqrt":
		return done("√" + operand(arg(true)))
	case "url":
		if c := r.before(); isWordRune(c) || c >= 0 && strings.ContainsRune(".,:;", c) {
			r.out = append(r.out, ' ')
		}
		return done(strings.TrimSpace(unescape(raw)))
	case "footnote":
		return done(" (" + strings.TrimRight(arg(false), " .") + ")")
	case "sup", "sub":
		sign := map[string]byte{"sup": '^', "sub": '_'}[kind]
		return done(scripted(sign, arg(false), r.before(), firstRune(r.in[i:])))
	case "color":
		if !colors[raw] {
			return false // "\color{ddtD}ecoupled": which letter was coloured is lost
		}
		return done("")
	}

	second, after, ok := r.argument(i)
	if !ok {
		return false
	}
	i = after
	switch kind {
	case "href":
		return done(link(unescape(raw), r.read(second, false)))
	case "frac":
		return done(operand(arg(true)) + "/" + operand(strings.TrimSpace(r.read(second, true))))
	case "binom":
		return done("C(" + arg(true) + ", " + strings.TrimSpace(r.read(second, true)) + ")")
	case "second":
		return done(r.read(second, r.math))
	}
	return false
}

// switchOff drops a command that only changes how text looks, with the blank TeX eats after it.
func (r *texReader) switchOff(name string, i int) bool {
	if name == "left" || name == "right" {
		if strings.HasPrefix(r.in[i:], ".") { // \left. is no delimiter
			i++
		}
	}
	if strings.HasPrefix(r.in[i:], "{}") {
		i += 2
	}
	for i < len(r.in) && r.in[i] == ' ' {
		i++
	}
	return r.emit("", i-r.i)
}

// argument returns the argument at i and where it ends: what braces hold, or in mathematics the next character or command.
func (r *texReader) argument(i int) (arg string, end int, ok bool) {
	for i < len(r.in) && r.in[i] == ' ' && r.math {
		i++
	}
	if content, ok := braced(r.in[i:]); ok {
		return content, i + len(content) + 2, true
	}
	if !r.math || i >= len(r.in) || strings.ContainsRune("{}^_$", rune(r.in[i])) {
		return "", i, false
	}
	end = i + tokenSize(r.in[i:])
	return r.in[i:end], end, true
}

// tokenSize is the length of the first TeX token of s: a character, or a command with its first argument.
func tokenSize(s string) int {
	if s[0] != '\\' || len(s) == 1 {
		_, size := utf8.DecodeRuneInString(s)
		return size
	}
	name := letters(s[1:])
	if name == "" {
		_, size := utf8.DecodeRuneInString(s[1:])
		return 1 + size
	}
	size := 1 + len(name)
	if content, ok := braced(s[size:]); ok && macros[name] != "" {
		size += len(content) + 2
	}
	return size
}

// operand puts parentheses round what a '/' or '√' would otherwise tear apart.
func operand(s string) string {
	simple := !strings.ContainsFunc(s, func(c rune) bool { return !isWordRune(c) && !isScriptForm[c] && c != '.' })
	if simple || strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && strings.Count(s, "(") == 1 {
		return s
	}
	return "(" + s + ")"
}
