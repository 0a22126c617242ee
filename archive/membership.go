package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/sync/errgroup"

	"paperfeeds/parser"
	"paperfeeds/settings"
	"paperfeeds/text"
	"paperfeeds/topic"
)

// OrganizationPath is the path name under orgs/ of an organization's slug.
func OrganizationPath(slug string) string { return text.Slug(slug) }

// joins are the feeds that a paper belongs to by what is known of it now, and is not in yet. Topics are not among them: they are
// decided once, when a paper is first read. Organizations are only those of its own affiliations.
func joins(r *Record, c Count, s settings.Settings) []string {
	var paths []string
	join := func(path string) {
		if !r.In(path) && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	for _, a := range r.Affiliations {
		join("orgs/" + OrganizationPath(a.Slug))
	}
	if r.Code != "" {
		join("code")
	}
	for _, n := range s.Votes {
		if c.Upvotes >= n {
			join(fmt.Sprintf("votes/%d", n))
		}
	}
	for _, f := range s.Families {
		if inFamily(r, f) {
			join("families/" + f.Name)
		}
	}
	for _, combination := range s.Combinations {
		if admits(combination, r, c) {
			join("feeds/" + combination.Name)
		}
	}
	return paths
}

func inFamily(r *Record, f settings.Family) bool {
	return slices.ContainsFunc(f.Of, func(slug string) bool { return of(r, slug) })
}

// of tells whether the paper is of the organization with that slug, by its affiliations or because it is in that one's feed already.
func of(r *Record, slug string) bool {
	path := OrganizationPath(slug)
	return r.In("orgs/"+path) || slices.ContainsFunc(r.Affiliations, func(a Affiliation) bool { return OrganizationPath(a.Slug) == path })
}

// admits tells whether a paper fulfils the conditions of a combination.
func admits(c settings.Combination, r *Record, count Count) bool {
	fulfils := func(t settings.Term) bool {
		switch t.Kind {
		case settings.TermTopic:
			return r.In("topics/" + t.Value)
		case settings.TermOrganization:
			return of(r, t.Value)
		default:
			return strings.Contains(words(r.Title+" "+r.Abstract), words(t.Value))
		}
	}
	return count.Upvotes >= c.MinVotes &&
		!slices.ContainsFunc(c.All, func(t settings.Term) bool { return !fulfils(t) }) &&
		(len(c.Any) == 0 || slices.ContainsFunc(c.Any, fulfils)) &&
		!slices.ContainsFunc(c.None, fulfils)
}

// words is a text for looking up whole words in: lower case, single blanks between words and at both ends.
func words(s string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c)
	}), " ") + " "
}

// definitions are the feeds that rules fill, each with a digest of its rule. Topics and votes have none to digest: a better topic
// rule serves new papers and leaves old feeds in peace, so only a topic that is new matters.
func definitions(s settings.Settings) map[string]string {
	d := map[string]string{}
	for _, t := range s.Topics.Topics() {
		d["topics/"+t.Slug] = "-"
	}
	for _, n := range s.Votes {
		d[fmt.Sprintf("votes/%d", n)] = "-"
	}
	for _, f := range s.Families {
		d["families/"+f.Name] = short(strings.Join(f.Of, "\n"))
	}
	for _, c := range s.Combinations {
		d["feeds/"+c.Name] = short(fmt.Sprintf("%q %q %q %d", c.All, c.Any, c.None, c.MinVotes))
	}
	return d
}

func short(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

// unfilled are the feeds whose definition is new: they are filled from the whole archive.
func (a *Archive) unfilled(s settings.Settings) []string {
	if len(a.Index.Months) == 0 {
		return nil
	}
	var feeds []string
	for path, digest := range definitions(s) {
		if a.Index.Definitions[path] != digest {
			feeds = append(feeds, path)
		}
	}
	slices.Sort(feeds)
	return feeds
}

// fill enters the papers that belong to these feeds. Who comes in gets no time of its own: the feed is new, so its history is dated as
// if it had always been. Who is in stays, with its time: the feed may only have been missing from the settings for a while, and members
// never leave. Where everything is decided again, those leave who belong there no more.
func (a *Archive) fill(feeds []string, s settings.Settings, decide bool) {
	for _, month := range a.allMonths() {
		records := a.months[month]
		papers := make([]*parser.Paper, len(records))
		for i, r := range records {
			papers[i] = &r.Paper
		}
		topics := matchAll(s.Topics, papers)
		for i, r := range records {
			before := r.clone()
			if decide {
				r.Rules = s.Topics.Version()
				r.Feeds = slices.DeleteFunc(r.Feeds, func(f string) bool { return slices.Contains(feeds, f) })
			}
			for _, slug := range topics[i] {
				if path := "topics/" + slug; slices.Contains(feeds, path) {
					r.enter(path, time.Time{})
				}
			}
			for _, path := range joins(r, a.countOf(r), s) {
				if slices.Contains(feeds, path) {
					r.enter(path, time.Time{})
				}
			}
			maps.DeleteFunc(r.Entered, func(feed string, _ time.Time) bool { return !r.In(feed) })
			if !reflect.DeepEqual(before, r) {
				a.touch(r)
			}
		}
	}
}

// matchAll returns the slugs of the topics of papers, on all processors; nothing where there is nil.
func matchAll(rules *topic.Rules, papers []*parser.Paper) [][]string {
	slugs := make([][]string, len(papers))
	var workers errgroup.Group
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range papers {
		if p != nil {
			workers.Go(func() error {
				slugs[i] = rules.Match(p.Title, p.Abstract, p.Keywords)
				return nil
			})
		}
	}
	_ = workers.Wait() // none fails
	return slugs
}
