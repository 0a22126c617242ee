package sample

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// days makes list days of all readings.
func (d data) days() ([]Day, error) {
	var days []Day
	told := map[string]draft{}
	for _, r := range d.readings {
		drafts := slices.Clone(r.Papers)
		for _, change := range r.Again {
			var which struct{ ID string }
			if err := json.Unmarshal(change, &which); err != nil {
				return nil, fmt.Errorf("sample day %s: %w", r.Date, err)
			}
			before, ok := told[which.ID]
			if !ok {
				return nil, fmt.Errorf("sample day %s: no paper %q before it", r.Date, which.ID)
			}
			changed, err := before.with(change)
			if err != nil {
				return nil, fmt.Errorf("sample paper %s: %w", which.ID, err)
			}
			drafts = append(drafts, changed)
		}
		day := Day{Date: r.Date, Prev: r.Prev, Next: r.Next}
		for _, draft := range drafts {
			told[draft.ID] = draft
			item, err := d.item(draft, r.Date)
			if err != nil {
				return nil, err
			}
			day.Items = append(day.Items, item)
		}
		byVotes(day.Items)
		days = append(days, day)
	}
	return days, nil
}

// byVotes puts items in the order of the source.
func byVotes(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(b.Paper.Upvotes, a.Paper.Upvotes) })
}

// Days are three invented list days, oldest first: a Thursday, a Friday and the Monday after.
func Days() ([]Day, error) {
	days, err := all()
	if err != nil {
		return nil, err
	}
	return days[:len(days)-1], nil
}

// Later is a second reading of the second of [Days], taken the day after: votes have grown, a paper has a new title and abstract, some
// have an organization or code they lacked, one has come and one has gone.
func Later() (Day, error) {
	days, err := all()
	if err != nil {
		return Day{}, err
	}
	return days[len(days)-1], nil
}

func all() ([]Day, error) {
	d, err := load()
	if err != nil {
		return nil, err
	}
	return d.days()
}
