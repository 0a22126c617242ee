package archive

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"paperfeeds/parser"
	"paperfeeds/settings"
)

// A Change says what a merge did.
type Change struct {
	New    map[string][]string // list day → ids of papers never seen before
	Shown  int                 // papers that were known and now show something else in some feed
	Counts int                 // papers whose votes, comments or stars are not what they were
}

// Merge takes in what a run read. Everything that [Archive.Needs] named must have been loaded. Merging the same listings again
// changes nothing; nothing that was known is taken away by a listing that lacks it.
func (a *Archive) Merge(in Intake, s settings.Settings) (Change, error) {
	if need := a.Needs(in, s); len(need) > 0 {
		return Change{}, fmt.Errorf("merge without %s", strings.Join(need, ", "))
	}
	m := &merge{Archive: a, in: in, settings: s, change: Change{New: map[string][]string{}}, noted: map[*Record]*event{}, before: map[*Record]*Record{},
		counts: map[*Record]Count{}, paths: map[string][]string{}}
	m.fillNew()
	for _, l := range in.Listings {
		m.past = in.Past || a.missedAtFirst(l.Date)
		a.openDay(l.Date, !in.Past || in.Follows)
		topics := m.topics(l.Papers)
		for i := range l.Papers {
			m.read(&l.Papers[i], l.Date, i, topics[i])
		}
	}
	a.follow(in)
	m.compare()
	if err := m.date(); err != nil {
		return Change{}, err
	}
	m.count()
	if m.catalogue != nil {
		m.issue()
	}
	a.closeDays()
	return m.change, nil
}

// A merge is the state of one [Archive.Merge].
type merge struct {
	*Archive
	in       Intake
	settings settings.Settings
	change   Change
	events   []*event // in the order of the listings
	noted    map[*Record]*event
	before   map[*Record]*Record // known papers that were read, as they were
	met      []*Record           // all that were read, in the order of the listings
	counts   map[*Record]Count   // as last read
	past     bool                // new papers of the listing at hand are dated into the past
	paths    map[string][]string // id of an organization that was met → its addresses before this run
}

// An event is a paper for which this run has to give out a time: because it is new, because it comes to belong to more feeds, or
// because its text changed.
type event struct {
	record   *Record
	new      bool
	past     bool // dated into the past
	place    int  // in its listing
	joins    []string
	retitled bool
}

// fillNew fills feeds whose rules are new here from the whole archive.
func (m *merge) fillNew() {
	defs := definitions(m.settings)
	feeds := m.unfilled(m.settings)
	if m.in.Decide {
		feeds = slices.DeleteFunc(slices.Collect(maps.Keys(defs)), func(path string) bool {
			return !strings.HasPrefix(path, "topics/") && !strings.HasPrefix(path, "feeds/")
		})
	}
	if len(feeds) > 0 {
		m.fill(feeds, m.settings, m.in.Decide)
	}
	if !maps.Equal(m.Index.Definitions, defs) {
		m.Index.Definitions = defs
	}
}

// topics are the slugs of the topics of those papers of a listing that are new.
func (m *merge) topics(papers []parser.Paper) [][]string {
	fresh := make([]*parser.Paper, len(papers))
	for i := range papers {
		if p := &papers[i]; m.records[p.ID] == nil && p.Abstract != "" {
			fresh[i] = p
		}
	}
	return matchAll(m.settings.Topics, fresh)
}

// read takes in one paper of one listing. Its topics count if it is new.
func (m *merge) read(p *parser.Paper, day string, place int, topics []string) {
	count := countOf(p)
	r := m.records[p.ID]
	if r == nil && p.Abstract == "" {
		return // only a card was readable: better a run later than without an abstract
	}
	if r == nil {
		r = &Record{Format: RecordFormat, Rules: m.settings.Topics.Version()}
		r.take(p, day)
		r.Upvotes, r.Comments, r.Stars = count.Upvotes, count.Comments, count.Stars
		for _, slug := range topics {
			r.enter("topics/"+slug, time.Time{})
		}
		m.records[p.ID] = r
		e := m.note(r, joins(r, count, m.settings))
		e.new, e.past, e.place = true, m.past, place
		m.change.New[day] = append(m.change.New[day], p.ID)
	} else {
		if m.before[r] == nil {
			m.before[r] = r.clone()
		}
		r.take(p, day)
	}
	m.remember(r)
	if late := joins(r, count, m.settings); len(late) > 0 {
		m.note(r, late)
	}
	if _, again := m.counts[r]; !again {
		m.met = append(m.met, r)
	}
	m.counts[r] = count
}

// note finds or makes the event of a paper, and adds the feeds that it comes to belong to.
func (m *merge) note(r *Record, joins []string) *event {
	e := m.noted[r]
	if e == nil {
		e = &event{record: r}
		m.noted[r] = e
		m.events = append(m.events, e)
	}
	for _, path := range joins {
		if !slices.Contains(e.joins, path) {
			e.joins = append(e.joins, path)
		}
	}
	return e
}

// compare notes what this run changed of the papers that were known. It looks at what came out in the end, so that two readings of one
// day that differ do not make a change each time they are merged.
func (m *merge) compare() {
	for _, r := range m.met {
		before := m.before[r]
		if before == nil || reflect.DeepEqual(before, r) || m.noted[r] != nil && m.noted[r].new {
			continue
		}
		m.change.Shown++
		m.touch(r)
		if r.Title != before.Title || r.Abstract != before.Abstract {
			m.note(r, nil).retitled = true
		}
	}
}

// date gives out the times of this run, and enters every paper where it belongs.
func (m *merge) date() error {
	m.rename()
	var past, live, late []*event
	for _, e := range m.events {
		switch {
		case !e.new:
			late = append(late, e)
		case e.past:
			past = append(past, e)
		default:
			live = append(live, e)
		}
	}
	m.dateBack(past)
	live = append(live, late...)
	for i, t := range m.Index.times(m.in.Now, len(live)) {
		live[i].apply(t)
	}
	for _, e := range m.events {
		if e.new {
			if err := m.add(e.record); err != nil {
				return err
			}
		}
		m.advanceTo(e.record)
		m.touch(e.record)
	}
	return nil
}

// add puts a new record into its month.
func (m *merge) add(r *Record) error {
	month := r.Month()
	if _, stored := m.Index.Months[month]; stored && m.months[month] == nil {
		return fmt.Errorf("date paper %s to %s: %s is not loaded", r.ID, r.FirstSeen.Format(time.RFC3339), MonthFile(month))
	}
	m.months[month] = append(m.months[month], r)
	if _, stored := m.Index.Months[month]; !stored {
		m.Index.Months[month] = Part{}
	}
	return nil
}

// apply gives the event its time. A new paper belongs where it does at first sight; a known one enters now.
func (e *event) apply(t time.Time) {
	at := t
	if e.new {
		e.record.FirstSeen, at = t, time.Time{}
	}
	if e.retitled {
		e.record.Updated = t
	}
	for _, path := range e.joins {
		e.record.enter(path, at)
	}
}

// touch notes that a record is not as it is stored.
func (a *Archive) touch(r *Record) {
	if r.FirstSeen.IsZero() {
		return // still to be dated
	}
	a.changed[MonthFile(r.Month())] = true
	a.fresh[r] = true
	if a.catalogue != nil {
		a.catalogue.set(r)
	}
}

// remember keeps the addresses that a paper's organizations had before this run, which learns new ones on its way.
func (m *merge) remember(r *Record) {
	if m.catalogue == nil {
		return
	}
	for _, a := range r.Affiliations {
		if _, done := m.paths[a.ID]; done {
			continue
		}
		m.paths[a.ID] = nil
		if known := m.catalogue.Organizations[a.ID]; known != nil {
			m.paths[a.ID] = slices.Clone(known.Paths)
		}
	}
}

// rename sees to it that all papers of an organization stand under every slug it was ever seen with: a paper goes to every address
// its organization ever had, and a new slug brings the known papers along.
func (m *merge) rename() {
	if m.catalogue == nil {
		return
	}
	seen := map[string][]string{} // organization id → its addresses, those of this run included
	for _, e := range m.events {
		for _, a := range e.record.Affiliations {
			if seen[a.ID] == nil {
				seen[a.ID] = slices.Clone(m.paths[a.ID])
			}
			if path := OrganizationPath(a.Slug); !slices.Contains(seen[a.ID], path) {
				seen[a.ID] = append(seen[a.ID], path)
			}
		}
	}
	for _, e := range slices.Clone(m.events) {
		for _, a := range e.record.Affiliations {
			for _, path := range seen[a.ID] {
				if feed := "orgs/" + path; !e.record.In(feed) {
					m.note(e.record, []string{feed})
				}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if known := len(m.paths[id]); known > 0 {
			for _, path := range seen[id][known:] {
				m.bringAlong(id, "orgs/"+path)
			}
		}
	}
}

// bringAlong enters the known papers of an organization into the feed at another address. Where there was no such feed before, they
// come with their own dates; else they enter it now, since its subscribers have not seen them.
func (m *merge) bringAlong(id, feed string) {
	existed := m.catalogue.has(feed)
	for _, row := range slices.Backward(m.catalogue.Rows) {
		r := m.records[row.ID]
		switch {
		case r == nil, r.In(feed), !slices.ContainsFunc(r.Affiliations, func(a Affiliation) bool { return a.ID == id }):
		case existed:
			m.note(r, []string{feed})
		default:
			r.enter(feed, time.Time{})
			m.touch(r)
		}
	}
}

// has tells whether any paper belongs to a feed.
func (c *Catalogue) has(feed string) bool {
	return slices.ContainsFunc(c.Rows, func(r *Row) bool {
		return slices.ContainsFunc(r.Feeds, func(m Membership) bool { return m.Path == feed })
	})
}
