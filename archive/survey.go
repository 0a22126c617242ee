package archive

import (
	"errors"
	"strings"
	"time"
)

// Survey compares the index with what the place lists of the archive: the sizes of its files by their names. It names the files that
// are not as the index says, and have to be loaded before anything is changed, though the run may not need them otherwise: a month that
// is gone or damaged is found by the next run, not by the first one that wants to read it.
func (a *Archive) Survey(sizes map[string]int64) (suspect []string, err error) {
	for name := range sizes {
		month, ok := strings.CutSuffix(strings.TrimPrefix(name, "archive/"), ".jsonl.gz")
		if _, err := time.Parse("2006-01", month); !ok || err != nil || MonthFile(month) != name {
			continue
		}
		if _, known := a.Index.Months[month]; !known {
			// An older index was restored, or another run has begun this month.
			a.Index.Months[month] = Part{}
			suspect = append(suspect, name)
		}
	}
	look := func(name string, part Part) {
		size, listed := sizes[name]
		if part.Digest == "" || listed && size == part.Size {
			return
		}
		if !listed && name != CatalogueFile {
			err = errors.Join(err, damaged(name, errMissing))
		}
		suspect = append(suspect, name)
	}
	for month, part := range a.Index.Months {
		look(MonthFile(month), part)
	}
	look(DigestsFile, a.Index.Digests)
	look(CatalogueFile, a.Index.Catalogue)
	return suspect, err
}

// NeedsFiles names those of the files that are not loaded.
func (a *Archive) NeedsFiles(names []string) []string {
	var need []string
	for _, name := range names {
		switch name {
		case CatalogueFile:
			if a.catalogue == nil && !a.noCatalogue {
				need = append(need, name)
			}
		case DigestsFile:
			need = append(need, a.NeedsDigests()...)
		default:
			month := strings.TrimSuffix(strings.TrimPrefix(name, "archive/"), ".jsonl.gz")
			need = append(need, a.unloaded([]string{month})...)
		}
	}
	return need
}

var errMissing = errors.New("it is missing")

// An UnclosedError says that a file is not as the index says, found out too late to take it over: the archive has been kept, and the
// plan of the feeds made. Read the archive again, this file first.
type UnclosedError struct{ Name string }

func (e *UnclosedError) Error() string { return e.Name + " is not as " + IndexFile + " says" }

// asIndexed tells whether a file that is loaded after the archive was kept is what the index says.
func (a *Archive) asIndexed(name string, body []byte) bool {
	part := a.Index.Digests
	switch name {
	case CountsFile, ChangeFile, DigestsFile:
	case CatalogueFile:
		part = a.Index.Catalogue
	default:
		part = a.Index.Months[strings.TrimSuffix(strings.TrimPrefix(name, "archive/"), ".jsonl.gz")]
	}
	return name == CountsFile || name == ChangeFile || body != nil && digestOf(body) == part.Digest
}
