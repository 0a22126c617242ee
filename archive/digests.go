package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

func encodeDigests(digests []*Digest) ([]byte, error) {
	return compress(func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, d := range digests {
			if err := enc.Encode(d); err != nil {
				return fmt.Errorf("encode %s of %s: %w", d.Feed, d.Period, err)
			}
		}
		return nil
	})
}

func decodeDigests(body []byte) ([]*Digest, error) {
	plain, err := decompress(body)
	if err != nil {
		return nil, err
	}
	var digests []*Digest
	dec := jsontext.NewDecoder(bytes.NewBuffer(plain))
	for {
		d := new(Digest)
		if err := jsonv2.UnmarshalDecode(dec, d); errors.Is(err, io.EOF) {
			return digests, nil
		} else if err != nil {
			return nil, fmt.Errorf("digest %d: %w", len(digests), err)
		}
		if d.Format > digestFormat {
			return nil, fmt.Errorf("format %d is newer than %d: use a newer paperfeeds", d.Format, digestFormat)
		}
		if d.Format < 1 || d.Feed == "" || d.Period == "" {
			return nil, fmt.Errorf("line %d is no digest", len(digests)+1)
		}
		digests = append(digests, d)
	}
}

// loadDigests takes in digests.jsonl.gz, which is as precious as a month: what a digest held cannot be found out again.
func (a *Archive) loadDigests(body []byte) error {
	if body == nil && a.Index.Digests.Digest == "" {
		a.haveDigests = true // a change that has not come so far
		return nil
	}
	if body == nil {
		return damaged(DigestsFile, errMissing)
	}
	digests, err := decodeDigests(body)
	if err != nil {
		return damaged(DigestsFile, err)
	}
	if digestOf(body) != a.Index.Digests.Digest {
		if len(digests) < a.Index.Digests.Entries {
			return damaged(DigestsFile, fmt.Errorf("it holds %d digests where the index counts %d", len(digests), a.Index.Digests.Entries))
		}
		a.Repairs = append(a.Repairs, DigestsFile+" holds a change that was not closed; closing it")
		a.changed[DigestsFile] = true
		for _, d := range digests {
			a.advance(d.Issued)
		}
	}
	a.digests, a.haveDigests = digests, true
	if a.changed[DigestsFile] && a.catalogue != nil {
		a.catalogue.setIssues(digests)
		a.changed[CatalogueFile] = true
	}
	return nil
}

func (c *Catalogue) setIssues(digests []*Digest) {
	c.Issues = nil
	for _, d := range digests {
		c.Issues = append(c.Issues, d.issue())
	}
	c.sortIssues()
}

// NeedsDigests names digests.jsonl.gz while it is there and not loaded.
func (a *Archive) NeedsDigests() []string {
	if a.haveDigests || a.Index.Digests.Digest == "" {
		return nil
	}
	return []string{DigestsFile}
}

// Digest finds what a digest held; it must be loaded ([Archive.NeedsDigests]).
func (a *Archive) Digest(feed, period string) *Digest {
	for _, d := range a.digests {
		if d.Feed == feed && d.Period == period {
			return d
		}
	}
	return nil
}
