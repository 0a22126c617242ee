package archive

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// catalogueFormat is the version of catalogue.gz. Any other one is thrown away: the file is made from the months.
const catalogueFormat = 1

// A Row is what planning has to know of a paper: a hundred bytes where the record has thousands.
type Row struct {
	ID        string
	FirstSeen time.Time
	Digest    string // of what feeds show; see [Record.Digest]
	Count     Count  // as last folded into the month
	Days      []string
	Feeds     []Membership // ascending by path
}

// A Membership is a feed that a paper belongs to, and since when.
type Membership struct {
	Path    string
	Entered time.Time
}

// Month is the month whose file holds the paper's record.
func (r *Row) Month() string { return r.FirstSeen.Format("2006-01") }

// A Catalogue has a row for every paper, ascending by first-seen, and the organizations they come from.
type Catalogue struct {
	Rows          []*Row
	Organizations map[string]*Organization // by id
	Issues        []Issue                  // digests, ascending by the time they were issued
	byID          map[string]*Row
}

// An Organization is one organization with every path it was ever seen under, so that a renamed one goes on at both.
type Organization struct {
	ID     string    `json:"id"`
	Slug   string    `json:"slug"` // the newest, as the source spells it
	Name   string    `json:"name"`
	Avatar string    `json:"avatar,omitempty"`
	Paths  []string  `json:"paths"` // path names under orgs/, ascending
	AsOf   time.Time `json:"as_of"` // first-seen of the newest paper that named it: that one decides slug, name and avatar
}

func newCatalogue() *Catalogue {
	return &Catalogue{Organizations: map[string]*Organization{}, byID: map[string]*Row{}}
}

// Row finds the row of a paper, nil if there is none.
func (c *Catalogue) Row(id string) *Row { return c.byID[id] }

// set makes the row of a record anew, and learns its organization.
func (c *Catalogue) set(r *Record) {
	row := &Row{
		ID: r.ID, FirstSeen: r.FirstSeen, Digest: r.Digest(), Days: r.Days,
		Count: Count{r.Upvotes, r.Comments, r.Stars},
		Feeds: make([]Membership, len(r.Feeds)),
	}
	for i, f := range r.Feeds {
		row.Feeds[i] = Membership{f, r.EnteredAt(f)}
	}
	if old := c.byID[r.ID]; old != nil {
		*old = *row
	} else {
		c.byID[r.ID] = row
		c.insert(row)
	}
	c.learn(r)
}

// insert keeps the rows in order. Nearly all papers are newer than all others, so this is an append.
func (c *Catalogue) insert(row *Row) {
	n := len(c.Rows)
	if n == 0 || c.Rows[n-1].FirstSeen.Before(row.FirstSeen) {
		c.Rows = append(c.Rows, row)
		return
	}
	i, _ := slices.BinarySearchFunc(c.Rows, row.FirstSeen, func(r *Row, t time.Time) int { return r.FirstSeen.Compare(t) })
	c.Rows = slices.Insert(c.Rows, i, row)
}

// learn takes over what a record says of its organizations.
func (c *Catalogue) learn(r *Record) {
	for _, a := range r.Affiliations {
		o := c.Organizations[a.ID]
		if o == nil {
			o = &Organization{ID: a.ID, Slug: a.Slug, Name: a.Slug}
			c.Organizations[a.ID] = o
		}
		path := OrganizationPath(a.Slug)
		if i, found := slices.BinarySearch(o.Paths, path); !found {
			o.Paths = slices.Insert(o.Paths, i, path)
		}
		if r.Organization != nil && r.Organization.ID == a.ID && !r.FirstSeen.Before(o.AsOf) {
			o.AsOf, o.Slug, o.Name, o.Avatar = r.FirstSeen, r.Organization.Slug, r.Organization.Name, r.Organization.Avatar
		}
	}
}

// issued tells whether a digest has been issued.
func (c *Catalogue) issued(feed, period string) bool {
	return slices.ContainsFunc(c.Issues, func(i Issue) bool { return i.Feed == feed && i.Period == period })
}

// used are all the seconds that some paper has for its own, as first-seen or as a time it entered a feed.
func (c *Catalogue) used() map[int64]bool {
	used := make(map[int64]bool, len(c.Rows))
	for _, row := range c.Rows {
		used[row.FirstSeen.Unix()] = true
		for _, m := range row.Feeds {
			used[m.Entered.Unix()] = true
		}
	}
	return used
}

type catalogueHead struct {
	Format        int             `json:"format"`
	Papers        int             `json:"papers"`
	Feeds         []string        `json:"feeds"` // rows name feeds by their place in this list
	Organizations []*Organization `json:"organizations"`
	Issues        []Issue         `json:"issues"`
}

// encode writes a JSON line of what rows refer to, then a line of tab-separated fields for each row: id, first-seen in Unix seconds,
// digest, counts, days, and its feeds as numbers, with the time of entering where it differs.
func (c *Catalogue) encode() ([]byte, error) {
	head := catalogueHead{Format: catalogueFormat, Papers: len(c.Rows), Issues: c.Issues}
	number := map[string]int{}
	for _, row := range c.Rows {
		for _, m := range row.Feeds {
			number[m.Path] = 0
		}
	}
	for path := range number {
		head.Feeds = append(head.Feeds, path)
	}
	slices.Sort(head.Feeds)
	for i, path := range head.Feeds {
		number[path] = i
	}
	for _, o := range c.Organizations {
		head.Organizations = append(head.Organizations, o)
	}
	slices.SortFunc(head.Organizations, func(a, b *Organization) int { return strings.Compare(a.ID, b.ID) })
	return compress(func(w io.Writer) error {
		if err := json.NewEncoder(w).Encode(head); err != nil {
			return err
		}
		out := bufio.NewWriterSize(w, 1<<16)
		var line []byte
		for _, row := range c.Rows {
			line = row.append(line[:0], number)
			out.Write(line) // errors of a bufio.Writer stay until Flush
		}
		return out.Flush()
	})
}

func (r *Row) append(line []byte, number map[string]int) []byte {
	line = append(line, r.ID...)
	line = append(line, '\t')
	line = strconv.AppendInt(line, r.FirstSeen.Unix(), 10)
	line = append(line, '\t')
	line = append(line, r.Digest...)
	for _, n := range []int{r.Count.Upvotes, r.Count.Comments, r.Count.Stars} {
		line = append(line, '\t')
		line = strconv.AppendInt(line, int64(n), 10)
	}
	line = append(line, '\t')
	line = append(line, strings.Join(r.Days, ",")...)
	line = append(line, '\t')
	for i, m := range r.Feeds {
		if i > 0 {
			line = append(line, ',')
		}
		line = strconv.AppendInt(line, int64(number[m.Path]), 10)
		if !m.Entered.Equal(r.FirstSeen) {
			line = append(line, ':')
			line = strconv.AppendInt(line, m.Entered.Unix(), 10)
		}
	}
	return append(line, '\n')
}

func decodeCatalogue(body []byte) (*Catalogue, error) {
	plain, err := decompress(body)
	if err != nil {
		return nil, err
	}
	first, rest, _ := bytes.Cut(plain, []byte("\n"))
	var head catalogueHead
	if err := json.Unmarshal(first, &head); err != nil {
		return nil, err
	}
	if head.Format != catalogueFormat {
		return nil, fmt.Errorf("format %d, not %d", head.Format, catalogueFormat)
	}
	c := newCatalogue()
	c.Issues = head.Issues
	for _, o := range head.Organizations {
		c.Organizations[o.ID] = o
	}
	for line := range strings.Lines(string(rest)) {
		row, err := parseRow(strings.TrimSuffix(line, "\n"), head.Feeds)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", len(c.Rows)+1, err)
		}
		c.Rows = append(c.Rows, row)
		c.byID[row.ID] = row
	}
	if len(c.Rows) != head.Papers || len(c.byID) != head.Papers {
		return nil, fmt.Errorf("%d rows, not %d", len(c.Rows), head.Papers)
	}
	return c, nil
}

func parseRow(line string, feeds []string) (*Row, error) {
	field := strings.Split(line, "\t")
	if len(field) != 8 {
		return nil, fmt.Errorf("%d fields, not 8", len(field))
	}
	row := &Row{ID: field[0], Digest: field[2], Days: strings.Split(field[6], ",")}
	var err error
	number := func(s string) int64 {
		n, e := strconv.ParseInt(s, 10, 64)
		if e != nil && err == nil {
			err = e
		}
		return n
	}
	row.FirstSeen = time.Unix(number(field[1]), 0).UTC()
	row.Count = Count{int(number(field[3])), int(number(field[4])), int(number(field[5]))}
	if field[7] != "" {
		row.Feeds = make([]Membership, 0, 1+strings.Count(field[7], ","))
		for f := range strings.SplitSeq(field[7], ",") {
			name, at, later := strings.Cut(f, ":")
			m := Membership{Entered: row.FirstSeen}
			if later {
				m.Entered = time.Unix(number(at), 0).UTC()
			}
			i := number(name)
			if i < 0 || i >= int64(len(feeds)) {
				return nil, fmt.Errorf("feed %q is not among %d", name, len(feeds))
			}
			m.Path = feeds[i]
			row.Feeds = append(row.Feeds, m)
		}
	}
	return row, err
}
