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

// Missing is the body of a file that is not there.
var Missing []byte

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

// Load takes in a file that [Archive.Needs] asked for; body is [Missing] where the place has none.
//
// A month that holds more than the index says is what a run left that was killed before it closed its change: it is taken as it is.
// One that is missing, damaged or holds less is an error, because going on would publish as if papers had never been.
func (a *Archive) Load(name string, body []byte) error {
	if a.kept && !a.asIndexed(name, body) {
		return &UnclosedError{name}
	}
	switch name {
	case CatalogueFile:
		a.loadCatalogue(body)
		return nil
	case CountsFile:
		return a.loadCounts(body)
	case ChangeFile:
		return a.loadChange(body)
	case DigestsFile:
		return a.loadDigests(body)
	}
	for month := range a.Index.Months {
		if name == MonthFile(month) {
			return a.loadMonth(month, body)
		}
	}
	return fmt.Errorf("%s is no file of this archive", name)
}

func (a *Archive) loadMonth(month string, body []byte) error {
	name, part := MonthFile(month), a.Index.Months[month]
	if body == nil && part.Digest == "" {
		a.months[month] = []*Record{} // a change that has not come so far
		return nil
	}
	if body == nil {
		return damaged(name, errMissing)
	}
	records, err := DecodeMonth(month, body)
	if err != nil {
		return damaged(name, err)
	}
	if digestOf(body) != part.Digest {
		if len(records) < part.Entries {
			return damaged(name, fmt.Errorf("it holds %d papers where the index counts %d", len(records), part.Entries))
		}
		a.adopt(month, records)
	}
	a.months[month] = records
	for _, r := range records {
		if other := a.records[r.ID]; other != nil && other.FirstSeen.Before(r.FirstSeen) {
			continue // if an id stands twice, the earliest first-seen wins
		}
		a.records[r.ID] = r
	}
	return nil
}

func damaged(name string, why error) error {
	return fmt.Errorf("%s is damaged: %w; restore it from a backup or an older version of the object, nothing was changed", name, why)
}

// adopt takes over a month that a killed run, or one that is running, has put but not closed.
func (a *Archive) adopt(month string, records []*Record) {
	a.Repairs = append(a.Repairs, fmt.Sprintf("%s holds a change that was not closed; closing it", MonthFile(month)))
	a.changed[MonthFile(month)] = true
	for _, r := range records {
		a.advanceTo(r)
		if a.catalogue != nil {
			a.catalogue.set(r)
		}
	}
}

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

func (a *Archive) loadCatalogue(body []byte) {
	if body == nil || digestOf(body) != a.Index.Catalogue.Digest {
		a.noCatalogue = true
		return
	}
	c, err := decodeCatalogue(body)
	if err != nil || len(c.Rows) != a.Papers() {
		a.noCatalogue = true
		return
	}
	a.catalogue = c
	if a.changed[DigestsFile] { // adopted before the catalogue was read
		c.setIssues(a.digests)
	}
	for month, records := range a.months {
		if a.changed[MonthFile(month)] { // adopted before the catalogue was read
			for _, r := range records {
				c.set(r)
			}
		}
	}
}

func (a *Archive) loadCounts(body []byte) error {
	if body == nil && !a.begun() {
		a.counts = newCounts()
		return nil
	}
	c, err := decodeCounts(body)
	if c.Format > countsFormat {
		return err
	}
	if body == nil || err != nil {
		// They are read again within the day, and nothing that has a date hangs on them.
		a.Repairs = append(a.Repairs, CountsFile+" is missing or damaged; counts start anew")
		a.counts = newCounts()
		a.changed[CountsFile] = true
		return nil
	}
	a.counts = &c
	return nil
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

// A File is one file of the archive that has to be put.
type File struct {
	Name string
	Body []byte
}

// Changed writes the files that are not as they are stored, in the order in which they have to be put: first the change itself, last
// the index, which closes it. Nothing changed, no files.
//
// On a place where nothing has been published yet, an empty index comes before all: an archive without an index is always one that lost
// it, never one whose first run was killed.
func (a *Archive) Changed() ([]File, error) {
	var files []File
	add := func(name string, body []byte, entries int) Part {
		files = append(files, File{name, body})
		return Part{Entries: entries, Digest: digestOf(body), Size: int64(len(body))}
	}
	if a.stored == nil {
		empty := Index{Format: IndexFormat, Place: a.Index.Place, Months: map[string]Part{}}
		body, err := empty.encode()
		if err != nil {
			return nil, err
		}
		add(IndexFile, body, 0)
	}
	if len(a.fresh)+len(a.issued) > 0 {
		body, err := a.encodeChange()
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", ChangeFile, err)
		}
		a.Index.Change = add(ChangeFile, body, len(a.fresh)+len(a.issued))
	}
	for _, month := range slices.Sorted(maps.Keys(a.months)) {
		if !a.changed[MonthFile(month)] {
			continue
		}
		body, err := encodeMonth(a.months[month])
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", MonthFile(month), err)
		}
		a.Index.Months[month] = add(MonthFile(month), body, len(a.months[month]))
		a.changed[CatalogueFile] = true
	}
	if a.changed[DigestsFile] {
		body, err := encodeDigests(a.digests)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", DigestsFile, err)
		}
		a.Index.Digests = add(DigestsFile, body, len(a.digests))
	}
	if a.changed[CatalogueFile] && a.catalogue != nil {
		body, err := a.catalogue.encode()
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", CatalogueFile, err)
		}
		a.Index.Catalogue = add(CatalogueFile, body, len(a.catalogue.Rows))
	}
	if a.changed[CountsFile] {
		body, err := a.counts.encode()
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", CountsFile, err)
		}
		add(CountsFile, body, len(a.counts.Papers))
	}
	index, err := a.Index.encode()
	if err != nil {
		return nil, err
	}
	if string(index) != string(a.stored) {
		files = append(files, File{IndexFile, index})
	}
	return files, nil
}

// Kept notes that these files, which [Archive.Changed] gave, have been put.
func (a *Archive) Kept(files []File) {
	clear(a.changed)
	clear(a.fresh)
	a.issued, a.before, a.kept = nil, "", true
	for _, f := range files {
		switch f.Name {
		case IndexFile:
			a.stored = f.Body
		case CountsFile:
			a.counts.digest = digestOf(f.Body)
		}
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
			return nil, fmt.Errorf("paper %s has a row in %s but no record in its month: delete the row's file, it is made again", id, CatalogueFile)
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
