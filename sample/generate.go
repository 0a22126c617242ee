package sample

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// A Size says how large an invented archive is.
type Size struct {
	Papers        int
	Organizations int    // at most so many; most have few papers, a few have many
	PerDay        int    // papers a list day, on average; 36 if not given
	First         string // first list day, "2006-01-02"; 2026-01-01 if not given
}

// Generate invents an archive, list day by list day (weekdays, oldest first), so that one of any size needs little memory. It is like
// the real one in numbers: titles of about 77 characters, abstracts of about 1,400, 7 authors, 10 keywords, 62 % with an organization,
// 61 % with code, votes with a long tail. The same seed and size give the same days on every machine. Ids are distinct: each id month
// gives those above 90000 before the next begins, whatever the list day.
func Generate(seed uint64, size Size) (iter.Seq[Day], error) {
	in, err := newInventor(size.Organizations)
	if err != nil {
		return nil, err
	}
	first, perDay := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 36
	if size.First != "" {
		if first, err = time.Parse(time.DateOnly, size.First); err != nil {
			return nil, fmt.Errorf("first list day: %w", err)
		}
	}
	if size.PerDay > 0 {
		perDay = size.PerDay
	}
	if most := 1200 * 10_000; size.Papers > most { // ids name a month of one century
		return nil, fmt.Errorf("%d papers are too many: ids are for %d", size.Papers, most)
	}
	return func(yield func(Day) bool) {
		in := in.again(seed)
		day := weekday(first)
		for done := 0; done < size.Papers; {
			n := min(perDay-perDay/2+in.r.IntN(2*(perDay/2)+1), size.Papers-done)
			next := weekday(day.AddDate(0, 0, 1))
			list := Day{Date: day.Format(time.DateOnly), Prev: before(day).Format(time.DateOnly)}
			if done+n < size.Papers {
				list.Next = next.Format(time.DateOnly)
			}
			for i := range n {
				id := first.AddDate(0, 0, 1-first.Day()).AddDate(0, (done+i)/10_000, 0)
				list.Items = append(list.Items, in.item(fmt.Sprintf("%s.%d", id.Format("0601"), 90_000+(done+i)%10_000), day))
			}
			byVotes(list.Items)
			if !yield(list) {
				return
			}
			done += n
			day = next
		}
	}, nil
}

// weekday is the day itself, or the Monday after it.
func weekday(t time.Time) time.Time {
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// before is the last weekday before a day.
func before(t time.Time) time.Time {
	for t = t.AddDate(0, 0, -1); t.Weekday() == time.Saturday || t.Weekday() == time.Sunday; {
		t = t.AddDate(0, 0, -1)
	}
	return t
}

// An inventor makes papers up out of the words of the sample papers.
type inventor struct {
	r             *rand.Rand
	names         names
	titles        chain
	abstracts     chain
	keywords      []string
	organizations int
	which         *rand.Zipf // the next paper's organization
}

func newInventor(organizations int) (*inventor, error) {
	d, err := load()
	if err != nil {
		return nil, err
	}
	in := &inventor{names: d.names, organizations: organizations}
	var titles, abstracts []string
	for _, reading := range d.readings {
		for _, paper := range reading.Papers {
			titles, abstracts = append(titles, paper.Title), append(abstracts, paper.Abstract)
			in.keywords = append(in.keywords, paper.Keywords...)
		}
	}
	in.titles, in.abstracts = newChain(titles), newChain(abstracts)
	return in, nil
}

// again is the inventor at its beginning, for a sequence may be run through more than once.
func (in inventor) again(seed uint64) *inventor {
	in.r = rand.New(rand.NewPCG(seed, 0))
	if in.organizations > 0 {
		in.which = rand.NewZipf(in.r, 1.2, 20, uint64(in.organizations-1))
	}
	return &in
}

// item invents one item of a list day.
func (in *inventor) item(id string, day time.Time) Item {
	p := Paper{
		ID: id, Title: in.title(), Summary: in.abstract(),
		PublishedAt:        day.AddDate(0, 0, -in.r.IntN(4)).Format(stamp),
		SubmittedOnDailyAt: day.Format(stamp),
		Upvotes:            min(int(math.Exp(1.8+1.57*in.r.NormFloat64())), 400), // median 6, p90 45
		DiscussionID:       objectID(id + "/discussion"),
	}
	for i := range 1 + min(int(math.Exp(1.8+0.6*in.r.NormFloat64())), 300) {
		p.Authors = append(p.Authors, Author{ID: objectID(id + "/" + strconv.Itoa(i)), Name: in.names.author(in.r)})
	}
	submitter := in.names.author(in.r)
	p.SubmittedOnDailyBy = user("example-"+strings.ReplaceAll(strings.ToLower(submitter), " ", "-"), submitter)
	if in.which != nil && in.chance(62) {
		p.Organization = in.names.organization(int(in.which.Uint64()))
	}
	if in.chance(61) {
		stars := int(math.Exp(3 + 1.8*in.r.NormFloat64()))
		p.GithubRepo, p.GithubRepoAddedBy, p.GithubStars = "https://github.com/example-archive/"+id, "user", &stars
	}
	if in.chance(38) {
		p.ProjectPage = "https://" + strings.ReplaceAll(id, ".", "-") + ".example.org/"
	}
	if in.chance(97) {
		p.AISummary = in.summary()
		for range 6 + in.r.IntN(9) {
			p.AIKeywords = append(p.AIKeywords, pick(in.r, in.keywords))
		}
	}
	return NewItem(p, in.r.IntN(5))
}

func (in *inventor) chance(percent int) bool { return in.r.IntN(100) < percent }

// title is a name and what it names, about 45 to 110 characters.
func (in *inventor) title() string {
	var b strings.Builder
	b.WriteString(pick(in.r, in.names.Places) + ":")
	length := 60 + in.r.IntN(50)
	in.titles.write(&b, in.r, length, length)
	return b.String()
}

func (in *inventor) abstract() string {
	var b strings.Builder
	b.Grow(1_920)
	in.abstracts.write(&b, in.r, int(min(max(1_310+250*in.r.NormFloat64(), 300), 1_800)), 1_920)
	return b.String()
}

func (in *inventor) summary() string {
	var b strings.Builder
	in.abstracts.write(&b, in.r, 80, 400)
	return b.String()
}
