package archive

import (
	"encoding/json"
	"fmt"
	"io"
)

// Count are the numbers of a paper that change all day. They stand in no feed, only on the days' pages.
type Count struct {
	Upvotes  int `json:"upvotes"`
	Comments int `json:"comments"`
	Stars    int `json:"stars"`
}

// countsFormat is the version of counts.json.gz that this program writes and the newest it reads.
const countsFormat = 1

// counts is counts.json.gz: the numbers of the papers of open days, so that hourly changes touch one small file.
type counts struct {
	Format int `json:"format"`
	// Refreshed is the day, UTC, on which the older open days were last read for their counts.
	Refreshed string           `json:"refreshed,omitempty"`
	Papers    map[string]Count `json:"papers"`

	digest string // of the file
}

func (c *counts) encode() ([]byte, error) {
	return compress(func(w io.Writer) error { return json.NewEncoder(w).Encode(c) })
}

func decodeCounts(body []byte) (counts, error) {
	c := counts{}
	plain, err := decompress(body)
	if err == nil {
		err = json.Unmarshal(plain, &c)
	}
	if err != nil && c.Format <= countsFormat {
		return counts{}, err
	}
	if c.Format > countsFormat {
		return c, fmt.Errorf("%s has format %d, newer than %d: use a newer paperfeeds", CountsFile, c.Format, countsFormat)
	}
	if c.Papers == nil {
		c.Papers = map[string]Count{}
	}
	c.digest = digestOf(body)
	return c, nil
}
