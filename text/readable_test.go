package text

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/readable.txt
var readableCases string

func TestReadable(t *testing.T) {
	for line := range strings.Lines(readableCases) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		in, want, changes := strings.Cut(line, " => ")
		if !changes {
			want = in
		}
		t.Run(in, func(t *testing.T) {
			if got := Readable(in); got != want {
				t.Errorf("Readable(%s)\n got %s\nwant %s", in, got, want)
			}
		})
	}
}
