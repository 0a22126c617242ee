package captured

import (
	"maps"
	"strings"
)

// Organizations is what listings said of them so far, kept plainly so that tests can hold feeds to it.
type Organizations struct {
	of    map[string]map[string]bool // paper → _ids of the organizations it was ever shown with
	slugs map[string]map[string]bool // organization's _id → slugs it was ever shown under, in lower case
}

// NewOrganizations starts before the first listing.
func NewOrganizations() Organizations {
	return Organizations{of: map[string]map[string]bool{}, slugs: map[string]map[string]bool{}}
}

// Add takes in that a paper was shown with an organization.
func (o Organizations) Add(paper, id, slug string) {
	insert(o.of, paper, id)
	insert(o.slugs, id, strings.ToLower(slug))
}

func insert(m map[string]map[string]bool, key, value string) {
	if m[key] == nil {
		m[key] = map[string]bool{}
	}
	m[key][value] = true
}

// Len is how many organizations were shown.
func (o Organizations) Len() int { return len(o.slugs) }

// Members are the papers at each address under orgs/, by slug: of every organization ever seen there.
func (o Organizations) Members() map[string][]string {
	members := map[string][]string{}
	for paper, ids := range o.of {
		at := map[string]bool{}
		for id := range ids {
			maps.Copy(at, o.slugs[id])
		}
		for slug := range at {
			members[slug] = append(members[slug], paper)
		}
	}
	return members
}
