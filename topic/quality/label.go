package quality

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Parts of the labels.
const (
	Tune  = "tune"  // looked at and learned from
	Held  = "held"  // never learned from; looked at sparingly, to choose between ways to learn
	Blind = "blind" // never learned from nor chosen by; measured for each version that was final
)

// A Label says which topics a paper must have (a subscriber would miss it) and which are fair besides (no error). What stands in neither
// list is wrong.
type Label struct {
	ID         string   `json:"id"`
	Date       string   `json:"date"` // list day
	Title      string   `json:"title"`
	Required   []string `json:"required"`
	Acceptable []string `json:"acceptable"`
	Part       string   `json:"part"`
}

// ReadLabels reads a file of one JSON label a line. Unknown fields, doubled papers, topics outside slugs and anything after a label are
// errors that name the line.
func ReadLabels(file string, slugs []string) ([]Label, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("labels: %w", err)
	}
	var labels []Label
	seen := map[string]bool{}
	n := 0
	for line := range bytes.Lines(data) {
		n++
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		var l Label
		if err := decoder.Decode(&l); err != nil {
			return nil, fmt.Errorf("labels: line %d: %w", n, err)
		}
		if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("labels: line %d: something stands after the label", n)
		}
		topics := map[string]bool{}
		for _, slug := range slices.Concat(l.Required, l.Acceptable) {
			if !slices.Contains(slugs, slug) {
				return nil, fmt.Errorf("labels: line %d: no topic %q", n, slug)
			}
			if topics[slug] {
				return nil, fmt.Errorf("labels: line %d: topic %q stands twice", n, slug)
			}
			topics[slug] = true
		}
		switch {
		case l.ID == "" || seen[l.ID]:
			return nil, fmt.Errorf("labels: line %d: id %q is missing or stands twice", n, l.ID)
		case l.Part != Tune && l.Part != Held && l.Part != Blind:
			return nil, fmt.Errorf("labels: line %d: part %q", n, l.Part)
		}
		seen[l.ID] = true
		labels = append(labels, l)
	}
	return labels, nil
}
