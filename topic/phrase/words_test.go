package phrase

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// The short way of texts in ASCII is the long way of others.
func TestWordsOfASCII(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aZ09zA{`/:@[ -.\x00\x7f"))).Draw(t, "text")
		want := strings.Fields(strings.Join(Words(text+" é"), " "))
		if diff := cmp.Diff(want[:len(want)-1], Words(text), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q (-long +short):\n%s", text, diff)
		}
	})
}
