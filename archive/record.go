package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"paperfeeds/parser"
)

// RecordFormat is the version of the lines of month files that this program writes. A newer one is refused, never guessed at.
const RecordFormat = 1

// A Record is one line of a month file: a paper as it was read, and what is known about it besides.
type Record struct {
	Format int `json:"v"`
	parser.Paper
	Days      []string  `json:"days"`             // list days it stood on, ascending
	FirstSeen time.Time `json:"first_seen"`       // UTC, whole seconds, no other paper's; never changes
	Updated   time.Time `json:"updated,omitzero"` // when title or abstract last changed
	// Feeds are the paths of all feeds it belongs to besides "all", ascending. Nothing is ever taken out.
	Feeds []string `json:"feeds,omitempty"`
	// Entered has the feeds that it entered later than at first sight.
	Entered map[string]time.Time `json:"entered,omitempty"`
	// Rules is the version of the topic rules that decided its topics.
	Rules string `json:"rules,omitempty"`
	// Affiliations are all the organizations it has ever been listed under, by id and by slug, in the order they came.
	Affiliations []Affiliation `json:"affiliations,omitempty"`
}

// An Affiliation is an organization's id with the slug it had then.
type Affiliation struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
}

// Month is the month of first-seen, "2026-06", which names the file that the record stands in.
func (r *Record) Month() string { return r.FirstSeen.Format("2006-01") }

// In tells whether the paper belongs to the feed at path.
func (r *Record) In(path string) bool {
	if path == All {
		return true
	}
	_, found := slices.BinarySearch(r.Feeds, path)
	return found
}

// EnteredAt is when the paper entered the feed at path: its first-seen unless it came to belong there later.
func (r *Record) EnteredAt(path string) time.Time {
	if t, ok := r.Entered[path]; ok {
		return t
	}
	return r.FirstSeen
}

// Topics are the slugs of its topics, ascending.
func (r *Record) Topics() []string { return r.under("topics/") }

// OrganizationFeeds are the path names of the organizations it belongs to, ascending.
func (r *Record) OrganizationFeeds() []string { return r.under("orgs/") }

func (r *Record) under(folder string) []string {
	var names []string
	for _, f := range r.Feeds {
		if name, ok := strings.CutPrefix(f, folder); ok {
			names = append(names, name)
		}
	}
	return names
}

// enter adds the paper to a feed; at is zero where it belonged there at first sight. It reports whether that was news.
func (r *Record) enter(path string, at time.Time) bool {
	i, found := slices.BinarySearch(r.Feeds, path)
	if found {
		return false
	}
	r.Feeds = slices.Insert(r.Feeds, i, path)
	if !at.IsZero() {
		if r.Entered == nil {
			r.Entered = map[string]time.Time{}
		}
		r.Entered[path] = at
	}
	return true
}

// Digest tells whether what any feed shows of the paper has changed. Counts are left out: no feed shows them.
func (r *Record) Digest() string {
	shown := *r
	shown.Format, shown.Rules, shown.Affiliations, shown.Submitted = 0, "", nil, time.Time{}
	shown.Upvotes, shown.Comments, shown.Stars = 0, 0, 0
	shown.Days = shown.Days[:min(1, len(shown.Days))]
	b, err := json.Marshal(shown)
	if err != nil {
		// A year beyond 9999 is all that can fail here, and dates are bounded when they are read.
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
