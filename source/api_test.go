package source_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"paperfeeds/source"
)

func TestAPIPages(t *testing.T) {
	next := func(query string) step {
		return func(w http.ResponseWriter, r *http.Request) {
			body("["+r.URL.Query().Get("p")+"]", "Link", fmt.Sprintf(`<http://%s/api/daily_papers?%s>; rel="next"`, r.Host, query))(w, r)
		}
	}
	tests := map[string]struct {
		steps []step
		want  string // the bodies joined
		err   string // part of the error, "" for none
	}{
		"one":           {[]step{body("[0]")}, "[0]", ""},
		"three":         {[]step{next("p=1"), next("p=2"), body("[2]")}, "[] [1] [2]", ""},
		"relative link": {[]step{body("[0]", "Link", `</api/daily_papers?p=1>; rel=next`), body("[1]")}, "[0] [1]", ""},
		"other scheme": {[]step{func(w http.ResponseWriter, r *http.Request) {
			body("[0]", "Link", "<https://"+r.Host+"/api/daily_papers?p=1>; rel=next")(w, r)
		}, body("[1]")}, "[0] [1]", ""},
		"only prev":       {[]step{body("[0]", "Link", `</api/daily_papers?p=1>; rel="prev"`)}, "[0]", ""},
		"a circle":        {[]step{next("p=1"), next("p=2"), next("p=1")}, "[] [1] [2]", "read already"},
		"itself":          {[]step{next("date=2026-05-12&limit=100")}, "[]", "read already"},
		"another host":    {[]step{body("[0]", "Link", `<http://localhost/api/daily_papers?p=1>; rel="next"`)}, "[0]", `leads elsewhere: "http://localhost/`},
		"another path":    {[]step{body("[0]", "Link", `</api/models?p=1>; rel="next"`)}, "[0]", "leads elsewhere"},
		"unreadable link": {[]step{body("[0]", "Link", `<http://[::1>; rel="next"`)}, "[0]", "leads elsewhere"},
		"second one lost": {[]step{next("p=1"), status(404, "")}, "[]", "404 not found"},
		"second unborn":   {[]step{next("p=1"), status(400, "", "Date", "Tue, 12 May 2026 09:00:00 GMT")}, "[]", "400 bad request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := serve(t, test.steps...)
			c, _ := client(t, source.Options{Base: server.URL})
			answers, err := c.API(t.Context(), "2026-05-12")
			var bodies []string
			for _, answer := range answers {
				bodies = append(bodies, string(answer.Body))
			}
			if got := strings.Join(bodies, " "); test.want != "" && got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("got %v, want %q", err, test.err)
			}
			if err != nil {
				fit(t, err, server.URL)
			}
			if errors.Is(err, source.ErrNotYet) {
				t.Errorf("%v passes for a day that has not begun", err)
			}
		})
	}
}

func TestAPIGoesOnTooLong(t *testing.T) {
	page := 0
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		page++
		body("[]", "Link", fmt.Sprintf(`</api/daily_papers?p=%d>; rel="next"`, page))(w, r)
	})
	c, _ := client(t, source.Options{Base: server.URL})
	answers, err := c.API(t.Context(), "")
	if len(answers) != 20 || err == nil || !strings.Contains(err.Error(), "goes on after 20 pages") {
		t.Errorf("got %d answers and %v, want 20 and an error", len(answers), err)
	}
}

// A refused day is "not yet" only where that can be: if the API one day refuses everything, nobody would notice otherwise.
func TestNotYet(t *testing.T) {
	tests := map[string]struct {
		date   string
		at     string // the source's time, none if empty
		notYet bool
	}{
		"tomorrow":             {"2026-05-13", "Tue, 12 May 2026 09:00:00 GMT", true},
		"a year ahead":         {"2027-05-13", "Tue, 12 May 2026 09:00:00 GMT", true},
		"today, just begun":    {"2026-05-12", "Tue, 12 May 2026 00:00:30 GMT", true},
		"yesterday, by UTC":    {"2026-05-11", "Tue, 12 May 2026 00:00:30 GMT", true},
		"the day before":       {"2026-05-10", "Tue, 12 May 2026 00:00:30 GMT", false},
		"long gone":            {"2024-05-10", "Tue, 12 May 2026 09:00:00 GMT", false},
		"ahead, no time told":  {time.Now().AddDate(1, 0, 0).Format(time.DateOnly), "?", true},
		"behind, no time told": {"2024-05-10", "?", false},
		"newest":               {"", "Tue, 12 May 2026 09:00:00 GMT", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			words := `{"error":"Invalid date: \u001b[31m it is after the date limit"}`
			server := serve(t, status(400, words, "Date", test.at, "Content-Type", "application/json"))
			c, _ := client(t, source.Options{Base: server.URL})
			_, err := c.API(t.Context(), test.date)
			if err == nil || errors.Is(err, source.ErrNotYet) != test.notYet {
				t.Errorf("got %v, want not yet: %v", err, test.notYet)
			}
			if !strings.Contains(err.Error(), `400 bad request: "Invalid date: \x1b[31m it`) || c.Requests() != 1 {
				t.Errorf("got %v after %d requests, want the source's words after 1", err, c.Requests())
			}
			fit(t, err, server.URL)
		})
	}
}
