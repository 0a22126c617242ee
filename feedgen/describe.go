package feedgen

import (
	"cmp"
	"fmt"
	"strings"

	"paperfeeds/archive"
	"paperfeeds/settings"
)

// titled is the title of what has a name: readers show titles of many sites side by side.
func (site Site) titled(name string) string { return name + " – " + site.Settings.Title }

// papersBy describes the feed of an organization.
func papersBy(name string) string { return "Papers by " + name + " on Hugging Face Daily Papers." }

// describe says what is in the feeds that only the settings can tell: families and combinations.
func (site Site) describe(byPath map[string]*Feed, names map[string]*archive.Organization) {
	organization := func(slug string) string {
		if o := names[archive.OrganizationPath(slug)]; o != nil {
			return o.Name
		}
		return slug
	}
	for _, family := range site.Settings.Families {
		var of []string
		for _, slug := range family.Of {
			of = append(of, organization(slug))
		}
		byPath["families/"+family.Name].Description = "Papers of Hugging Face Daily Papers by " + strings.Join(of, ", ") + "."
	}
	term := func(t settings.Term) string {
		switch t.Kind {
		case settings.TermTopic:
			if topic := byPath["topics/"+t.Value]; topic != nil {
				return topic.Name
			}
			return t.Value
		case settings.TermOrganization:
			return organization(t.Value)
		default:
			return "“" + t.Value + "”"
		}
	}
	for _, c := range site.Settings.Combinations {
		var rules []string
		for _, part := range []struct {
			name  string
			terms []settings.Term
		}{{"all of ", c.All}, {"any of ", c.Any}, {"none of ", c.None}} {
			var terms []string
			for _, t := range part.terms {
				terms = append(terms, term(t))
			}
			if len(terms) > 0 {
				rules = append(rules, part.name+strings.Join(terms, ", "))
			}
		}
		if c.MinVotes > 0 {
			rules = append(rules, fmt.Sprintf("%d votes or more", c.MinVotes))
		}
		byPath["feeds/"+c.Name].Description = "Papers of Hugging Face Daily Papers: " + cmp.Or(strings.Join(rules, "; "), c.Title) + "."
	}
}

// tellApart adds their addresses to the names of organizations that have the same: a list of subscriptions shows nothing else.
func (site Site) tellApart(feeds []*Feed) {
	named := map[string]int{}
	key := func(f *Feed) string { return strings.ToLower(f.Name) }
	for _, f := range feeds {
		if f.Kind == KindOrganization && f.Listed {
			named[key(f)]++
		}
	}
	for _, f := range feeds {
		if f.Kind == KindOrganization && f.Listed && named[key(f)] > 1 {
			f.Name += " (" + strings.TrimPrefix(f.Path, "orgs/") + ")"
			f.Title, f.Description = site.titled(f.Name), papersBy(f.Name)
		}
	}
}
