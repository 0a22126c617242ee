package archive

import (
	"cmp"
	"slices"
	"time"
)

// A Span is a range of list days, both ends included.
type Span struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// HasBackfilled tells whether a backfill has read a list day for good.
func (x *Index) HasBackfilled(day string) bool {
	return slices.ContainsFunc(x.Backfilled, func(s Span) bool { return s.From <= day && day <= s.To })
}

// SetBackfilled notes that a backfill has read these list days for good, so that it goes on behind them when it was interrupted. Days
// without papers count: nothing else would tell that they have been asked for.
func (x *Index) SetBackfilled(days []string) {
	spans := slices.Clone(x.Backfilled)
	for _, day := range days {
		spans = append(spans, Span{day, day})
	}
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	x.Backfilled = nil
	for _, s := range spans {
		last := len(x.Backfilled) - 1
		if last >= 0 && s.From <= dayAfter(x.Backfilled[last].To) {
			x.Backfilled[last].To = max(x.Backfilled[last].To, s.To)
			continue
		}
		x.Backfilled = append(x.Backfilled, s)
	}
}

func dayAfter(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}
