package sample

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
)

//go:embed data/*.json
var files embed.FS

// data is everything the data files hold.
type data struct {
	names         names
	organizations map[string]affiliation // by slug
	submitters    map[string]string      // login → full name
	readings      []reading
}

// A reading is one reading of a list day. Again are papers told before, in an earlier file: their id, and what has changed since. In a
// later reading of the same day it also says which papers are still there.
type reading struct {
	Date   string            `json:"date"`
	Prev   string            `json:"prev"`
	Next   string            `json:"next"`
	Papers []draft           `json:"papers"`
	Again  []json.RawMessage `json:"again"`
}

// readings are the files of the readings, in the order they were taken; the last one is the later reading.
var readings = [...]string{"2026-05-28", "2026-05-29", "2026-06-01", "2026-05-29-later"}

// load reads the data files.
func load() (data, error) {
	var d data
	for _, f := range []struct {
		name string
		into any
	}{{"names", &d.names}, {"organizations", &d.organizations}, {"submitters", &d.submitters}} {
		if err := read(f.name, f.into); err != nil {
			return data{}, err
		}
	}
	for _, name := range readings {
		var r reading
		if err := read(name, &r); err != nil {
			return data{}, err
		}
		d.readings = append(d.readings, r)
	}
	return d, nil
}

func read(name string, into any) error {
	body, err := files.ReadFile("data/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		return fmt.Errorf("sample data %q: %w", name, err)
	}
	return nil
}

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

// A Listing is a page as if saved from the network.
type Listing struct {
	Name string // "2026-05-28.html"
	Body []byte
}

// Listings are the pages of [Days].
func Listings() ([]Listing, error) {
	days, err := Days()
	if err != nil {
		return nil, err
	}
	var listings []Listing
	for _, day := range days {
		body, err := Page(day)
		if err != nil {
			return nil, err
		}
		listings = append(listings, Listing{Name: day.Date + ".html", Body: body})
	}
	return listings, nil
}
