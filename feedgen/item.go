package feedgen

import (
	"time"
	"unicode/utf8"

	"paperfeeds/text"
)

// An Item is one row in any feed, in neutral form: a paper or a digest. Text is plain text of one line, addresses are absolute; what is
// not, [Encode] cleans or leaves out. Only ID is required.
type Item struct {
	ID    string // http(s), of at most 256 bytes; never changes and is the same everywhere: "https://huggingface.co/papers/2606.03748"
	URL   string // the page to read; ID where empty
	Title string

	Abstract string
	Summary  string // the source's AI summary of a sentence or two; a digest's own short text
	Digest   *Digest

	Authors      []string
	Organization *Organization
	Published    time.Time // arXiv's date; shown as a day in the body, never the item's date in a feed (see [Entry])
	Updated      time.Time // title or abstract changed last; zero = never

	Topics   []Topic
	Keywords []string

	ExternalURL string // "https://arxiv.org/abs/2606.03748"
	PDF         string
	Code        string
	Project     string
	Discussion  string
	Image       string

	ArXivID string
	ListDay string // "2006-01-02"
}

// An Organization is who a paper comes from. Slug is the name under orgs/ of its feed, FeedURL the feed's page, URL its page at
// huggingface.co.
type Organization struct{ Slug, Name, URL, FeedURL string }

// A Topic is a subject that has a feed; FeedURL is the page of that feed, and the folder it lies in names the scheme of all topics.
type Topic struct{ Slug, Name, FeedURL string }

// A Digest is what an item carries instead of an abstract: papers, the best first, one line each. RestURL is a page with all of them, or
// empty; RestText is what its link says.
type Digest struct {
	Lines    []Line
	RestText string
	RestURL  string
}

// A Line is one paper of a digest.
type Line struct{ Title, URL, Organization, Sentence string }

const (
	maxID  = 256 // bytes
	maxURL = 512

	maxTitle    = 256 // characters; what Discord shows of a title
	maxName     = 100 // of an author, an organization, a topic or a keyword
	maxExcerpt  = 280 // of the short text, or a line of a digest
	maxSummary  = 1000
	maxAbstract = 6000 // three times the longest that was seen

	namedAuthors = 10  // in the body, before "and N more"
	maxCredited  = 100 // authors in the fields for authors; a paper may have 3,000
	maxSubjects  = 50  // topics, and as many keywords
)

// A row is an item made safe: clean text, good addresses, short names; and what there is room for of it.
type row struct {
	Item
	credited int  // how many of Authors stand in the fields for authors
	listed   int  // how many of Digest.Lines are shown
	bare     bool // nothing is left to leave out
}

func newRow(item Item) row {
	r := row{Item: item}
	r.Title, r.Abstract, r.Summary = short(item.Title, maxTitle), short(item.Abstract, maxAbstract), short(item.Summary, maxSummary)
	if r.Title == "" {
		r.Title = item.ID // a title is required in two formats, and a bot that posts titles needs something to post
	}
	r.Authors, r.Keywords = shortNames(item.Authors), shortNames(item.Keywords[:min(len(item.Keywords), maxSubjects)])
	r.ArXivID, r.ListDay = shortName(item.ArXivID), shortName(item.ListDay)
	for _, address := range []*string{&r.URL, &r.ExternalURL, &r.PDF, &r.Code, &r.Project, &r.Discussion, &r.Image} {
		*address = shortURL(*address)
	}
	if r.URL == "" {
		r.URL = item.ID
	}
	if o := item.Organization; o != nil {
		r.Organization = &Organization{Slug: shortName(o.Slug), Name: shortName(o.Name), URL: shortURL(o.URL), FeedURL: shortURL(o.FeedURL)}
	}
	r.Topics = nil
	for _, t := range item.Topics[:min(len(item.Topics), maxSubjects)] {
		t = Topic{Slug: shortName(t.Slug), Name: shortName(t.Name), FeedURL: shortURL(t.FeedURL)}
		if t.Slug != "" && t.Name != "" {
			r.Topics = append(r.Topics, t)
		}
	}
	if d := item.Digest; d != nil {
		r.Digest = &Digest{RestText: shortName(d.RestText), RestURL: shortURL(d.RestURL)}
		for _, l := range d.Lines {
			l = Line{short(l.Title, maxTitle), shortURL(l.URL), shortName(l.Organization), short(l.Sentence, maxExcerpt)}
			if l.Title != "" {
				r.Digest.Lines = append(r.Digest.Lines, l)
			}
		}
	}
	r.credited = min(len(r.Authors), maxCredited)
	if r.Digest != nil {
		r.listed = len(r.Digest.Lines)
	}
	return r
}

func short(s string, limit int) string { return text.Excerpt(text.Clean(s), limit) }

func shortName(s string) string { return short(s, maxName) }

// shortURL returns a good address, or nothing: better no link to a project than one that leaves no room for the abstract.
func shortURL(s string) string {
	if s = text.URL(s); len(s) > maxURL {
		return ""
	}
	return s
}

func shortNames(list []string) []string {
	var out []string
	for _, s := range list {
		if s = shortName(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// shorten leaves out some more of what is missed least, and reports whether there was anything left. No real item ever came to the
// last case, in which it keeps only what makes it an item.
func (r *row) shorten() bool {
	switch {
	case r.credited > namedAuthors:
		r.credited = max(namedAuthors, r.credited*9/10)
	case len(r.Keywords) > 1: // one stays: filters need something to go by
		r.Keywords = r.Keywords[:(len(r.Keywords)+1)/2]
	case utf8.RuneCountInString(r.Abstract) > maxExcerpt:
		r.Abstract = shorter(r.Abstract)
	case r.Digest != nil && r.Digest.shorten():
	case r.listed > 1:
		r.listed = r.listed * 3 / 4
	case utf8.RuneCountInString(r.Summary) > maxExcerpt:
		r.Summary = shorter(r.Summary)
	case len(r.Topics) > 4:
		r.Topics = r.Topics[:len(r.Topics)/2]
	case !r.bare:
		bare := Item{ID: r.ID, URL: r.ID, Title: text.Excerpt(r.Title, maxName), Abstract: r.excerpt(), Updated: r.Updated}
		*r = row{Item: bare, bare: true}
	default:
		return false
	}
	return true
}

// shorten shortens the longest sentences of a digest by a tenth, and reports whether they were long: the others stay whole.
func (d *Digest) shorten() bool {
	longest := 0
	for _, l := range d.Lines {
		longest = max(longest, utf8.RuneCountInString(l.Sentence))
	}
	if longest <= maxName {
		return false
	}
	for i, l := range d.Lines {
		d.Lines[i].Sentence = text.Excerpt(l.Sentence, max(maxName, longest*9/10))
	}
	return true
}

func shorter(s string) string {
	return text.Excerpt(s, max(maxExcerpt, utf8.RuneCountInString(s)*3/4))
}
