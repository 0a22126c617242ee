package feedgen

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"paperfeeds/archive"
)

// A listDay is one list day: its papers, most votes first, with their counts as they are now.
type listDay struct {
	date       string
	prev, next string // the list days around it, or empty
	rows       []*archive.Row
	counts     []archive.Count
}

// days plans two files for every list day, for people and for programs, and the same again for the newest one as days/latest.
// They are the only files that tell counts.
func (p *planner) days() []*File {
	var files []*File
	list := p.listDays()
	for _, d := range list {
		files = append(files, p.day(d, "days/"+d.date)...)
	}
	latest := listDay{} // of a place that has no papers yet
	if len(list) > 0 {
		latest = list[len(list)-1]
	}
	return append(files, p.day(latest, "days/latest")...)
}

// listDays are all list days, oldest first. A day whose papers are all hidden stays: its address may be known.
func (p *planner) listDays() []listDay {
	byDate := map[string][]*archive.Row{}
	for _, row := range p.archive.Catalogue().Rows {
		for _, date := range row.Days {
			if !slices.Contains(p.site.Settings.Hide, row.ID) {
				byDate[date] = append(byDate[date], row)
			} else if _, known := byDate[date]; !known {
				byDate[date] = nil
			}
		}
	}
	dates := slices.Sorted(maps.Keys(byDate))
	list := make([]listDay, len(dates))
	for i, date := range dates {
		d := listDay{date: date, rows: byDate[date]}
		if i > 0 {
			d.prev = dates[i-1]
		}
		if i < len(dates)-1 {
			d.next = dates[i+1]
		}
		// Where votes are equal, the order of first sight, which is that of the source.
		slices.SortFunc(d.rows, func(a, b *archive.Row) int {
			return cmp.Or(cmp.Compare(p.archive.Count(b).Upvotes, p.archive.Count(a).Upvotes), b.FirstSeen.Compare(a.FirstSeen))
		})
		for _, row := range d.rows {
			d.counts = append(d.counts, p.archive.Count(row))
		}
		list[i] = d
	}
	return list
}

// A dayPage is the page of a list day.
type dayPage struct {
	page
	Date, Prev, Next string
	Papers           []card
}

// day plans the files of a list day at path.
func (p *planner) day(d listDay, path string) []*File {
	in := newInputs().texts(p.common, d.date)
	papers := make([]string, len(d.rows))
	for i, row := range d.rows {
		papers[i] = row.ID
		in = in.texts(row.ID, row.Digest).numbers(d.counts[i].Upvotes, d.counts[i].Comments, d.counts[i].Stars)
	}
	base := in.sum()
	return []*File{{
		Path: path + ".html", ContentType: typeHTML, CacheControl: cacheFeed, papers: papers,
		Digest: newInputs().texts(base, templatesVersion(), d.prev, d.next, typeHTML, cacheFeed).sum(),
		render: func(to *bytes.Buffer, records []*archive.Record) error { return p.dayHTML(to, d, records) },
	}, {
		Path: path + ".json", ContentType: typeJSON, CacheControl: cacheFeed, papers: papers,
		Digest: newInputs().texts(base, typeJSON, cacheFeed).sum(),
		render: func(to *bytes.Buffer, records []*archive.Record) error { return p.dayJSON(to, d, records) },
	}}
}

func (p *planner) dayHTML(to *bytes.Buffer, d listDay, records []*archive.Record) error {
	path, title := "days/"+d.date+".html", longDay(d.date)
	if d.date == "" {
		path, title = "days/latest.html", "Latest list day"
	}
	view := dayPage{Date: d.date, Prev: d.prev, Next: d.next}
	view.page = p.newPage(path, p.site.titled(title), "Papers of Hugging Face Daily Papers of "+title+", most votes first.",
		&Feed{Path: archive.All, Title: p.site.Settings.Title})
	for i, r := range records {
		c := p.card(r)
		c.Count = &d.counts[i]
		view.Papers = append(view.Papers, c)
	}
	writedayHTML(to, view)
	return nil
}

// A dayDocument is days/<date>.json. Every key is always there: a program need not ask which are.
type dayDocument struct {
	Date   string     `json:"date"`
	Papers []dayPaper `json:"papers"`
}

type dayPaper struct {
	ID           string           `json:"id"`
	Title        string           `json:"title"`
	Abstract     string           `json:"abstract"`
	Summary      string           `json:"summary"`
	Authors      []string         `json:"authors"`
	Organization *dayOrganization `json:"organization"`
	Topics       []string         `json:"topics"`
	Keywords     []string         `json:"keywords"`
	Code         string           `json:"code"`
	Project      string           `json:"project"`
	Image        string           `json:"image"`
	FirstSeen    time.Time        `json:"first_seen"`
	Published    *time.Time       `json:"published"`
	archive.Count
}

type dayOrganization struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
}

func (p *planner) dayJSON(to *bytes.Buffer, d listDay, records []*archive.Record) error {
	doc := dayDocument{Date: d.date, Papers: make([]dayPaper, len(records))}
	for i, r := range records {
		paper := dayPaper{
			ID: r.ID, Title: r.Title, Abstract: r.Abstract, Summary: r.Summary,
			Authors: append([]string{}, r.Authors...), Keywords: append([]string{}, r.Keywords...), Topics: []string{},
			Code: r.Code, Project: r.Project, Image: r.Image, FirstSeen: r.FirstSeen.UTC(), Count: d.counts[i],
		}
		if o := r.Organization; o != nil {
			paper.Organization = &dayOrganization{archive.OrganizationPath(o.Slug), o.Name}
		}
		for _, slug := range r.Topics() {
			if _, listed := p.topics[slug]; listed {
				paper.Topics = append(paper.Topics, slug)
			}
		}
		if !r.Published.IsZero() {
			published := r.Published.UTC()
			paper.Published = &published
		}
		doc.Papers[i] = paper
	}
	return plainJSON(to, doc)
}

// plainJSON writes JSON for people to look at, too: indented, and with < and & as they are. What it is given has clean texts and no slice
// that is nil.
func plainJSON(to *bytes.Buffer, v any) error {
	if err := json.MarshalWrite(to, v, jsontext.WithIndent(" ")); err != nil {
		return err
	}
	to.WriteByte('\n')
	return nil
}
