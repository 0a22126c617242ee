package parser

import (
	"errors"
	"strings"
	"testing"
)

// The top level of the hydration JSON, by year and kind of page.
func TestTopLevel(t *testing.T) {
	for _, test := range []struct {
		name    string
		top     object
		day     string
		warning string
	}{
		{"2026", nil, listDay, ""},
		{"2024", object{"dateString": nil, "periodType": nil, "query": nil, "isTrending": nil, "date": listDay + "T00:00:00.000Z"}, listDay, ""},
		{"the newest day has no next one", object{"nextDate": nil}, listDay, ""},
		{"no publisher", object{"publisher": nil}, listDay, ""},
		{"trending", object{"dateString": nil, "periodType": nil, "isTrending": true}, "", ""},
		{"a search is not a day", object{"query": object{"q": "layers"}}, "", ""},
		{"a query of another type", object{"query": []any{1}}, listDay, ""},
		{"no day", object{"dateString": nil}, "", "names no day"},
		{"an impossible day", object{"dateString": "2031-02-30"}, "", "names no day"},
		{"a day of another form", object{"dateString": "3 Feb 2031"}, "", "names no day"},
		{"a number for the day", object{"dateString": 20310203}, "", "names no day"},
		{"unknown keys", object{"a": object{"b": []any{1, "}"}}, "zz": "]"}, listDay, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := JSON(site{items: paperItems(2), top: test.top}.build(t))
			if err != nil {
				t.Fatal(err)
			}
			wantIDs(t, got, idsOf(0, 2)...)
			if got.Date != test.day {
				t.Errorf("day %q, want %q", got.Date, test.day)
			}
			wantWarning(t, got, test.warning)
		})
	}
}

// The day may stand behind the papers; their time of submission is checked by it all the same.
func TestDayBehindPapers(t *testing.T) {
	item := paperItem("3102.00001", inPaper("submittedOnDailyAt", "2031-02-03T07:00:00.000Z"))
	got, err := JSON(hydrate([]byte(`{"dailyPapers":` + string(marshal(t, []object{item})) + `,"dateString":"` + listDay + `"}`)))
	if err != nil || got.Date != listDay || got.Papers[0].Submitted.IsZero() {
		t.Errorf("day %q, papers %+v, error %v", got.Date, got.Papers, err)
	}
}

// Of two lists of papers the last one counts, as encoding/json has it: together they could be more than a listing may hold.
func TestTwoLists(t *testing.T) {
	list := func(ids ...string) string {
		var items []object
		for _, id := range ids {
			items = append(items, paperItem(id))
		}
		return string(marshal(t, items))
	}
	got, err := JSON(hydrate([]byte(`{"dailyPapers":` + list("3102.00001") + `,"dateString":"` + listDay + `","dailyPapers":` + list("3102.00002") + `}`)))
	if err != nil {
		t.Fatal(err)
	}
	wantIDs(t, got, "3102.00002")
}

// A page names its day; a paper's time on another one is not believed.
func TestSubmittedOnAnotherDay(t *testing.T) {
	items := []object{paperItem("3102.00001", inPaper("submittedOnDailyAt", "2032-02-03T07:00:00.000Z"))}
	got, err := JSON(site{items: items}.build(t))
	if err != nil || got.Date != listDay || !got.Papers[0].Submitted.IsZero() {
		t.Errorf("day %q, papers %+v, error %v", got.Date, got.Papers, err)
	}
}

// What breaks the JSON breaks that reading as a whole: half a listing is not a listing.
func TestBrokenHydration(t *testing.T) {
	whole := string(marshal(t, object{"dateString": listDay, "dailyPapers": paperItems(2)}))
	for name, props := range map[string]string{
		"empty":           "",
		"null":            "null",
		"an array":        "[]",
		"no list":         `{"dateString":"` + listDay + `"}`,
		"cut off":         whole[:len(whole)-1],
		"cut in a paper":  whole[:len(whole)/2],
		"more behind":     whole + "{}",
		"a missing comma": strings.Replace(whole, `"},{"`, `"}{"`, 1),
		"a week":          `{"periodType":"week",` + whole[1:],
	} {
		t.Run(name, func(t *testing.T) {
			if props == whole {
				t.Fatal("nothing is broken")
			}
			got, err := JSON(hydrate([]byte(props)))
			if !errors.Is(err, ErrNoListing) || len(got.Papers) > 0 {
				t.Errorf("%d papers, error %v", len(got.Papers), err)
			}
		})
	}
}
