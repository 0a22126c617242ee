package parser

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// JSON reads a listing page by the JSON it hydrates from, the "data-props" of its one div with data-target "DailyPapers": the
// reading that tells everything. The error wraps [ErrNoListing].
func JSON(page []byte) (Listing, error) {
	doc, err := document(page)
	if err != nil {
		return Listing{}, err
	}
	r, err := readHydration(doc)
	if err != nil {
		return Listing{}, fmt.Errorf("%w: %w", ErrNoListing, err)
	}
	return r.Listing, nil
}

// readHydration is the first of the two readings of a page. Beside an error it returns what names the day, if that was read.
func readHydration(doc *goquery.Document) (*reading, error) {
	r := newReading()
	props, ok := doc.Find(`div[data-target="DailyPapers"][data-props]`).First().Attr("data-props")
	if !ok {
		return r, errors.New("hydration JSON: none")
	}
	items, err := r.decodeHydration(props)
	if err != nil {
		return r, fmt.Errorf("hydration JSON: %w", err)
	}
	r.addItems(items)
	if len(r.Papers) == 0 && len(r.Skipped) > 0 {
		// Not a malformed paper but another form of listing than we know.
		return r, fmt.Errorf("hydration JSON: none of %d papers readable, the first: %s", len(r.Skipped), r.Skipped[0].Reason)
	}
	return r, nil
}

// decodeHydration walks the top level of the hydration JSON. Its keys may come in any order, so the items are turned into papers only
// when the day is known.
func (r *reading) decodeHydration(props string) ([]item, error) {
	var head struct {
		day, period string
		trending    bool
		query       struct{ Q string }
	}
	var items []item
	found := false
	dec := json.NewDecoder(strings.NewReader(props))
	if err := expect(dec, json.Delim('{')); err != nil {
		return nil, err
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		switch key {
		case "dailyPapers":
			if err := expect(dec, json.Delim('[')); err != nil {
				return nil, fmt.Errorf("dailyPapers: %w", err)
			}
			more, err := r.decodeItems(dec)
			if err != nil {
				return nil, fmt.Errorf("dailyPapers: %w", err)
			}
			items, found = more, true
		case "dateString", "date": // the first in 2026, the second in 2024
			err = decodeField(dec, &head.day)
			r.Date = day(head.day)
		case "periodType":
			err = decodeField(dec, &head.period)
		case "isTrending":
			err = decodeField(dec, &head.trending)
		case "query":
			err = decodeField(dec, &head.query)
		default:
			err = decodeField(dec, &json.RawMessage{})
		}
		if err != nil {
			return nil, fmt.Errorf("%v: %w", key, err)
		}
	}
	if err := expect(dec, json.Delim('}')); err != nil {
		return nil, err
	}
	if err := expectEnd(dec); err != nil {
		return nil, err
	}
	switch {
	case head.period != "" && head.period != "day":
		return nil, fmt.Errorf("%w but of a %q", errNotDay, head.period)
	case !found:
		return nil, errors.New("no dailyPapers")
	case head.trending || head.query.Q != "":
		r.Date = "" // what stands on such a page was not listed on one day
	case r.Date == "":
		r.warn("the listing names no day")
	}
	return items, nil
}

// decodeField decodes one value; one of another type than expected stays empty.
func decodeField(dec *json.Decoder, to any) error {
	err := dec.Decode(to)
	if mistyped := new(json.UnmarshalTypeError); errors.As(err, &mistyped) {
		return nil
	}
	return err
}

// expect reads one token that has to be there.
func expect(dec *json.Decoder, want json.Delim) error {
	switch got, err := dec.Token(); {
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	case err != nil:
		return err
	case got != want:
		return fmt.Errorf("%v instead of %v", kindOf(got), want)
	}
	return nil
}

// expectEnd makes sure that nothing follows: two bodies in one answer are a mistake somewhere.
func expectEnd(dec *json.Decoder) error {
	if got, err := dec.Token(); !errors.Is(err, io.EOF) {
		if err != nil {
			return err
		}
		return fmt.Errorf("%v after the end", kindOf(got))
	}
	return nil
}

// kindOf names a token without repeating a foreign string in an error.
func kindOf(token json.Token) string {
	switch token := token.(type) {
	case json.Delim:
		return token.String()
	case nil:
		return "null"
	default:
		return fmt.Sprintf("%T", token)
	}
}
