package archive

import (
	"encoding/json"
	"fmt"
	"time"
)

// IndexFormat is the version of index.json that this program writes and the newest it reads.
const IndexFormat = 1

// Names of the archive's files. A month's is [MonthFile].
const (
	IndexFile     = "archive/index.json"
	CatalogueFile = "archive/catalogue.gz"
	CountsFile    = "archive/counts.json.gz"
	DigestsFile   = "archive/digests.jsonl.gz"
)

// All is the path of the feed that every paper belongs to.
const All = "all"

// OpenDays is how many of the newest list days are still read again for their counts: the newest, two before it every hour, and ten
// before those once a day.
const OpenDays = 13

// An Index names what an archive consists of. Putting it closes a change of the archive; it is put only when something changed.
type Index struct {
	Format int   `json:"format"`
	Place  Place `json:"place"`
	// Clock is the newest time given to any paper: what is new gets a later one.
	Clock time.Time `json:"clock,omitzero"`
	// Through is the newest list day that was read well by a run that follows the source: what comes after it has been missed.
	Through string `json:"through,omitempty"`
	// First is the newest list day of the first run: what comes later of the days that it could not read is of the past, too.
	First string `json:"first,omitempty"`
	// Unread are list days up to Through that could not be read and are tried again, those first whose turn it is.
	Unread []string `json:"unread,omitempty"`
	// Backfilled are the list days that a backfill has read for good, ascending.
	Backfilled []Span `json:"backfilled,omitempty"`
	// Open are the newest list days, at most [OpenDays], ascending; votes of their papers stand in counts.json.gz.
	Open []string `json:"open,omitempty"`
	// Due are list days and ISO weeks whose digests have not been issued, ascending.
	Due    []string        `json:"due,omitempty"`
	Months map[string]Part `json:"months"`
	// Two of the other files, with the number of rows and of issued digests. Counts change without the index.
	Catalogue Part `json:"catalogue,omitzero"`
	Digests   Part `json:"digests,omitzero"`
	// Change is the newest change of the archive that was closed.
	Change Part `json:"change,omitzero"`
	// Definitions are the digests of the rules that fill each feed that is filled by rules; one that is new here is filled from the
	// whole archive.
	Definitions map[string]string `json:"definitions,omitempty"`
}

// Newest is the newest list day that papers are known of.
func (x *Index) Newest() string {
	if n := len(x.Open); n > 0 {
		return max(x.Through, x.Open[n-1])
	}
	return x.Through
}

// Place are the facts of a place that never change once it is published.
type Place struct {
	Host        string `json:"host"` // of its first base URL: the authority of tag: URIs (RFC 4151)
	Year        int    `json:"year"` // in which it was first published: the date of tag: URIs
	PerDocument int    `json:"per_document"`
	Kind        string `json:"kind"` // "real" or "sample"; the two are never mixed
}

// A Part is one file of the archive as the index knows it.
type Part struct {
	Entries int    `json:"entries"`
	Digest  string `json:"digest"` // SHA-256 of the file's bytes, in hexadecimal
	Size    int64  `json:"size"`   // in bytes
}

// MonthFile names the file of a month, "2026-06".
func MonthFile(month string) string { return "archive/" + month + ".jsonl.gz" }

// Check refuses an index that this program cannot work with.
func (x *Index) Check() error {
	switch {
	case x.Format > IndexFormat:
		return fmt.Errorf("%s has format %d, newer than %d: use a newer paperfeeds", IndexFile, x.Format, IndexFormat)
	case x.Format < 1, x.Place.Host == "", x.Place.PerDocument < 1:
		return fmt.Errorf("%s is not an archive's index: restore it from a backup or an older version", IndexFile)
	}
	for month := range x.Months {
		if _, err := time.Parse("2006-01", month); err != nil {
			return fmt.Errorf("%s names a month %q: restore it from a backup or an older version", IndexFile, month)
		}
	}
	return nil
}

func (x *Index) encode() ([]byte, error) {
	b, err := json.MarshalIndent(x, "", " ")
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", IndexFile, err)
	}
	return append(b, '\n'), nil
}

func decodeIndex(b []byte) (Index, error) {
	var x Index
	if err := json.Unmarshal(b, &x); err != nil {
		return Index{}, fmt.Errorf("%s is damaged (%w): restore it from a backup or an older version", IndexFile, err)
	}
	if err := x.Check(); err != nil {
		return Index{}, err
	}
	if x.Months == nil {
		x.Months = map[string]Part{}
	}
	return x, nil
}
