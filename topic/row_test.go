package topic

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRow(t *testing.T) {
	for _, test := range []struct {
		name   string
		points []int
		row    Row
	}{
		{"nothing", []int{0, 0}, ""},
		{"one", []int{0, 3}, "Bj"},
		{"against", []int{-1, 3}, "ABfj"},
		{"more than a digit tells", []int{40, 0, -70}, "AACCC-pBBY"},
	} {
		t.Run(test.name, func(t *testing.T) {
			row, err := MakeRow(test.points)
			if err != nil || row != test.row {
				t.Errorf("%q, %v, want %q", row, err, test.row)
			}
			got := make([]int, len(test.points))
			for theme, points := range row.all() {
				got[theme] += points
			}
			if diff := cmp.Diff(test.points, got); diff != "" {
				t.Errorf("read back (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := MakeRow(make([]int, 65)); err == nil {
		t.Error("65 themes have no digit")
	}
}
