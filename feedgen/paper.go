package feedgen

import (
	"strings"

	"paperfeeds/archive"
)

// item is the row that a paper is in every feed.
func (site Site) item(r *archive.Record, topics map[string]Topic) Item {
	page := "https://huggingface.co/papers/" + r.ID
	it := Item{
		ID: page, URL: page, Title: r.Title, Abstract: r.Abstract, Summary: r.Summary,
		Authors: r.Authors, Published: r.Published, Updated: r.Updated, Keywords: r.Keywords,
		ExternalURL: "https://arxiv.org/abs/" + r.ID, PDF: "https://arxiv.org/pdf/" + r.ID,
		Code: r.Code, Project: r.Project, Discussion: page + "#community", Image: r.Image,
		ArXivID: r.ID, ListDay: r.Days[0],
	}
	if o := r.Organization; o != nil {
		path := archive.OrganizationPath(o.Slug)
		it.Organization = &Organization{
			Slug: path, Name: o.Name, URL: "https://huggingface.co/" + o.Slug, FeedURL: site.URL("orgs/" + path + ".html"),
		}
	}
	if strings.HasPrefix(it.Abstract, strings.TrimRight(it.Summary, ".… ")) {
		it.Summary = "" // of some papers the source's summary is the abstract itself
	}
	for _, slug := range r.Topics() {
		if t, listed := topics[slug]; listed {
			it.Topics = append(it.Topics, t)
		}
	}
	return it
}

// topics are the topics that papers name, by slug: those that are listed.
func (site Site) topics() map[string]Topic {
	topics := map[string]Topic{}
	for _, t := range site.Settings.Topics.Topics() {
		topics[t.Slug] = Topic{Slug: t.Slug, Name: t.Name, FeedURL: site.URL("topics/" + t.Slug + ".html")}
	}
	for _, slug := range site.Settings.Off {
		delete(topics, slug)
	}
	return topics
}
