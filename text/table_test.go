package text

import (
	"strconv"
	"testing"
	"unicode"
)

// Tables are read when a program starts, which is no time for errors: a line that says nothing is found here.
func TestTables(t *testing.T) {
	for f := range fields(accentTable) {
		mark, err := strconv.ParseUint(f[len(f)-1], 16, 32)
		if len(f) != 2 || err != nil || !unicode.Is(unicode.Mn, rune(mark)) {
			t.Errorf("accents.txt: %q is no command and the code of a mark", f)
		}
	}
	for f := range fields(symbolTable) {
		if len(f[0]) != 1 || len(f) < 2 {
			t.Errorf("symbols.txt: %q is no class and a command", f)
		}
	}
	for f := range fields(deslashedTable) {
		if len(f) != 4 {
			t.Errorf("deslashed.txt: %q has %d fields, want 4", f, len(f))
		}
	}
}
