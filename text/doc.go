// Package text turns foreign text into text that is safe to publish.
//
// In: strings as they stand in a listing — titles with line breaks, abstracts with TeX, addresses with stray blanks, organization
// names. Out: plain text of one paragraph in valid UTF-8, http(s) addresses, path segments. It never knows what a paper is, never
// makes or reads HTML (each output format escapes once, by itself), and never fails: text that cannot be improved stays as it is.
package text
