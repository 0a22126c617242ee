package text

import (
	"iter"
	"strings"
)

// fields are the lines of an embedded table, each as its blank-separated fields; empty lines, and lines whose first field is "#", are
// left out.
func fields(table string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			if f := strings.Fields(line); len(f) > 0 && f[0] != "#" && !yield(f) {
				return
			}
		}
	}
}

// wordSet holds all fields of a table.
func wordSet(table string) map[string]bool {
	set := map[string]bool{}
	for f := range fields(table) {
		for _, w := range f {
			set[w] = true
		}
	}
	return set
}
