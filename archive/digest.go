package archive

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"paperfeeds/text"
)

// digestFormat is the version of the lines of digests.jsonl.gz that this program writes.
const digestFormat = 1

// A Digest is one issue of a digest feed: the papers of a list day or a week, the most voted first, as they were when it was issued. It
// is frozen then.
type Digest struct {
	Format int          `json:"v"`
	Feed   string       `json:"feed"`   // "digest/daily", "digest/weekly", "digest/topics/agents"
	Period string       `json:"period"` // "2026-06-03" or "2026-W23"
	Issued time.Time    `json:"issued"`
	Papers int          `json:"papers"` // of the period, those beyond the lines included
	Lines  []DigestLine `json:"lines"`
}

// A DigestLine is one paper of a digest.
type DigestLine struct {
	ID           string `json:"id"`
	Title        string `json:"title"`
	Organization string `json:"organization,omitempty"`
	Sentence     string `json:"sentence,omitempty"`
	Upvotes      int    `json:"upvotes"`
}

// An Issue is what planning has to know of a digest.
type Issue struct {
	Feed   string    `json:"feed"`
	Period string    `json:"period"`
	Issued time.Time `json:"issued"`
	Digest string    `json:"digest"` // of what it holds
}

// Digest feeds.
const (
	DailyDigest  = "digest/daily"
	WeeklyDigest = "digest/weekly"
	TopicDigests = "digest/topics/"
)

// maxLines is how many papers of a week a digest names. A day's are all named.
const maxLines = 50

// maxSentence bounds the sentence of a line, in characters.
const maxSentence = 240

func isWeek(period string) bool { return strings.Contains(period, "W") }

// weekOf is the ISO week of a list day, "2026-W23".
func weekOf(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	year, week := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// due is when the digest of a period is issued: a list day's when the day after next begins, since its list grows until then; a week's
// on the Wednesday after, for the same reason. It is never due if the period is none.
func due(period string) (time.Time, bool) {
	if !isWeek(period) {
		day, err := time.Parse(time.DateOnly, period)
		return day.AddDate(0, 0, 2), err == nil
	}
	var year, week int
	if _, err := fmt.Sscanf(period, "%d-W%d", &year, &week); err != nil {
		return time.Time{}, false
	}
	// January 4th is always in the first ISO week (ISO 8601).
	first := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	return monday.AddDate(0, 0, 7*week+2), true
}

// expect notes that a list day has papers, so that digests of it and of its week will be due.
func (x *Index) expect(day string) {
	for _, period := range []string{day, weekOf(day)} {
		if i, found := slices.BinarySearch(x.Due, period); !found && period != "" {
			x.Due = slices.Insert(x.Due, i, period)
		}
	}
}

// patience is for so many days a digest waits for a list day that cannot be read: what it holds is frozen. Some days never can.
const patience = 14

// dueAt are the periods whose digests are to be issued with an intake, the oldest first.
func (a *Archive) dueAt(in Intake) []string {
	waiting := in.Unread
	if waiting == nil {
		waiting = slices.DeleteFunc(slices.Clone(a.Index.Unread), func(day string) bool { return slices.Contains(in.Read, day) })
	}
	waits := func(day string) bool { return slices.Contains(waiting, day) }
	var periods []string
	for _, p := range a.Index.Due {
		at, ok := due(p)
		if !ok || in.Now.Before(at) || in.Now.Before(at.AddDate(0, 0, patience)) && slices.ContainsFunc(daysOf(p), waits) {
			continue
		}
		periods = append(periods, p)
	}
	slices.SortStableFunc(periods, func(a, b string) int {
		x, _ := due(a)
		y, _ := due(b)
		return x.Compare(y)
	})
	return periods
}

// daysOf are the list days of a period: itself, or the seven of a week.
func daysOf(period string) []string {
	wednesday, ok := due(period)
	if !isWeek(period) || !ok {
		return []string{period}
	}
	var days []string
	for i := range 7 {
		days = append(days, wednesday.AddDate(0, 0, i-9).Format(time.DateOnly))
	}
	return days
}

// rowsOf are the papers of a period.
func (c *Catalogue) rowsOf(period string) []*Row {
	var rows []*Row
	days := daysOf(period)
	for _, row := range c.Rows {
		if slices.ContainsFunc(row.Days, func(day string) bool { return slices.Contains(days, day) }) {
			rows = append(rows, row)
		}
	}
	return rows
}

// inPart tells whether only a part of a week's list days is known, as where a backfill begins in the middle of one. No digest of it is
// issued until the rest has come, since it would never get to know it.
func (m *merge) inPart(week string, rows []*Row) bool {
	if !m.in.Past || m.in.Read == nil || !isWeek(week) {
		return false
	}
	known := func(day string) bool {
		return slices.Contains(m.in.Read, day) || m.Index.HasBackfilled(day) ||
			slices.ContainsFunc(rows, func(r *Row) bool { return slices.Contains(r.Days, day) })
	}
	return slices.ContainsFunc(daysOf(week)[:5], func(day string) bool { return !known(day) }) // from Monday to Friday
}

// issue issues the digests that are due: dated now, or in the past like the papers of days that were over before.
func (m *merge) issue() {
	if len(m.NeedsDigests()) > 0 {
		return // none was due when the run looked; they wait for the next one
	}
	var issues []*Digest
	for _, period := range m.dueAt(m.in) {
		m.Index.Due = slices.DeleteFunc(m.Index.Due, func(p string) bool { return p == period })
		rows := m.catalogue.rowsOf(period)
		if m.inPart(period, rows) {
			continue
		}
		slices.SortStableFunc(rows, func(a, b *Row) int {
			return cmp.Or(cmp.Compare(m.Count(b).Upvotes, m.Count(a).Upvotes), strings.Compare(a.ID, b.ID))
		})
		feeds := []string{DailyDigest}
		if isWeek(period) {
			feeds = []string{WeeklyDigest}
			for _, t := range m.settings.Topics.Topics() {
				feeds = append(feeds, TopicDigests+t.Slug)
			}
		}
		for _, feed := range feeds {
			if d := m.digest(feed, period, rows); d != nil {
				issues = append(issues, d)
			}
		}
	}
	times := m.Index.times(m.in.Now, len(issues))
	for i, d := range issues {
		d.Issued = times[len(times)-1-i] // the oldest period first
		// What was due before the first run is of the past, also where it had to wait for a day that could not be read then; but nobody
		// looks for it behind a digest that was there before.
		if at, _ := due(d.Period); m.in.Past || at.Format(time.DateOnly) <= m.Index.First && !m.catalogue.issuedAfter(d.Feed, at) {
			d.Issued = at
		}
		m.advance(d.Issued)
		m.digests = append(m.digests, d)
		m.issued = append(m.issued, d)
		m.changed[DigestsFile] = true
		m.haveDigests = true // the first of all: a dry run has none to read
		m.catalogue.Issues = append(m.catalogue.Issues, d.issue())
		m.changed[CatalogueFile] = true
	}
	if len(issues) > 0 {
		m.catalogue.sortIssues()
		slices.SortStableFunc(m.digests, func(a, b *Digest) int { return a.Issued.Compare(b.Issued) })
	}
}

// digest is the issue of a feed for a period, nil where it has no papers or has been issued before.
func (m *merge) digest(feed, period string, rows []*Row) *Digest {
	if m.catalogue.issued(feed, period) {
		return nil
	}
	d := &Digest{Format: digestFormat, Feed: feed, Period: period}
	topic, ofTopic := strings.CutPrefix(feed, TopicDigests)
	for _, row := range rows {
		r := m.records[row.ID]
		if r == nil || ofTopic && !r.In("topics/"+topic) {
			continue
		}
		d.Papers++
		if isWeek(period) && len(d.Lines) == maxLines {
			continue
		}
		line := DigestLine{ID: r.ID, Title: r.Title, Upvotes: m.Count(row).Upvotes,
			Sentence: text.Excerpt(text.FirstSentence(cmp.Or(r.Summary, r.Abstract)), maxSentence)}
		if r.Organization != nil {
			line.Organization = r.Organization.Name
		}
		d.Lines = append(d.Lines, line)
	}
	if d.Papers == 0 {
		return nil
	}
	return d
}

func (d *Digest) issue() Issue {
	b, err := json.Marshal(d)
	if err != nil {
		return Issue{} // it is made of texts, numbers and a time of this century
	}
	return Issue{d.Feed, d.Period, d.Issued, digestOf(b)[:16]}
}

// issuedAfter tells whether a feed has a digest that is newer than a time.
func (c *Catalogue) issuedAfter(feed string, at time.Time) bool {
	return slices.ContainsFunc(c.Issues, func(i Issue) bool { return i.Feed == feed && i.Issued.After(at) })
}

func (c *Catalogue) sortIssues() {
	slices.SortStableFunc(c.Issues, func(a, b Issue) int {
		return cmp.Or(a.Issued.Compare(b.Issued), strings.Compare(a.Feed, b.Feed))
	})
}
