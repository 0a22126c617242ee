package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"paperfeeds/topic"
)

func write(file string, learned topic.Learned) error {
	data, err := encode(learned)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// encode writes what was learned sorted, one word a line: a diff shows what changed.
func encode(learned topic.Learned) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("{")
	for _, part := range []struct {
		name  string
		value any
	}{{"phrases", learned.Phrases}, {"rivals", learned.Rivals}, {"even", learned.Even}, {"need", learned.Need}, {"themes", learned.Themes}} {
		data, err := json.Marshal(part.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q: %s,\n", part.name, data)
	}
	b.WriteString("\"words\": {")
	before := "\n"
	for text, word := range sorted(learned.Words) {
		for _, value := range []any{text, word} {
			data, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			b.WriteString(before)
			b.Write(data)
			before = ":"
		}
		before = ",\n"
	}
	b.WriteString("\n}}\n")
	return b.Bytes(), nil
}
