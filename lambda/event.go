package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An event is what an invocation asks for. The empty one asks for the day: the run that the schedule does.
//
//	{}                                          the day
//	{"dates": ["2026-06-01", "2026-06-02"]}     these list days
//	{"from": "2026-05-01", "to": "2026-05-31"}  all list days between, both included; without "to" up to today
//	{"rebuild": true}                           every file again from the archive
type event struct {
	Dates   []string `json:"dates"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Rebuild bool     `json:"rebuild"`
}

// live tells whether the event asks for the newest list day.
func (e event) live() bool { return !e.Rebuild && len(e.Dates) == 0 }

// parseEvent reads an event and fills in the dates of a range, newest first: where the time does not suffice for all, what is left is
// the older end. What an event does not know is an error, for {"form": …} would do something else than was meant.
func parseEvent(payload []byte, now time.Time) (event, error) {
	var e event
	if len(bytes.TrimSpace(payload)) == 0 || isSchedule(payload) {
		return e, nil
	}
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return e, fmt.Errorf(`event: %s; it looks like {}, {"dates": ["2026-06-01"]}, {"from": "2026-05-01", "to": "2026-05-31"} or {"rebuild": true}`, strings.TrimPrefix(err.Error(), "json: "))
	}
	asked := 0
	for _, set := range []bool{e.Dates != nil, e.From != "", e.Rebuild} {
		if set {
			asked++
		}
	}
	switch {
	case asked > 1:
		return e, errors.New("event: dates, from and rebuild exclude each other")
	case e.To != "" && e.From == "":
		return e, errors.New("event: to needs a from")
	case e.Dates != nil && len(e.Dates) == 0:
		return e, errors.New("event: dates has none")
	}
	for _, date := range e.Dates {
		if _, err := parseDay("dates", date); err != nil {
			return e, err
		}
	}
	if e.From == "" {
		return e, nil
	}
	var err error
	e.Dates, err = e.between(now)
	return e, err
}

// isSchedule tells the notification that EventBridge sends where a schedule has no input of its own.
func isSchedule(payload []byte) bool {
	var notification struct {
		Source     string `json:"source"`
		DetailType string `json:"detail-type"`
	}
	return json.Unmarshal(payload, &notification) == nil && notification.DetailType == "Scheduled Event"
}

// mostDays bounds a range: about ten years.
const mostDays = 3700

// between gives the days of the range, newest first.
func (e event) between(now time.Time) ([]string, error) {
	if e.To == "" {
		e.To = now.UTC().Format(time.DateOnly)
	}
	from, err := parseDay("from", e.From)
	if err != nil {
		return nil, err
	}
	to, err := parseDay("to", e.To)
	if err != nil {
		return nil, err
	}
	days := int(to.Sub(from)/(24*time.Hour)) + 1
	switch {
	case days < 1:
		return nil, fmt.Errorf("event: from %s lies after to %s", e.From, e.To)
	case days > mostDays:
		return nil, fmt.Errorf("event: from %s to %s is longer than %d days", e.From, e.To, mostDays)
	}
	var dates []string
	for day := range days {
		dates = append(dates, from.AddDate(0, 0, day).Format(time.DateOnly))
	}
	slices.Reverse(dates)
	return dates, nil
}

func parseDay(key, day string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return t, fmt.Errorf("event: %s: %q is no day such as 2026-06-01", key, day)
	}
	return t, nil
}
