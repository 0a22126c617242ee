package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/klauspost/compress/gzip"
)

// encodeMonth writes records as a month file: sorted by first-seen, one JSON object a line, gzip. The same records give the same bytes.
func encodeMonth(records []*Record) ([]byte, error) {
	slices.SortFunc(records, func(a, b *Record) int { return a.FirstSeen.Compare(b.FirstSeen) })
	return compress(func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, r := range records {
			if err := enc.Encode(r); err != nil {
				return fmt.Errorf("encode paper %s: %w", r.ID, err)
			}
		}
		return nil
	})
}

// DecodeMonth reads a month file. Every error means that the file is damaged or too new; nothing is guessed.
func DecodeMonth(month string, body []byte) ([]*Record, error) {
	plain, err := decompress(body)
	if err != nil {
		return nil, err
	}
	var records []*Record
	seen := map[string]bool{}
	var before time.Time
	// Three times as fast as encoding/json: a rebuild waits for all months. It also takes doubled names and bad UTF-8 for damage.
	dec := jsontext.NewDecoder(bytes.NewBuffer(plain))
	for {
		r := new(Record)
		if err := jsonv2.UnmarshalDecode(dec, r); errors.Is(err, io.EOF) {
			return records, nil
		} else if err != nil {
			return nil, fmt.Errorf("paper %d: %w", len(records), err)
		}
		switch {
		case r.Format > RecordFormat:
			return nil, fmt.Errorf("format %d is newer than %d: use a newer paperfeeds", r.Format, RecordFormat)
		case r.Format < 1 || r.ID == "" || len(r.Days) == 0:
			return nil, fmt.Errorf("line %d is no paper", len(records)+1)
		case r.Month() != month:
			return nil, fmt.Errorf("paper %s of %s stands in the wrong month", r.ID, r.FirstSeen.Format(time.DateTime))
		case seen[r.ID]:
			return nil, fmt.Errorf("paper %s stands twice", r.ID)
		case !r.FirstSeen.After(before):
			return nil, fmt.Errorf("paper %s is out of order", r.ID)
		}
		seen[r.ID], before = true, r.FirstSeen
		records = append(records, r)
	}
}

// maxPlain bounds what a file of the archive may unpack to, so that a damaged one cannot take all memory.
const maxPlain = 2 << 30

func compress(write func(io.Writer) error) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if err := write(w); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func decompress(body []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	var plain bytes.Buffer
	plain.Grow(plainSize(body) + bytes.MinRead) // ReadFrom grows what has less left
	n, err := plain.ReadFrom(io.LimitReader(r, maxPlain+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if n > maxPlain {
		return nil, fmt.Errorf("unpack: more than %d bytes", maxPlain)
	}
	return plain.Bytes(), nil
}

// plainSize is what a gzip file says of its size unpacked (RFC 1952 section 2.3.1), as far as it is likely: the end of a damaged one says
// anything. Files of the archive are three to six times as large unpacked.
func plainSize(body []byte) int {
	const likely = 16
	if len(body) < 4 {
		return 0
	}
	return int(min(int64(binary.LittleEndian.Uint32(body[len(body)-4:])), int64(likely*len(body))))
}

func digestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
