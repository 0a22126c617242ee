package sample

import (
	"embed"
	"encoding/json"
	"fmt"
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
