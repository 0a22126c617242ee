package parser

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestAPI(t *testing.T) {
	got, err := API(marshal(t, paperItems(3)), listDay)
	if err != nil {
		t.Fatal(err)
	}
	wantIDs(t, got, idsOf(0, 3)...)
	if got.Date != listDay {
		t.Errorf("day %q, want the one asked for", got.Date)
	}
	// The page holds the same items, and so the same papers.
	page, err := JSON(site{items: paperItems(3)}.build(t))
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, got, page)
}

func TestAPIEmptyDay(t *testing.T) {
	got, err := API([]byte("[]\n"), listDay)
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, got, Listing{Date: listDay})
}

func TestAPIFormat(t *testing.T) {
	whole := string(marshal(t, paperItems(3)))
	for _, test := range []struct{ name, body, says string }{
		{"nothing", "", "EOF"},
		{"a page", "<html><body>Hello</body></html>", "invalid character"},
		{"null", "null", "null instead of ["},
		{"a number", "12", "number instead of ["},
		{"an error", `{"error":"Sorry, we can't find the page you are looking for."}`, "we can't find"},
		{"an object", `{"dailyPapers":[]}`, "{ instead of ["},
		{"cut off in a paper", whole[:len(whole)-10], `unexpected EOF within "/2"`},
		{"cut off after a paper", whole[:len(whole)-1], "EOF"},
		{"twice", whole + whole, "after the end"},
		{"bytes after the end", whole + "<!-- -->", "invalid character"},
		{"random bytes", "\x00\xff[\x80", "invalid character"},
		{"nested arrays", strings.Repeat("[", 100_000), "exceeded max depth"},
		{"nested arrays in a field", `[{"paper":{"id":"3102.00001","x":` + strings.Repeat("[", 100_000), "exceeded max depth"},
		{"too many papers", string(marshal(t, paperItems(1001))), "more than 1000 papers"},
		{"a million papers", "[" + strings.Repeat("{},", 1_000_000) + "{}]", "more than 1000 papers"},
		{"too large", strings.Repeat(" ", maxBytes+1), "over 16 MB"},
		{"papers of another form", `[{"id":"3102.00001"},{"id":"3102.00002"}]`, "none of 2 papers readable, the first: no paper"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := API([]byte(test.body), listDay)
			if !errors.Is(err, ErrFormat) || !strings.Contains(fmt.Sprint(err), test.says) {
				t.Errorf("error %v, want one that says %q", err, test.says)
			}
			if len(got.Papers) > 0 {
				t.Errorf("%d papers of a broken answer", len(got.Papers))
			}
		})
	}
}

// Whether the API answers for an empty day with nothing or, like the page, with an older one is not known; on the Sundays on which
// New York's clocks changed it gave Monday's papers.
func TestAPIOtherDay(t *testing.T) {
	on := func(id, at string) object { return paperItem(id, inPaper("submittedOnDailyAt", at)) }
	for _, test := range []struct {
		name  string
		items []object
		day   string
	}{
		{"the day asked for", []object{on("3102.00001", "2031-02-03T00:00:00.000Z")}, listDay},
		{"all of another day", []object{on("3102.00001", "2031-01-31T07:00:00.000Z"), on("3102.00002", "2031-01-31T00:00:00.000Z")}, "2031-01-31"},
		{"all that say so", []object{on("3102.00001", "2031-01-31T07:00:00.000Z"), on("3102.00002", "")}, "2031-01-31"},
		{"one of another day", []object{on("3102.00001", "2031-01-31T07:00:00.000Z"), on("3102.00002", "2031-02-03T07:00:00.000Z")}, listDay},
		{"none says so (to 2025-03-16)", []object{on("3102.00001", "")}, listDay},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := API(marshal(t, test.items), listDay)
			if err != nil || got.Date != test.day {
				t.Fatalf("day %q, error %v, want %q", got.Date, err, test.day)
			}
			if test.day == listDay {
				wantWarning(t, got, "")
			} else {
				wantWarning(t, got, "asked for the list of 2031-02-03, the papers are of 2031-01-31")
				if got.Papers[0].Submitted.IsZero() {
					t.Error("the time of submission was judged by the day asked for")
				}
			}
		})
	}
}

func TestAPIDay(t *testing.T) {
	for _, wrong := range []string{"2031-02-30", "2031-2-3", "today", "2031-W06", "2031-02-03T00:00:00Z", "0001-01-01"} {
		if _, err := API([]byte("[]"), wrong); err == nil || errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v, want one that does not blame the answer", wrong, err)
		}
	}
}

func TestDuplicates(t *testing.T) {
	again := paperItem("3102.00002", both("title", "Again"))
	got, err := API(marshal(t, append(paperItems(3), again)), listDay)
	if err != nil {
		t.Fatal(err)
	}
	wantIDs(t, got, idsOf(0, 3)...)
	wantWarning(t, got, "paper 3102.00002: listed twice")
	if got.Papers[1].Title == "Again" {
		t.Error("the second one was kept")
	}
}

// A list that moves between two requests shows the last paper of one page on the next again.
func TestJoin(t *testing.T) {
	items := paperItems(5)
	read := func(items ...object) Listing {
		t.Helper()
		l, err := API(marshal(t, items), listDay)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	got := Join(read(items[0], paperItem("3102.00009", drop("title")), items[1], items[2]), read(items[2], paperItem("3102.00008", drop("title")), items[3]), Listing{Date: listDay})
	wantIDs(t, got, idsOf(0, 4)...)
	wantWarning(t, got, "paper 3102.00003: listed twice")
	wantSame(t, got.Skipped, []Skip{{Place: 1, ID: "3102.00009", Reason: "no title"}, {Place: 5, ID: "3102.00008", Reason: "no title"}})
	if got.Date != listDay {
		t.Errorf("day %q", got.Date)
	}
	wantSame(t, Join(), Listing{})
}
