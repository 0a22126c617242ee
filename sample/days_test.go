package sample

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// byID are the items of a day.
func byID(day Day) map[string]Item {
	items := map[string]Item{}
	for _, item := range day.Items {
		items[item.Paper.ID] = item
	}
	return items
}

func TestDays(t *testing.T) {
	days, err := Days()
	if err != nil {
		t.Fatal(err)
	}
	var dates []string
	distinct := map[string]bool{}
	for i, day := range days {
		date, err := time.Parse(time.DateOnly, day.Date)
		if err != nil {
			t.Fatal(err)
		}
		dates = append(dates, date.Format("Monday 2006-01-02"))
		if i > 0 && (day.Prev != days[i-1].Date || days[i-1].Next != day.Date) {
			t.Errorf("%s does not follow %s", day.Date, days[i-1].Date)
		}
		if n := len(day.Items); n < 20 || n > 24 {
			t.Errorf("%s has %d papers, want 20 to 24", day.Date, n)
		}
		if !slices.IsSortedFunc(day.Items, func(a, b Item) int { return b.Paper.Upvotes - a.Paper.Upvotes }) {
			t.Errorf("%s is not in the order of votes", day.Date)
		}
		if len(byID(day)) != len(day.Items) {
			t.Errorf("%s has a paper twice", day.Date)
		}
		for _, item := range day.Items {
			distinct[item.Paper.ID] = true
			if n := len(strings.Fields(item.Paper.Summary)); n < 120 || n > 220 {
				t.Errorf("%s: abstract of %d words, want 120 to 220", item.Paper.ID, n)
			}
		}
	}
	want := []string{"Thursday 2026-05-28", "Friday 2026-05-29", "Monday 2026-06-01"}
	if diff := cmp.Diff(want, dates); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
	if len(distinct) <= 60 {
		t.Errorf("%d papers, want more than 60", len(distinct))
	}
}

var unreached = regexp.MustCompile(`^\d{4}\.9\d{4}$`)

// What is invented must not be taken for a real paper, account or address: ids arXiv never reached, and reserved or marked names.
func TestNothingIsReal(t *testing.T) {
	for _, day := range append(everyDay(t), generate(t, 1, Size{Papers: 500, Organizations: 50})...) {
		for _, item := range day.Items {
			p := item.Paper
			if !unreached.MatchString(p.ID) {
				t.Errorf("%s could be a paper", p.ID)
			}
			if p.GithubRepo != "" && !strings.HasPrefix(p.GithubRepo, "https://github.com/example-") {
				t.Errorf("%s: code at %s", p.ID, p.GithubRepo)
			}
			if p.ProjectPage != "" && !strings.Contains(p.ProjectPage, "example.org") && !strings.Contains(p.ProjectPage, "example.com") {
				t.Errorf("%s: project at %s", p.ID, p.ProjectPage)
			}
			if u := p.SubmittedOnDailyBy; u != nil && !strings.HasPrefix(u.User, "example-") {
				t.Errorf("%s: submitted by %s", p.ID, u.User)
			}
			for _, a := range p.Authors {
				if a.User != nil && !strings.HasPrefix(a.User.User, "example-") {
					t.Errorf("%s: %s has the account %s", p.ID, a.Name, a.User.User)
				}
			}
		}
	}
}

// The later reading is there to show updates, so each sort of update must be in it.
func TestLater(t *testing.T) {
	days := everyDay(t)
	before, after := days[1], days[3]
	if after.Date != before.Date {
		t.Fatalf("the later reading is of %s", after.Date)
	}
	crossed := map[int]bool{}
	var retitled, organization, code, stars, comments, came, gone int
	is := byID(after)
	for id, was := range byID(before) {
		now, ok := is[id]
		if !ok {
			gone++
			continue
		}
		if now.Paper.Upvotes < was.Paper.Upvotes {
			t.Errorf("%s lost votes", id)
		}
		for _, mark := range []int{10, 25, 50, 100} {
			if was.Paper.Upvotes < mark && now.Paper.Upvotes >= mark {
				crossed[mark] = true
			}
		}
		if was.Title != now.Title && was.Summary != now.Summary {
			retitled++
		}
		if was.Organization == nil && now.Organization != nil {
			organization++
		}
		if was.Paper.GithubRepo == "" && now.Paper.GithubRepo != "" {
			code++
		}
		if was.Paper.GithubRepo != "" && was.Paper.GithubStars == nil && now.Paper.GithubStars != nil {
			stars++
		}
		if was.NumComments == 0 && now.NumComments > 0 {
			comments++
		}
	}
	for id := range is {
		if _, ok := byID(before)[id]; !ok {
			came++
		}
	}
	for _, mark := range []int{10, 25, 50, 100} {
		if !crossed[mark] {
			t.Errorf("no paper reaches %d votes", mark)
		}
	}
	for name, n := range map[string]int{
		"new title and abstract": retitled, "late organization": organization, "late code": code, "late stars": stars,
		"first comment": comments, "late paper": came, "paper gone": gone,
	} {
		if n == 0 {
			t.Errorf("no %s", name)
		}
	}
}

// A change is made over a copy: the earlier reading must not learn of it.
func TestLaterLeavesTheFirstReadingAlone(t *testing.T) {
	before := draft{ID: "2605.90000", Keywords: []string{"first", "second"}, Accounts: map[string]string{"A": "a"}}
	after, err := before.with([]byte(`{"keywords":["changed"],"accounts":{"A":"changed"},"votes":3}`))
	if err != nil {
		t.Fatal(err)
	}
	if before.Keywords[0] != "first" || before.Accounts["A"] != "a" {
		t.Errorf("the draft has changed: %+v", before)
	}
	if after.Keywords[0] != "changed" || after.Votes != 3 || after.ID != before.ID {
		t.Errorf("the change was not made: %+v", after)
	}
}

// The crowd of authors must be the same in every reading, or the paper would seem to have been rewritten.
func TestCrowdIsTheSameInEveryReading(t *testing.T) {
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	first := draft{ID: "2605.90000", Title: "Bees", Crowd: 30}
	later := first
	later.Title = "Honey Bees"
	other := first
	other.ID = "2605.90001"
	var authors [3][]string
	for i, draft := range []draft{first, later, other} {
		item, err := d.item(draft, "2026-05-28")
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range item.Paper.Authors {
			authors[i] = append(authors[i], a.Name)
		}
	}
	if diff := cmp.Diff(authors[0], authors[1]); diff != "" {
		t.Errorf("a new title has other authors (-first +later):\n%s", diff)
	}
	if slices.Equal(authors[0], authors[2]) {
		t.Error("another paper has the same authors")
	}
}
