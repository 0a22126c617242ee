package text

import (
	"regexp"
	"strings"
	"unicode"
)

// maxMath is the longest stretch between dollars that is taken for mathematics, in bytes; abstracts have one of 150.
const maxMath = 240

// dollars reads mathematics between two dollars; where it may be prices or shell variables the dollar stays.
func (r *texReader) dollars() bool {
	if r.math {
		return r.emit("", 1) // inside mathematics already: \text{$x$}
	}
	if strings.HasPrefix(r.in[r.i:], "$$") {
		return r.mathBetween("$$")
	}
	return r.mathBetween("$")
}

// mathBetween reads mathematics closed by end, which is as long as what opened it at r.i.
func (r *texReader) mathBetween(end string) bool {
	open := len(end)
	rest := r.in[r.i+open:]
	rest = rest[:min(len(rest), maxMath+len(end))]
	length := 0
	for ; ; length++ {
		next := strings.Index(rest[length:], end)
		if next < 0 {
			return false
		}
		length += next
		if end != "$" || length == 0 || rest[length-1] != '\\' {
			break
		}
	}
	content := rest[:length]
	after := firstRune(r.in[r.i+open+length+len(end):])
	if !isMath(content, end == "$", r.before(), after) {
		return false
	}
	return r.emit(strings.TrimSpace(r.read(content, true)), open+length+len(end))
}

var (
	// texSign is what only mathematics has: a command, a script, a group — and no shell variable ($HOME_DIR, ${x}).
	texSign = regexp.MustCompile(`\\[A-Za-z,;!%{|]|\^[\w{*+(\\\x{80}-\x{10FFFF}-]|(?:^|[^A-Za-z])[A-Za-z]_\w(?:[^\w]|$)|[\w)]_\{|(?:text|math)\w+\{|[\w)]_\\|_\d`)
	// shortMath is a formula without any of these: $k$, $n = 10$, $γ-$, $CoT$.
	shortMath = regexp.MustCompile(`^[\pL\pN+\-=<>≤≥±(∈∼|][\pL\pN+\-=<>≤≥±()∈∼|*.,:@' ]{0,23}$`)
	// symbolic is a formula of at most one plain letter or digit and what no price has.
	symbolic  = regexp.MustCompile(`^[A-Za-z0-9+\-]?[\p{Greek}∇∞×∼≈≤≥±ℓ][+\-]?$`)
	longWord  = regexp.MustCompile(`[A-Za-z]{2,}`)
	shellWord = regexp.MustCompile(`^\{?[A-Z]{2,}[A-Z0-9]*(?:_[A-Z0-9]+)+\}?|^\{[A-Za-z_]\w*\}|^\{[A-Za-z]+[.(]`)
)

// isMath reports whether content between delimiters is mathematics. Between single dollars it follows Pandoc's rule — no blank
// inside either dollar, no digit after the second — and asks for a sign of TeX, or that it be short and no words.
func isMath(content string, single bool, before, after rune) bool {
	if content == "" || single && (content[0] == ' ' || content[len(content)-1] == ' ') {
		return false
	}
	if single && unicode.IsDigit(after) && (content[0] != '\\' || letters(content[1:]) == "") { // but "$\sim$30"
		return false
	}
	if shellWord.MatchString(content) {
		return false
	}
	if texSign.MatchString(content) || len(content) < 12 && symbolic.MatchString(content) { // "$μ$LO"
		return true
	}
	if isWordRune(after) || isWordRune(before) && len(content) > 3 || !shortMath.MatchString(content) {
		return false
	}
	return !strings.Contains(content, " ") || !longWord.MatchString(content)
}
