package archive

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSetBackfilled(t *testing.T) {
	tests := []struct {
		name string
		had  []Span
		days []string
		want []Span
	}{
		{"the first day", nil, []string{"2026-06-01"}, []Span{{"2026-06-01", "2026-06-01"}}},
		{"in any order, each once", nil, []string{"2026-06-02", "2026-06-01", "2026-06-02"}, []Span{{"2026-06-01", "2026-06-02"}}},
		{"across a month", []Span{{"2026-06-01", "2026-06-30"}}, []string{"2026-05-31"}, []Span{{"2026-05-31", "2026-06-30"}}},
		{"across a leap day", []Span{{"2024-02-01", "2024-02-28"}}, []string{"2024-03-01", "2024-02-29"}, []Span{{"2024-02-01", "2024-03-01"}}},
		{"with a gap", []Span{{"2026-06-03", "2026-06-04"}}, []string{"2026-06-01"}, []Span{{"2026-06-01", "2026-06-01"}, {"2026-06-03", "2026-06-04"}}},
		{"the gap is closed", []Span{{"2026-06-01", "2026-06-01"}, {"2026-06-03", "2026-06-04"}}, []string{"2026-06-02"}, []Span{{"2026-06-01", "2026-06-04"}}},
		{"known already", []Span{{"2026-06-01", "2026-06-30"}}, []string{"2026-06-10"}, []Span{{"2026-06-01", "2026-06-30"}}},
		{"nothing", []Span{{"2026-06-01", "2026-06-30"}}, nil, []Span{{"2026-06-01", "2026-06-30"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := Index{Backfilled: test.had}
			x.SetBackfilled(test.days)
			if diff := cmp.Diff(test.want, x.Backfilled); diff != "" {
				t.Error(diff)
			}
			for _, day := range test.days {
				if !x.HasBackfilled(day) {
					t.Errorf("%s is not there", day)
				}
			}
			if x.HasBackfilled("2023-05-04") {
				t.Error("a day that was not read is there")
			}
		})
	}
}
