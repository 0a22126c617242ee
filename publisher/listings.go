package publisher

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"paperfeeds/archive"
	"paperfeeds/parser"
)

// A SavedListing is a listing that was saved as a file: a page (.html), an answer of the API (.json; its day from the file's name), or
// the text of a search page (.txt), each also .gz.
type SavedListing struct {
	Name string
	Body []byte
}

// SavedListings are listings read from files instead of the source.
type SavedListings []SavedListing

// maxUnpacked bounds what a .gz may unpack to.
const maxUnpacked = 64 << 20

// Read parses the files. One that cannot be read is reported and costs none of the others.
func (s SavedListings) Read(_ context.Context, _ *archive.Archive, now time.Time) (Reading, error) {
	var reading Reading
	for _, file := range s {
		if file.isText() {
			papers, err := file.text(now)
			if err != nil {
				why := fmt.Sprintf("%s: %v", file.Name, err)
				reading.Warnings = append(reading.Warnings, why)
				reading.Days = append(reading.Days, DayReport{Read: ReadFile, Error: why})
				continue
			}
			reading.Texts = append(reading.Texts, TextListing{file.Name, papers})
			continue
		}
		listing, err := file.parse()
		for _, w := range listing.Warnings {
			reading.Warnings = append(reading.Warnings, fmt.Sprintf("%s: %s", file.Name, w))
		}
		for _, skip := range listing.Skipped {
			reading.Warnings = append(reading.Warnings, fmt.Sprintf("%s: paper %d %s skipped: %s", file.Name, skip.Place+1, skip.ID, skip.Reason))
		}
		day := DayReport{Date: listing.Date, Papers: len(listing.Papers), Read: ReadFile}
		if err != nil {
			day.Error = fmt.Sprintf("%s: %v", file.Name, err)
			reading.Warnings = append(reading.Warnings, day.Error)
		} else {
			reading.Listings = append(reading.Listings, listing)
		}
		reading.Days = append(reading.Days, day)
	}
	newestFirst := func(a, b string) int { return strings.Compare(b, a) }
	slices.SortStableFunc(reading.Listings, func(a, b parser.Listing) int { return newestFirst(a.Date, b.Date) })
	slices.SortStableFunc(reading.Days, func(a, b DayReport) int { return newestFirst(a.Date, b.Date) })
	return reading, nil
}

// unpacked is the file's bare name and its bytes.
func (f SavedListing) unpacked() (name string, body []byte, err error) {
	name, body = filepath.Base(f.Name), f.Body
	if bare, packed := strings.CutSuffix(name, ".gz"); packed {
		if body, err = unpack(body); err != nil {
			return bare, nil, fmt.Errorf("unpack: %w", err)
		}
		name = bare
	}
	return name, body, nil
}

func (f SavedListing) isText() bool {
	return strings.HasSuffix(strings.TrimSuffix(f.Name, ".gz"), ".txt")
}

func (f SavedListing) text(now time.Time) ([]parser.TextPaper, error) {
	_, body, err := f.unpacked()
	if err != nil {
		return nil, err
	}
	return parser.Text(body, now)
}

func (f SavedListing) parse() (parser.Listing, error) {
	var listing parser.Listing
	name, body, err := f.unpacked()
	if err != nil {
		return listing, err
	}
	switch ending := filepath.Ext(name); ending {
	case ".html":
		listing, err = parser.Page(body)
	case ".json":
		date := name[:min(len(name), len(time.DateOnly))]
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return listing, fmt.Errorf("the name of an API answer begins with its list day, such as 2026-06-03.json")
		}
		listing, err = parser.API(body, date)
	default:
		return listing, fmt.Errorf("what a listing is shows in its ending: .html, .json or .txt, each also .gz")
	}
	if err == nil && listing.Date == "" {
		err = fmt.Errorf("it does not say of which list day it is")
	}
	return listing, err
}

func unpack(body []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	if err == nil && len(plain) > maxUnpacked {
		err = fmt.Errorf("more than %d MB", maxUnpacked>>20)
	}
	return plain, err
}
