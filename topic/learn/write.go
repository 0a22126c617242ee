package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	"paperfeeds/topic"
)

func write(file string, table map[string]topic.Words) error {
	data, err := encode(table)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// encode writes the table sorted, some ten words a line: small, and a diff shows what changed.
func encode(table map[string]topic.Words) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("{")
	for i, slug := range slices.Sorted(maps.Keys(table)) {
		if i > 0 {
			b.WriteString(",")
		}
		w := table[slug]
		fmt.Fprintf(&b, "\n%q: {\"need\": %g", slug, w.Need)
		for _, part := range []struct {
			name  string
			words map[string]float64
		}{{"words", w.Words}, {"title", w.Title}} {
			fmt.Fprintf(&b, ",\n  %q: {", part.name)
			for j, text := range slices.Sorted(maps.Keys(part.words)) {
				if j > 0 {
					b.WriteString(",")
				}
				if j%10 == 0 {
					b.WriteString("\n    ")
				}
				key, err := json.Marshal(text)
				if err != nil {
					return nil, err
				}
				fmt.Fprintf(&b, "%s:%g", key, part.words[text])
			}
			b.WriteString("}")
		}
		b.WriteString("}")
	}
	b.WriteString("\n}\n")
	return b.Bytes(), nil
}
