package archive

import (
	"slices"

	"paperfeeds/parser"
)

// missedAtFirst tells whether a list day is one of those that the first run should have read and could not. Its papers are of the past
// as much as those of the days that it did read.
func (a *Archive) missedAtFirst(day string) bool {
	return day <= a.Index.First && slices.Contains(a.Index.Unread, day)
}

// follow notes how far a run that follows the source came.
func (a *Archive) follow(in Intake) {
	if in.Unread != nil {
		a.Index.Unread = slices.Clone(in.Unread)
	}
	if in.Past && in.Follows && a.Index.First == "" {
		a.Index.First = a.Index.Through
	}
}

// openDay makes a list day one of those that are read again.
func (a *Archive) openDay(day string, follows bool) {
	// Not "a day without papers so far": those of a change that is done again are there before the day is opened.
	if a.catalogue != nil && !a.catalogue.issued(DailyDigest, day) {
		a.Index.expect(day)
	}
	if follows {
		a.Index.Through = max(a.Index.Through, day)
	}
	a.Index.Unread = slices.DeleteFunc(a.Index.Unread, func(d string) bool { return d == day })
	if i, found := slices.BinarySearch(a.Index.Open, day); !found {
		a.Index.Open = slices.Insert(a.Index.Open, i, day)
	}
	if extra := len(a.Index.Open) - OpenDays; extra > 0 {
		a.Index.Open = slices.Delete(a.Index.Open, 0, extra)
	}
}

// count keeps the numbers of this run: in counts.json.gz while one of the paper's days is open, else in its month for good.
func (m *merge) count() {
	open := m.Archive.counts
	for _, r := range m.met {
		count := m.counts[r]
		if m.isOpen(r) {
			if old, ok := open.Papers[r.ID]; !ok || old != count {
				open.Papers[r.ID] = count
				m.changed[CountsFile] = true
				m.change.Counts++
			}
		} else if m.fold(r, count) {
			m.change.Counts++
		}
	}
}

// closeDays folds the counts of days that are not read again any more into their months. What is not loaded waits for the next time.
func (a *Archive) closeDays() {
	if a.catalogue == nil {
		return
	}
	for id, c := range a.counts.Papers {
		r := a.records[id]
		if r == nil || a.isOpen(r) {
			continue
		}
		a.fold(r, c)
		delete(a.counts.Papers, id)
		a.changed[CountsFile] = true
	}
}

func (a *Archive) fold(r *Record, c Count) bool {
	if (Count{r.Upvotes, r.Comments, r.Stars}) == c {
		return false
	}
	r.Upvotes, r.Comments, r.Stars = c.Upvotes, c.Comments, c.Stars
	a.touch(r)
	return true
}

func (a *Archive) isOpen(r *Record) bool {
	return slices.ContainsFunc(r.Days, func(day string) bool {
		_, found := slices.BinarySearch(a.Index.Open, day)
		return found
	})
}

// countOf are the numbers that a listing gives of a paper.
func countOf(p *parser.Paper) Count { return Count{p.Upvotes, p.Comments, p.Stars} }

// countOf are the newest numbers of a record.
func (a *Archive) countOf(r *Record) Count {
	if c, ok := a.counts.Papers[r.ID]; ok {
		return c
	}
	return Count{r.Upvotes, r.Comments, r.Stars}
}
