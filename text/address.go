package text

import "strings"

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
	gap := 0
	if strings.HasPrefix(rest[end:], " {http") {
		gap = 1
	}
	if content, ok := braced(rest[end+gap:]); ok {
		after := end + gap + len(content) + 2
		if next := rest[after:]; next != "" && strings.IndexByte("/?=&{", next[0]) >= 0 { // a template: https://example.org/{user}/{id}
			word, _, _ := strings.Cut(rest[after:], " ")
			return r.emit(rest[:after+len(word)], after+len(word))
		}
		return r.emit(link(u, r.read(content, false)), after)
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
