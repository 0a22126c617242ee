package feedgen

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"paperfeeds/archive"
	"paperfeeds/text"
)

// A Feed is one feed with everybody who belongs to it, whatever the format.
type Feed struct {
	Path        string // without ending: "topics/agents"
	Kind        Kind
	Name        string // of what it is about: "AI agents", "NVIDIA"
	Title       string // what readers show: the name and the title of the site
	Description string
	Icon        string   // address of a picture, or empty
	Listed      bool     // stands in the index page, OPML and feeds.json
	Members     []Member // ascending by Entered
}

// A Kind is one of the sorts of feed that exist.
type Kind string

// The kinds of feed, in the order in which they are listed.
const (
	KindAll          Kind = "all"
	KindDigest       Kind = "digest"
	KindVotes        Kind = "votes"
	KindCode         Kind = "code"
	KindTopic        Kind = "topic"
	KindCombination  Kind = "combination"
	KindFamily       Kind = "family"
	KindOrganization Kind = "organization"
)

// A Member is a paper in a feed, and when it entered. Of a digest feed it is a digest, and its row has the period for an id.
type Member struct {
	Row     *archive.Row
	Entered time.Time
}

// Newest is when the newest member entered; zero for an empty feed.
func (f *Feed) Newest() time.Time {
	if len(f.Members) == 0 {
		return time.Time{}
	}
	return f.Members[len(f.Members)-1].Entered
}

// Feeds are all feeds of a site with their members, in the order in which they are listed. A feed that nobody wishes for any more
// but that has members goes on, unlisted: addresses never change.
func Feeds(site Site, c *archive.Catalogue) []*Feed {
	feeds := wished(site)
	byPath := map[string]*Feed{}
	for _, f := range feeds {
		byPath[f.Path] = f
	}
	hidden := map[string]bool{}
	for _, id := range site.Settings.Hide {
		hidden[id] = true
	}
	for _, i := range c.Issues {
		f := byPath[i.Feed]
		if f == nil {
			f = site.found(i.Feed, nil)
			byPath[i.Feed] = f
			feeds = append(feeds, f)
		}
		f.Members = append(f.Members, Member{&archive.Row{ID: i.Period, FirstSeen: i.Issued, Digest: i.Digest}, i.Issued})
	}
	names := organizations(c)
	site.describe(byPath, names)
	all := byPath[archive.All]
	for _, row := range c.Rows {
		if hidden[row.ID] {
			continue
		}
		all.Members = append(all.Members, Member{row, row.FirstSeen})
		for _, m := range row.Feeds {
			f := byPath[m.Path]
			if f == nil {
				f = site.found(m.Path, names)
				byPath[m.Path] = f
				feeds = append(feeds, f)
			}
			f.Members = append(f.Members, Member{row, m.Entered})
		}
	}
	site.tellApart(feeds)
	for _, f := range feeds {
		slices.SortStableFunc(f.Members, func(a, b Member) int { return a.Entered.Compare(b.Entered) })
	}
	slices.SortStableFunc(feeds, func(a, b *Feed) int {
		return cmp.Or(cmp.Compare(rank(a.Kind), rank(b.Kind)), byName(a, b))
	})
	return feeds
}

func rank(k Kind) int {
	return slices.Index([]Kind{KindAll, KindDigest, KindVotes, KindCode, KindTopic, KindCombination, KindFamily, KindOrganization}, k)
}

// byName orders organizations, which come as they are met; the other kinds stay in the order of the settings.
func byName(a, b *Feed) int {
	if a.Kind != KindOrganization {
		return 0
	}
	return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.Path, b.Path))
}

// wished are the feeds that exist whether or not anybody is in them.
func wished(site Site) []*Feed {
	feeds := []*Feed{{
		Path: archive.All, Kind: KindAll, Name: "All papers", Title: site.Settings.Title,
		Description: "Every paper of Hugging Face Daily Papers, newest first.",
	}, {
		Path: "code", Kind: KindCode, Name: "Papers with code",
		Description: "Papers of Hugging Face Daily Papers that come with a code repository.",
	}}
	feeds = append(feeds, &Feed{
		Path: archive.DailyDigest, Kind: KindDigest, Name: "Daily digest",
		Description: "One item for each list day of Hugging Face Daily Papers: its papers by votes, two days later.",
	}, &Feed{
		Path: archive.WeeklyDigest, Kind: KindDigest, Name: "Weekly digest",
		Description: "One item for each week of Hugging Face Daily Papers: its papers by votes, on the Wednesday after.",
	})
	for _, t := range site.Settings.Topics.Topics() {
		feeds = append(feeds, &Feed{
			Path: archive.TopicDigests + t.Slug, Kind: KindDigest, Name: t.Name + ", weekly",
			Description: "One item for each week: the papers about " + t.Name + " by votes, on the Wednesday after.",
		})
	}
	for _, n := range site.Settings.Votes {
		feeds = append(feeds, &Feed{
			Path: fmt.Sprintf("votes/%d", n), Kind: KindVotes, Name: fmt.Sprintf("%d votes", n),
			Description: fmt.Sprintf("Papers of Hugging Face Daily Papers, each when it is first seen with %d votes or more.", n),
		})
	}
	for _, t := range site.Settings.Topics.Topics() {
		feeds = append(feeds, &Feed{Path: "topics/" + t.Slug, Kind: KindTopic, Name: t.Name, Description: t.Description})
	}
	for _, c := range site.Settings.Combinations {
		feeds = append(feeds, &Feed{
			Path: "feeds/" + c.Name, Kind: KindCombination, Name: c.Title,
		})
	}
	for _, f := range site.Settings.Families {
		feeds = append(feeds, &Feed{
			Path: "families/" + f.Name, Kind: KindFamily, Name: f.Title,
		})
	}
	for _, f := range feeds {
		topic := strings.TrimPrefix(strings.TrimPrefix(f.Path, archive.TopicDigests), "topics/")
		f.Listed = !slices.Contains(site.Settings.Off, topic)
		if f.Title == "" {
			f.Title = site.titled(f.Name)
		}
	}
	return feeds
}

// found is a feed that exists because papers are in it: an organization's, or one that was wished for once.
func (site Site) found(path string, names map[string]*archive.Organization) *Feed {
	folder, name, _ := strings.Cut(path, "/")
	f := &Feed{Path: path, Name: cmp.Or(name, folder)}
	switch folder {
	case "orgs":
		f.Kind, f.Listed = KindOrganization, true
		if o := names[name]; o != nil {
			f.Name, f.Icon = o.Name, text.URL(o.Avatar)
			// A renamed one is listed at its present address. Who subscribed to the old one goes on there.
			f.Listed = archive.OrganizationPath(o.Slug) == name
		}
		f.Description = papersBy(f.Name)
	case "topics":
		f.Kind = KindTopic
	case "digest":
		f.Kind = KindDigest
	case "votes":
		f.Kind = KindVotes
	case "families":
		f.Kind = KindFamily
	default:
		f.Kind = KindCombination
	}
	f.Description = cmp.Or(f.Description, "Papers of Hugging Face Daily Papers: "+f.Name+".")
	f.Title = site.titled(f.Name)
	return f
}

// organizations tells who speaks for each address under orgs/: the one whose slug it is now, else the newest of those that once had
// it.
func organizations(c *archive.Catalogue) map[string]*archive.Organization {
	speaker := map[string]*archive.Organization{}
	current := func(o *archive.Organization, path string) bool { return archive.OrganizationPath(o.Slug) == path }
	for _, id := range slices.Sorted(maps.Keys(c.Organizations)) {
		o := c.Organizations[id]
		for _, path := range o.Paths {
			s := speaker[path]
			if s == nil || current(o, path) && !current(s, path) || current(o, path) == current(s, path) && o.AsOf.After(s.AsOf) {
				speaker[path] = o
			}
		}
	}
	return speaker
}
