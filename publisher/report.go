package publisher

import (
	"slices"
	"time"
)

// A Report tells what a run did. It is printed with --json, is the Lambda function's result, and stands in status.json.
type Report struct {
	Started  time.Time   `json:"started"`
	Finished time.Time   `json:"finished"`
	Days     []DayReport `json:"days"`
	// Papers are all in the archive, New those first seen in this run.
	Papers int `json:"papers"`
	New    int `json:"new"`
	Feeds  int `json:"feeds"`
	// Written and Unchanged are files of the place, archive and state included, status.json not: every run writes that.
	Written      int      `json:"written"`
	Unchanged    int      `json:"unchanged"`
	BytesWritten int64    `json:"bytes_written"`
	Skipped      int      `json:"skipped"` // papers that could not be read
	Warnings     []string `json:"warnings"`
}

// A DayReport tells how one list day was read.
type DayReport struct {
	Date   string `json:"date"`
	Papers int    `json:"papers"`
	New    int    `json:"new"`
	Read   Way    `json:"read,omitempty"`
	Error  string `json:"error,omitempty"`
}

// A Way is how a listing was come by.
type Way string

// The ways: both readings of a page agreed, or its JSON alone; the cards of a page beside its JSON; the API; a saved file.
const (
	ReadPage  Way = "page"
	ReadCards Way = "cards"
	ReadAPI   Way = "api"
	ReadFile  Way = "file"
)

// warn adds a warning, once: a run that reads again may meet the same thing again.
func (r *Report) warn(text string) {
	if !slices.Contains(r.Warnings, text) {
		r.Warnings = append(r.Warnings, text)
	}
}
