package archive

import "fmt"

// Missing is the body of a file that is not there.
var Missing []byte

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
