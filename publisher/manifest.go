package publisher

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
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

var errNoManifest = errors.New("it has no format")

func decodeManifest(body []byte) (manifest, error) {
	m := manifest{Format: manifestFormat, Files: map[string]entry{}}
	if body == nil {
		return m, nil
	}
	err := json.Unmarshal(body, &m)
	if m.Format > manifestFormat { // whatever else is in it
		return m, fmt.Errorf("%s has format %d, newer than %d: use a newer paperfeeds", manifestFile, m.Format, manifestFormat)
	}
	if err != nil || m.Format < 1 {
		m = manifest{Format: manifestFormat, Files: map[string]entry{}}
		return m, fmt.Errorf("%s is damaged (%v); every file is checked anew", manifestFile, cmp.Or(err, errNoManifest))
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
