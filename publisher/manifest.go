package publisher

import (
	"bytes"
	"encoding/json"
	"fmt"
)

const (
	manifestFile   = "manifest.json"
	manifestFormat = 1
)

// A manifest remembers, for every file of the plan, what it was made from and what was put.
type manifest struct {
	Format int `json:"format"`
	// Inputs is the digest of everything that all files are made from besides the archive: where it and the archive's index are what
	// they were, the plan is, too, and need not be made.
	Inputs string `json:"inputs"`
	// Feeds is the number of feeds of the plan.
	Feeds int              `json:"feeds"`
	Files map[string]entry `json:"files"`
}

type entry struct {
	Digest string `json:"d"` // of the inputs
	ETag   string `json:"e"` // of what was put, as the place gave it
	Sum    string `json:"s"` // of the bytes
}

func decodeManifest(body []byte) (manifest, error) {
	m := manifest{Format: manifestFormat, Files: map[string]entry{}}
	if body == nil {
		return m, nil
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return manifest{Files: map[string]entry{}}, fmt.Errorf("%s is damaged (%w); every file is checked anew", manifestFile, err)
	}
	if m.Format > manifestFormat {
		return m, fmt.Errorf("%s has format %d, newer than %d: use a newer paperfeeds", manifestFile, m.Format, manifestFormat)
	}
	if m.Files == nil {
		m.Files = map[string]entry{}
	}
	return m, nil
}

// encode writes a line for each file, so that two manifests can be compared by eye.
func (m manifest) encode() ([]byte, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", manifestFile, err)
	}
	return append(bytes.ReplaceAll(b, []byte(`},"`), []byte("},\n\"")), '\n'), nil
}
