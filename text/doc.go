// Package text turns foreign text into text that is safe to publish.
//
// In: strings as they stand in a listing — titles with line breaks, abstracts with TeX, addresses with stray blanks, organization
// names. Out: plain text of one paragraph in valid UTF-8, its first sentence or an excerpt; http(s) addresses, or "" where there is
// none; path segments. It never knows what a paper is, never makes or reads HTML (each output format escapes once, by itself), and has no
// errors: text that cannot be improved stays as it is.
//
// Reading TeX begins in readable.go and tex.go, which goes through a text character by character; command.go, macro.go,
// accent.go read what backslashes begin, dollars.go decides what is mathematics, script.go raises and lowers, marks.go and
// address.go read the rest, and deslashed.go what the source has left of TeX. What commands mean stands in the .txt tables.
package text
