package archive

import (
	"fmt"
	"maps"
	"slices"
)

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
