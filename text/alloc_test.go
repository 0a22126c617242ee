package text

import "testing"

// Nearly all of what is read is plain already, and must cost no more than a look: an archive is rendered from such texts a million times.
func TestPlainCostsNothing(t *testing.T) {
	address := "https://huggingface.co/papers/2606.03748#community"
	for name, c := range map[string]struct {
		allocations float64
		run         func()
	}{
		"Clean":    {0, func() { Clean(plain) }},
		"Readable": {0, func() { Readable(plain) }},
		"URL":      {0, func() { URL(address) }},
		"Excerpt":  {1, func() { Excerpt(plain, 280) }},
	} {
		if got := testing.AllocsPerRun(100, c.run); got > c.allocations {
			t.Errorf("%s allocates %v times, want %v", name, got, c.allocations)
		}
	}
}
