package parser

import (
	"errors"
	"fmt"

	"github.com/PuerkitoBio/goquery"
	"github.com/go-json-experiment/json/jsontext"
)

// JSON reads a listing page by the JSON it hydrates from, the "data-props" of its one div with data-target "DailyPapers": the
// reading that tells everything. The error wraps [ErrNoListing].
func JSON(page []byte) (Listing, error) {
	doc, err := document(page)
	if err != nil {
		return Listing{}, err
	}
	props, _ := hydration(doc)
	r, err := readHydration([]byte(props))
	if err != nil {
		return Listing{}, fmt.Errorf("%w: %w", ErrNoListing, err)
	}
	return r.Listing, nil
}

// hydration is the JSON that a page hydrates from, and whether there is an element for it.
func hydration(doc *goquery.Document) (props string, found bool) {
	return doc.Find(`div[data-target="DailyPapers"][data-props]`).First().Attr("data-props")
}

// readHydration is the first of the two readings of a page. Beside an error it returns what names the day, if that was read.
func readHydration(props []byte) (*reading, error) {
	r := newReading()
	if len(props) == 0 {
		return r, errors.New("hydration JSON: none")
	}
	items, err := decode(props, r.decodeHydration)
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
func (r *reading) decodeHydration(dec *jsontext.Decoder) ([]item, error) {
	var head struct {
		day, period string
		trending    bool
		query       struct {
			Q string `json:"q"`
		}
	}
	var items []item
	found := false
	if err := expect(dec, jsontext.KindBeginObject); err != nil {
		return nil, err
	}
	for dec.PeekKind() != jsontext.KindEndObject {
		name, err := dec.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		switch key {
		case "dailyPapers":
			if err := expect(dec, jsontext.KindBeginArray); err != nil {
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
			err = dec.SkipValue()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	if err := expect(dec, jsontext.KindEndObject); err != nil {
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
