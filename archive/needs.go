package archive

import (
	"maps"
	"slices"
	"time"

	"paperfeeds/parser"
	"paperfeeds/settings"
)

// An Intake is what a run brings to an archive.
type Intake struct {
	Listings []parser.Listing // newest day first, each with its list day
	Now      time.Time
	// Past dates new papers into the past instead of at Now: for days that were over before anybody subscribed.
	Past bool
	// Follows: a run that follows the source read them, so the days after them are yet to come. Days of the past that are read by name
	// say nothing about the days since: those are no outage to catch up on.
	Follows bool
	// Read are the list days that were read well, with papers or without. Nil is for saved listings, of which nobody expects all.
	Read []string
	// Unread are the list days that should have been read and could not be; they are tried again by later runs, in this order. Nil
	// leaves those that are known.
	Unread []string
	// Decide again: every paper's topics are decided anew by the rules in force. It renumbers.
	Decide bool
}

// Needs names the files that have to be loaded before this intake can be merged; asked again after they are, it may name more. An
// hour that brought nothing new is done with one or two months.
func (a *Archive) Needs(in Intake, s settings.Settings) []string {
	if need := a.NeedsCounts(); need != nil {
		return need
	}
	if need := a.unfinished(); need != nil {
		return need
	}
	if need := a.unloaded(a.around(in)); need != nil {
		return need
	}
	if a.noCatalogue {
		if need := a.needCatalogue(); need != nil {
			return need
		}
	}
	fill := in.Decide || len(a.unfilled(s)) > 0
	issue := a.dueAt(in)
	if !fill && len(issue) == 0 && a.noNews(in, s) {
		return nil
	}
	if need := a.needCatalogue(); need != nil {
		return need
	}
	if fill {
		return a.unloaded(a.allMonths())
	}
	months := a.touched(in)
	// A day or a week that the intake itself brings may be due at once.
	for _, l := range in.Listings {
		if a.catalogue.issued(DailyDigest, l.Date) {
			continue // so that not every hour loads all digests there are
		}
		for _, period := range []string{l.Date, weekOf(l.Date)} {
			if at, ok := due(period); ok && !in.Now.Before(at) && !slices.Contains(issue, period) {
				issue = append(issue, period)
			}
		}
	}
	for _, period := range issue {
		for _, row := range a.catalogue.rowsOf(period) {
			months = append(months, row.Month())
		}
	}
	need := a.unloaded(slices.Compact(slices.Sorted(slices.Values(months))))
	if len(issue) > 0 {
		need = append(need, a.NeedsDigests()...)
	}
	return need
}

// NeedsCatalogue names what has to be loaded before [Archive.Catalogue] is there.
func (a *Archive) NeedsCatalogue() []string {
	if need := a.NeedsCounts(); need != nil {
		return need
	}
	if need := a.unfinished(); need != nil {
		return need
	}
	return a.needCatalogue()
}

// NeedsRecords names the months that hold the records of these papers and are not loaded.
func (a *Archive) NeedsRecords(ids []string) []string {
	months := map[string]bool{}
	for _, id := range ids {
		if a.records[id] == nil {
			if row := a.catalogue.Row(id); row != nil {
				months[row.Month()] = true
			}
		}
	}
	return a.unloaded(slices.Sorted(maps.Keys(months)))
}

func (a *Archive) unloaded(months []string) []string {
	var names []string
	for _, m := range months {
		if _, stored := a.Index.Months[m]; stored && a.months[m] == nil {
			names = append(names, MonthFile(m))
		}
	}
	return names
}

func (a *Archive) allMonths() []string { return slices.Sorted(maps.Keys(a.Index.Months)) }

// around are the months in which the papers of the listings most likely stand, or will: now, the open days, and the days themselves.
func (a *Archive) around(in Intake) []string {
	months := map[string]bool{}
	add := func(t time.Time) { months[t.UTC().Format("2006-01")] = true }
	add(in.Now)
	add(in.Now.AddDate(0, 0, -1)) // times go down from now by a second for each new paper
	for _, l := range in.Listings {
		if day, err := time.Parse(time.DateOnly, l.Date); err == nil {
			add(day)
			add(day.AddDate(0, 0, -1)) // times of the past go down, too
		}
	}
	if len(a.Index.Open) > 0 {
		if day, err := time.Parse(time.DateOnly, a.Index.Open[0]); err == nil {
			add(day)
		}
	}
	return slices.Sorted(maps.Keys(months))
}

// needCatalogue asks for the catalogue, and where that is of no use, for every month to make it from.
func (a *Archive) needCatalogue() []string {
	switch {
	case a.catalogue != nil:
		return nil
	case !a.noCatalogue:
		return []string{CatalogueFile}
	}
	if need := append(a.unloaded(a.allMonths()), a.NeedsDigests()...); need != nil {
		return need
	}
	a.catalogue = newCatalogue()
	a.catalogue.setIssues(a.digests)
	for _, month := range a.allMonths() {
		for _, r := range a.months[month] {
			if a.records[r.ID] == r {
				a.catalogue.set(r)
			}
		}
	}
	if a.begun() {
		a.changed[CatalogueFile] = true
		a.Repairs = append(a.Repairs, CatalogueFile+" was missing or stale; made it again from the months")
	}
	return nil
}

// noNews tells whether the listings hold nothing but counts: every paper is known, and none would change.
func (a *Archive) noNews(in Intake, s settings.Settings) bool {
	if len(a.changed) > 0 && !a.onlyCountsChanged() {
		return false
	}
	for _, l := range in.Listings {
		if a.isNewDay(l.Date) {
			return false
		}
		for i := range l.Papers {
			p := &l.Papers[i]
			r := a.records[p.ID]
			if r == nil {
				if p.Abstract == "" {
					continue
				}
				return false
			}
			next := r.clone()
			if next.take(p, l.Date) || len(joins(next, countOf(p), s)) > 0 {
				return false
			}
			if !a.isOpen(r) && countOf(p) != (Count{r.Upvotes, r.Comments, r.Stars}) {
				return false // it will be folded into the month
			}
		}
	}
	return true
}

func (a *Archive) onlyCountsChanged() bool { return len(a.changed) == 1 && a.changed[CountsFile] }

func (a *Archive) isNewDay(day string) bool {
	return day != "" && (day > a.Index.Through || len(a.Index.Open) == 0)
}

// touched are the months of the papers in the listings, and of papers whose organization is seen under a new slug.
func (a *Archive) touched(in Intake) []string {
	months := map[string]bool{}
	for _, l := range in.Listings {
		for i := range l.Papers {
			p := &l.Papers[i]
			if row := a.catalogue.Row(p.ID); row != nil {
				months[row.Month()] = true
			}
			for _, path := range a.renamed(p.Organization) {
				for _, row := range a.catalogue.Rows {
					if slices.ContainsFunc(row.Feeds, func(m Membership) bool { return m.Path == path }) {
						months[row.Month()] = true
					}
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(months))
}

// renamed are the feeds that hold the papers of an organization which is known, but not under this slug.
func (a *Archive) renamed(o *parser.Organization) []string {
	if o == nil {
		return nil
	}
	known := a.catalogue.Organizations[o.ID]
	if known == nil || slices.Contains(known.Paths, OrganizationPath(o.Slug)) {
		return nil
	}
	var feeds []string
	for _, path := range known.Paths {
		feeds = append(feeds, "orgs/"+path)
	}
	return feeds
}

// NeedsCounts names counts.json.gz while it is not loaded.
func (a *Archive) NeedsCounts() []string {
	if a.counts == nil {
		return []string{CountsFile}
	}
	return nil
}

// NeedsAll names all months that are not loaded.
func (a *Archive) NeedsAll() []string { return a.unloaded(a.allMonths()) }
