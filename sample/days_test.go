package sample

import (
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

// What is invented must not be taken for a real paper, organization or address: ids arXiv never reached, and reserved or marked names.
func TestNothingIsReal(t *testing.T) {
	for _, day := range everyDay(t) {
		for _, item := range day.Items {
			p := item.Paper
			if !strings.HasPrefix(p.ID, "2605.9") || len(p.ID) != len("2605.90000") {
				t.Errorf("%s could be a paper", p.ID)
			}
			if n := len(strings.Fields(p.Summary)); n < 120 || n > 220 {
				t.Errorf("%s: abstract of %d words, want 120 to 220", p.ID, n)
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

func TestListings(t *testing.T) {
	listings, err := Listings()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range listings {
		names = append(names, l.Name)
		if len(cards(t, l.Body)) < 20 {
			t.Errorf("%s has few cards", l.Name)
		}
	}
	if diff := cmp.Diff([]string{"2026-05-28.html", "2026-05-29.html", "2026-06-01.html"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
