package quality

import (
	"math"
	"testing"
)

// The intervals are those of Wilson (1927) as statistics tables have them.
func TestShareInterval(t *testing.T) {
	for _, test := range []struct {
		share     Share
		low, high float64
	}{
		{Share{81, 263}, 0.255, 0.366},
		{Share{15, 148}, 0.062, 0.160},
		{Share{0, 20}, 0, 0.161},
		{Share{10, 10}, 0.722, 1},
		{Share{0, 0}, 0, 1},
	} {
		low, high := test.share.Interval()
		if math.Abs(low-test.low) > .001 || math.Abs(high-test.high) > .001 {
			t.Errorf("%d of %d: %.3f–%.3f, want %.3f–%.3f", test.share.N, test.share.Of, low, high, test.low, test.high)
		}
	}
}

func TestCountsShares(t *testing.T) {
	c := Counts{Needed: 10, Assigned: 12, Required: 9, Acceptable: 2}
	if got := [...]Share{c.Precision(), c.Strict(), c.Recall()}; got != [...]Share{{11, 12}, {9, 12}, {9, 10}} {
		t.Errorf("shares %v", got)
	}
}
