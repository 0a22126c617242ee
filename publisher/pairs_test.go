package publisher_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/sample"
)

// pageFaults are ways in which a page fails or lies.
func pageFaults() map[string]wreck {
	faults := map[string]wreck{
		"a firewall": sends(202, "<html></html>"), "forbidden": sends(403, "no"), "not found": sends(404, "no"), "limited": sends(429, "no"),
		"down": sends(503, "no"), "nothing": sends(200, ""), "noise": sends(200, strings.Repeat("\x00\xff<&\x1f", 5000)), "JSON": sends(200, `[{"paper":{}}]`),
		"half": edited(func(p string) string { return p[:len(p)/2] }), "most": edited(func(p string) string { return p[:len(p)*9/10] }),
		"no JSON": edited(noJSON), "bad JSON": edited(badJSON), "no cards": edited(fewerCards(-1)), "a card too few": edited(fewerCards(1)), "cards too few": edited(fewerCards(4)),
		"a paper too few in the JSON": fewerItems,
		"one paper":                   with(func(items []sample.Item) []sample.Item { return items[:1] }),
		"every other paper":           with(everyOther),
		"no papers":                   with(func([]sample.Item) []sample.Item { return nil }),
		"ids that are none": with(func(items []sample.Item) []sample.Item {
			for i := range items {
				items[i].Paper.ID = fmt.Sprint("../", i)
			}
			return items
		}),
		"another day": func(day sample.Day) answer {
			day.Date = "2026-06-04"
			return pageOf(day)
		},
	}
	return faults
}

func everyOther(items []sample.Item) []sample.Item {
	var some []sample.Item
	for i := 0; i < len(items); i += 2 {
		some = append(some, items[i])
	}
	return some
}

// apiFaults are ways in which the API fails or lies of a day.
func apiFaults() map[string]wreck {
	listed := func(change func(body string) string) wreck {
		return func(day sample.Day) answer {
			body, err := sample.API(day)
			if err != nil {
				return answer{status: 599, body: err.Error()}
			}
			return answer{body: change(string(body))}
		}
	}
	of := func(change func(items []sample.Item) []sample.Item) wreck {
		return func(day sample.Day) answer {
			day.Items = change(slices.Clone(day.Items))
			return listed(strings.Clone)(day)
		}
	}
	return map[string]wreck{
		"a firewall": sends(202, "<html></html>"), "not yet": sends(400, `{"error":"Invalid date"}`), "not found": sends(404, "no"), "limited": sends(429, "no"),
		"down": sends(500, "no"), "nothing": sends(200, ""), "noise": sends(200, strings.Repeat("\x00\xff[{\x1f", 5000)), "words": sends(200, `{"error":"Sorry"}`),
		"a page": pageOf, "half": listed(func(b string) string { return b[:len(b)/2] }),
		"one paper":         of(func(items []sample.Item) []sample.Item { return items[:1] }),
		"every other paper": of(everyOther),
		"no papers":         sends(200, "[]"),
		"ids that are none": of(func(items []sample.Item) []sample.Item {
			for i := range items {
				items[i].Paper.ID = fmt.Sprint("../", i)
			}
			return items
		}),
		"null": sends(200, "[null,null,7]"),
	}
}

// Every fault of the page with every fault of the API, of the newest day and of the ones before it: the run publishes what is true and
// says what it could not read, or fails and changes nothing; and the next one has everything.
func TestPairsOfFaults(t *testing.T) {
	published := newStation(t, serve(t, 60), 2)
	published.good(t, at(t, "01 12:00"))
	published.good(t, at(t, "02 12:00"))
	shown := follow(t, published.dir, "all")
	n := 0
	for page, breakPage := range pageFaults() {
		for api, breakAPI := range apiFaults() {
			if n++; !everything && n%40 != 0 { // maps are gone through in another order each time
				continue
			}
			t.Run(page+" and "+api, func(t *testing.T) {
				st := published.clone(t)
				s := st.server
				before := snapshot(t, st.dir)
				bad := breakPage(s.days[wednesday])
				s.page, s.api = &bad, map[string]answer{}
				for _, day := range []string{"2026-06-01", "2026-06-02", wednesday} {
					s.api[day] = breakAPI(s.days[day])
				}
				report, err := st.run(t, at(t, "03 12:00"))
				if err != nil {
					checkEnd(t, st, err, "no list day could be read")
					checkOnlyStatus(t, before, snapshot(t, st.dir))
				} else {
					checkEnd(t, st, nil, "")
				}
				after := follow(t, st.dir, "all")
				if diff := cmp.Diff(shown, after[len(after)-len(shown):]); diff != "" {
					t.Errorf("what was published has changed (-before +after):\n%s", diff)
				}
				for _, it := range after[:len(after)-len(shown)] {
					if !slices.Contains(s.ids(wednesday), strings.TrimPrefix(it.ID, "https://huggingface.co/papers/")) {
						t.Errorf("%s was published", it.ID)
					}
				}
				if missing := len(s.ids(wednesday)) - report.New; err == nil && missing > 1 && len(report.Warnings) == 0 && !strings.Contains(page, "paper") {
					t.Errorf("%d papers are missing, and no word of it", missing)
				}
				s.page, s.api = nil, nil
				st.good(t, at(t, "03 14:00"))
				for _, day := range []string{"2026-06-01", "2026-06-02", wednesday} {
					if !st.has(t, s.ids(day)...) {
						t.Errorf("papers of %s are missing after the next run", day)
					}
				}
			})
		}
	}
}
