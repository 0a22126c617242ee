package quality

import (
	"fmt"
	"math"
)

// Counts are decisions compared with labels.
type Counts struct {
	Needed     int // required by the labels
	Assigned   int // by the rules
	Required   int // of the assigned, required
	Acceptable int // of the assigned, acceptable
}

func (c *Counts) add(d Counts) {
	c.Needed += d.Needed
	c.Assigned += d.Assigned
	c.Required += d.Required
	c.Acceptable += d.Acceptable
}

// Precision counts acceptable topics as right.
func (c Counts) Precision() Share { return Share{c.Required + c.Acceptable, c.Assigned} }

// Strict precision does not.
func (c Counts) Strict() Share { return Share{c.Required, c.Assigned} }

// Recall is the share of the required topics that were assigned.
func (c Counts) Recall() Share { return Share{c.Required, c.Needed} }

// A Share is Of things N that are so.
type Share struct{ N, Of int }

// Value is the share itself, 1 of nothing.
func (s Share) Value() float64 {
	if s.Of == 0 {
		return 1
	}
	return float64(s.N) / float64(s.Of)
}

// Interval is Wilson's 95 % interval, which stays honest for few things and for shares near 0 and 1.
func (s Share) Interval() (low, high float64) {
	if s.Of == 0 {
		return 0, 1
	}
	const z = 1.96
	n, p := float64(s.Of), s.Value()
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}

// String is "0.93 (0.89–0.96)".
func (s Share) String() string {
	if s.Of == 0 {
		return "–"
	}
	low, high := s.Interval()
	return fmt.Sprintf("%.2f (%.2f–%.2f)", s.Value(), low, high)
}
