package parser

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

// decode reads JSON by a function that may be called twice. A value of another type than expected must cost its field alone, and
// reading on after one, as encoding/json does, has a price: each value is gone through twice. So that is done only where there is one. The
// first call leaves nothing behind but the day, which the second sets again: warnings are of mistyped values, and there it stops at those.
func decode(body []byte, read func(*jsontext.Decoder) ([]item, error)) ([]item, error) {
	options := json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	items, err := read(jsontext.NewDecoder(bytes.NewBuffer(body), options))
	if mistyped := new(json.SemanticError); errors.As(err, &mistyped) {
		return read(jsontext.NewDecoder(bytes.NewBuffer(body), options, jsonv1.ReportErrorsWithLegacySemantics(true)))
	}
	return items, err
}

// decodeField decodes one value; one of another type than expected stays empty when decode reads for the second time.
func decodeField(dec *jsontext.Decoder, to any) error {
	err := json.UnmarshalDecode(dec, to)
	if mistyped := new(jsonv1.UnmarshalTypeError); errors.As(err, &mistyped) {
		return nil
	}
	return err
}

// expect reads one token that has to be there.
func expect(dec *jsontext.Decoder, want jsontext.Kind) error {
	switch got, err := dec.ReadToken(); {
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	case err != nil:
		return err
	case got.Kind() != want:
		return fmt.Errorf("%v instead of %v", got.Kind(), want)
	}
	return nil
}

// expectEnd makes sure that nothing follows: two bodies in one answer are a mistake somewhere.
func expectEnd(dec *jsontext.Decoder) error {
	if got, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		if err != nil {
			return err
		}
		return fmt.Errorf("%v after the end", got.Kind())
	}
	return nil
}
