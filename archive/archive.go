package archive

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"
)

// An Archive is an archive being worked on: its index, and of the rest as much as the run has needed to see.
type Archive struct {
	Index     Index
	catalogue *Catalogue
	counts    *counts
	months    map[string][]*Record
	records   map[string]*Record // of the months that are loaded, by id
	digests   []*Digest          // once loaded, ascending by the time they were issued

	haveDigests bool

	haveChange bool             // change.jsonl.gz has been looked at
	pending    []changeLine     // what it holds, where it was begun and not closed, until it is done again
	before     string           // its digest then
	after      []string         // what it comes after
	fresh      map[*Record]bool // records that are not as they are stored
	issued     []*Digest        // likewise

	stored      []byte          // index.json as it was opened
	changed     map[string]bool // files whose content is not what is stored
	noCatalogue bool            // the stored one is missing, damaged or of another format: make it from the months
	kept        bool            // nothing can be taken over any more

	// Repairs say what was found unfinished or missing and is put right by this run.
	Repairs []string
}

// New starts the archive of a place where nothing has been published yet.
func New(place Place) *Archive {
	a := open(Index{Format: IndexFormat, Place: place, Months: map[string]Part{}})
	a.catalogue, a.counts, a.haveChange = newCatalogue(), newCounts(), true
	return a
}

// Open begins to read an archive by its index.json.
func Open(index []byte) (*Archive, error) {
	x, err := decodeIndex(index)
	if err != nil {
		return nil, err
	}
	a := open(x)
	a.stored = index
	return a, nil
}

func open(x Index) *Archive {
	return &Archive{Index: x, months: map[string][]*Record{}, records: map[string]*Record{}, changed: map[string]bool{}, fresh: map[*Record]bool{}}
}

// begun tells whether any change has ever been closed: before, there is nothing that could be missing.
func (a *Archive) begun() bool { return a.Index.Catalogue.Digest != "" }

func newCounts() *counts { return &counts{Format: countsFormat, Papers: map[string]Count{}} }

// advanceTo keeps the clock at or after every time of a record.
func (a *Archive) advanceTo(r *Record) {
	a.advance(r.FirstSeen)
	a.advance(r.Updated)
	for _, t := range r.Entered {
		a.advance(t)
	}
}

// advance keeps the clock at the newest time given to any paper.
func (a *Archive) advance(t time.Time) {
	if t.After(a.Index.Clock) {
		a.Index.Clock = t
	}
}

// Record finds the record of a paper among the months that are loaded, nil if it is not there.
func (a *Archive) Record(id string) *Record { return a.records[id] }

// Catalogue is the row of every paper, once it has been loaded.
func (a *Archive) Catalogue() *Catalogue { return a.catalogue }

// Count is the newest count of a paper.
func (a *Archive) Count(row *Row) Count {
	if a.counts != nil {
		if c, ok := a.counts.Papers[row.ID]; ok {
			return c
		}
	}
	return row.Count
}

// Refreshed is the day on which the older open days were last read for their counts.
func (a *Archive) Refreshed() string { return a.counts.Refreshed }

// SetRefreshed notes that they were read on that day.
func (a *Archive) SetRefreshed(day string) {
	if a.counts.Refreshed != day {
		a.counts.Refreshed = day
		a.changed[CountsFile] = true
	}
}

// State is a digest of the archive as it is stored. What is planned from an archive in the same state is the same.
func (a *Archive) State() string { return short(digestOf(a.stored) + a.counts.digest) }

// Papers is how many papers the archive holds, as far as its changes have been kept.
func (a *Archive) Papers() int {
	n := 0
	for _, part := range a.Index.Months {
		n += part.Entries
	}
	return n
}

// Records are the records of these papers, which must be loaded.
func (a *Archive) Records(ids []string) ([]*Record, error) {
	records := make([]*Record, len(ids))
	for i, id := range ids {
		if records[i] = a.records[id]; records[i] == nil {
			return nil, fmt.Errorf("paper %s has a row in %s but no record in its month: delete %[2]s, it is made again from the months", id, CatalogueFile)
		}
	}
	return records, nil
}

// All are the records of all months that are loaded, ascending by first-seen.
func (a *Archive) All() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		for _, month := range slices.Sorted(maps.Keys(a.months)) {
			for _, r := range a.months[month] {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// Titles are the ids of all papers by the words of their titles. Every month must be loaded ([Archive.NeedsAll]).
func (a *Archive) Titles() map[string]string {
	titles := make(map[string]string, len(a.records))
	for id, r := range a.records {
		titles[words(r.Title)] = id
	}
	return titles
}

// TitleKey is what [Archive.Titles] knows a title by: its words, whatever their case and what stands between them.
func TitleKey(title string) string { return words(title) }
