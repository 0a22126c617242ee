package feedgen

import (
	"fmt"
	"slices"
	"strings"

	"paperfeeds/archive"
)

// digest is the item of a digest feed for a period.
func (p *planner) digest(f *Feed, period string) (Item, error) {
	d := p.archive.Digest(f.Path, period)
	if d == nil {
		return Item{}, fmt.Errorf("%s of %s is not in %s", f.Path, period, archive.DigestsFile)
	}
	return p.site.digestItem(f, d), nil
}

// digestItem is the row that a digest is in its feed.
func (site Site) digestItem(f *Feed, d *archive.Digest) Item {
	id := "https://huggingface.co/papers/date/" + d.Period
	when := "on " + longDay(d.Period)
	if strings.Contains(d.Period, "W") {
		id = "https://huggingface.co/papers/week/" + d.Period
		year, week, _ := strings.Cut(d.Period, "-W")
		when = fmt.Sprintf("in week %s of %s", strings.TrimPrefix(week, "0"), year)
	}
	it := Item{ID: id, URL: id, Digest: &Digest{}, Title: fmt.Sprintf("%s %s", plural(d.Papers, "paper"), when),
		Authors: []string{site.Settings.Title}}
	rest := id
	if slug, ok := strings.CutPrefix(f.Path, archive.TopicDigests); ok {
		it.ID += "#" + slug
		it.Title = strings.TrimSuffix(f.Name, ", weekly") + ": " + it.Title
		it.URL = site.URL(f.Path+".html") + "#" + d.Period // the source has no page of a topic's week
		rest = site.URL("topics/" + slug + ".html")
	}
	for _, line := range d.Lines {
		if slices.Contains(site.Settings.Hide, line.ID) {
			continue
		}
		it.Digest.Lines = append(it.Digest.Lines, Line{
			Title: line.Title, URL: "https://huggingface.co/papers/" + line.ID, Organization: line.Organization, Sentence: line.Sentence,
		})
	}
	if more := d.Papers - len(d.Lines); more > 0 {
		it.Digest.RestText, it.Digest.RestURL = fmt.Sprintf("and %d more", more), rest
	}
	it.Summary = digestSummary(it.Digest.Lines)
	return it
}

// digestSummary names the first papers: all that a list of items shows of a digest.
func digestSummary(lines []Line) string {
	var titles []string
	for _, l := range lines[:min(3, len(lines))] {
		titles = append(titles, l.Title)
	}
	return strings.Join(titles, "; ")
}
