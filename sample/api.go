package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// API is the answer of the listing API for a day: a bare array that says nothing of the day itself.
func API(day Day) ([]byte, error) {
	items := make([]Item, len(day.Items)) // never null
	for i, item := range day.Items {
		item.Upvoted = nil
		items[i] = item
	}
	body, err := marshal(items)
	if err != nil {
		return nil, fmt.Errorf("sample answer of %s: %w", day.Date, err)
	}
	return body, nil
}

// marshal writes JSON as the source's JavaScript does, with <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
