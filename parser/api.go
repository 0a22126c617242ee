package parser

import (
	"bytes"
	"encoding/json"
	"fmt"

	"paperfeeds/text"
)

// API reads one answer of the listing API for the list day date, "2006-01-02", which the answer itself does not name; date may be
// empty for an answer that is of no single day. An empty array is an empty listing. The error wraps [ErrFormat]; if papers were there
// but none could be read, the listing beside it says why in Skipped.
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
	r.addItems(items)
	if len(r.Papers) == 0 && len(r.Skipped) > 0 {
		return r.Listing, fmt.Errorf("read the API answer of %q: %w: none of %d papers readable, the first: %s", date, ErrFormat,
			len(r.Skipped), r.Skipped[0].Reason)
	}
	return r.Listing, nil
}

func (r *reading) decodeAnswer(body []byte) ([]item, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	if err := expect(dec, json.Delim('[')); err != nil {
		var refusal struct{ Error string }
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
}
