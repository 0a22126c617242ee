package parser

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"paperfeeds/text"
)

// API reads one answer of the listing API for the list day date, "2006-01-02"; date may be empty for an answer that is of no single
// day. The answer does not name its day, but since 2025-03-17 its papers do: if they all name one other day, that is the day of the
// listing, with a warning. An empty array is an empty listing. The error wraps [ErrFormat]; if papers were there but none could be
// read, the listing beside it says why in Skipped.
func API(body []byte, date string) (Listing, error) {
	r := newReading()
	if r.Date = day(date); r.Date != date {
		return Listing{}, fmt.Errorf("read an API answer: %q is not a day", date)
	}
	if len(body) > maxBytes {
		return Listing{Date: date}, fmt.Errorf("read the API answer of %q: %w: over %d MB", date, ErrFormat, maxBytes>>20)
	}
	items, err := r.decodeAnswer(body)
	if err != nil {
		return Listing{Date: date}, fmt.Errorf("read the API answer of %q: %w: %w", date, ErrFormat, err)
	}
	if other := listedOn(items); date != "" && other != "" && other != date {
		r.Date = other
		r.warn("asked for the list of %s, the papers are of %s", date, other)
	}
	r.addItems(items)
	if len(r.Papers) == 0 && len(r.Skipped) > 0 {
		return r.Listing, fmt.Errorf("read the API answer of %q: %w: none of %d papers readable, the first: %s", date, ErrFormat,
			len(r.Skipped), r.Skipped[0].Reason)
	}
	return r.Listing, nil
}

// listedOn is the one day on which all items were put on the list, so far as they say so; empty if there are several days or none.
func listedOn(items []item) string {
	one := ""
	for _, it := range items {
		if it.Paper == nil {
			continue
		}
		t := instant(it.Paper.SubmittedAt)
		if t.IsZero() {
			continue
		}
		if d := t.Format(time.DateOnly); one == "" {
			one = d
		} else if d != one {
			return ""
		}
	}
	return one
}

func (r *reading) decodeAnswer(body []byte) ([]item, error) {
	return decode(body, func(dec *jsontext.Decoder) ([]item, error) {
		if err := expect(dec, jsontext.KindBeginArray); err != nil {
			var refusal struct {
				Error string `json:"error"`
			}
			if json.Unmarshal(body, &refusal) == nil && refusal.Error != "" { // {"error":"Sorry, we can't find …"}
				reason, _ := bound(refusal.Error, 200, text.Clean)
				err = fmt.Errorf("error %q", reason)
			}
			return nil, err
		}
		items, err := r.decodeItems(dec)
		if err != nil {
			return nil, err
		}
		return items, expectEnd(dec)
	})
}
