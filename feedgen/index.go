package feedgen

import (
	"bytes"
	"strings"

	"paperfeeds/archive"
)

// A group is some feeds under one heading.
type group struct{ ID, Title, About string }

// groups are the headings of the index page and of OPML, in their order.
func groups() []group {
	return []group{
		{"start", "Start here", "Everything, a choice by votes, or one item a day or a week."},
		{"topics", "Topics", "What a paper is about is decided from its title, abstract and keywords."},
		{"weekly", "Topics, weekly", "One item a week, with the week’s papers by votes."},
		{"combinations", "Combinations", "What topics, organizations and words have in common."},
		{"families", "Families", "Several organizations as one."},
		{"organizations", "Organizations", "Who a paper comes from, as Hugging Face names it."},
	}
}

// of are those of the feeds that stand in the group.
func (g group) of(feeds []*Feed) []*Feed {
	var list []*Feed
	for _, f := range feeds {
		if groupOf(f) == g.ID {
			list = append(list, f)
		}
	}
	return list
}

// groupOf is the ID of one of the groups.
func groupOf(f *Feed) string {
	switch f.Kind {
	case KindTopic:
		return "topics"
	case KindCombination:
		return "combinations"
	case KindFamily:
		return "families"
	case KindOrganization:
		return "organizations"
	case KindDigest:
		if strings.HasPrefix(f.Path, archive.TopicDigests) {
			return "weekly"
		}
	}
	return "start"
}

// index plans what lists all feeds: the index page, the catalogue, OPML. It is put last: what it lists is there.
func (p *planner) index(feeds []*Feed) []*File {
	var listed []*Feed
	for _, f := range feeds {
		if f.Listed {
			listed = append(listed, f)
		}
	}
	base := p.digestListed(listed)
	file := func(path, contentType, version string, render func(*bytes.Buffer) error) *File {
		return &File{
			Path: path, ContentType: contentType, CacheControl: cacheFeed,
			Digest: newInputs().texts(base, path, version, contentType, cacheFeed).sum(),
			render: func(to *bytes.Buffer, _ []*archive.Record) error { return render(to) },
		}
	}
	files := p.opml(listed)
	files = append(files, file("feeds.json", typeJSON, "", func(to *bytes.Buffer) error { return p.catalogue(to, listed) }))
	return append(files, file("index.html", typeHTML, templatesVersion(), func(to *bytes.Buffer) error { return p.indexPage(to, listed) }))
}

// digestListed digests what is told of the feeds that are listed.
func (p *planner) digestListed(listed []*Feed) string {
	in := newInputs().texts(p.common)
	for _, f := range listed {
		in = in.texts(f.Path, string(f.Kind), f.Name, f.Title, f.Description).numbers(len(f.Members), int(f.Newest().Unix()))
	}
	return in.sum()
}

// An indexPage lists all feeds.
type indexPage struct {
	page
	All    *Feed
	Groups []indexGroup
	Feeds  int
}

type indexGroup struct {
	group
	Rows []indexRow
}

// An indexRow is one feed of the index page. There are a thousand: it says no more than it must.
type indexRow struct {
	*Feed
	Slug string // tells feeds of the same name apart
	What string // of what it has so many
}

func (p *planner) indexPage(to *bytes.Buffer, listed []*Feed) error {
	view := indexPage{Feeds: len(listed)}
	names := map[string]int{}
	for _, f := range listed {
		names[f.Name]++
		if f.Path == archive.All {
			view.All = f
		}
	}
	if view.All == nil {
		view.All = &Feed{Path: archive.All, Title: p.site.Settings.Title}
	}
	for _, g := range groups() {
		ig := indexGroup{group: g}
		for _, f := range g.of(listed) {
			row := indexRow{Feed: f, What: "paper"}
			if f.Kind == KindDigest {
				row.What = "digest"
			}
			if names[f.Name] > 1 {
				row.Slug = f.Path
			}
			ig.Rows = append(ig.Rows, row)
		}
		if len(ig.Rows) > 0 {
			view.Groups = append(view.Groups, ig)
		}
	}
	view.page = p.newPage("index.html", p.site.Settings.Title,
		"RSS, Atom and JSON feeds of the papers on Hugging Face Daily Papers: all of them, by topic, by organization, by votes.", view.All)
	writeindexHTML(to, view)
	return nil
}

// assets plans what pages look and work with, and robots.txt. Names are fixed, so that another look does not change every page.
func (p *planner) assets() []*File {
	var files []*File
	for _, a := range []struct{ from, path, contentType string }{
		{"site/site.css", "assets/site.css", "text/css; charset=utf-8"},
		{"site/site.js", "assets/site.js", "text/javascript; charset=utf-8"},
		{"site/icon.svg", "assets/icon.svg", "image/svg+xml"},
		{"site/icon.png", "assets/icon.png", "image/png"}, // of feeds: readers know no SVG, and RSS allows 144 pixels
		{"site/robots.txt", "robots.txt", "text/plain; charset=utf-8"},
	} {
		body, err := siteFiles.ReadFile(a.from)
		files = append(files, &File{
			Path: a.path, ContentType: a.contentType, CacheControl: cacheFeed,
			Digest: newInputs().texts(string(body), a.path, a.contentType, cacheFeed).sum(),
			render: func(to *bytes.Buffer, _ []*archive.Record) error {
				to.Write(body)
				return err
			},
		})
	}
	return files
}
