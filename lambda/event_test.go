package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var today = time.Date(2026, 6, 3, 12, 0, 0, 0, time.UTC)

func TestParseEvent(t *testing.T) {
	for _, test := range []struct {
		name    string
		payload string
		want    event
		err     string
	}{
		{"schedule's own input", `{}`, event{}, ""},
		{"nothing at all", ``, event{}, ""},
		{"null", `null`, event{}, ""},
		{"notification of a schedule without input", `{"version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.scheduler",
			"account": "123456789012", "time": "2026-06-03T12:00:00Z", "region": "us-east-1", "resources": [], "detail": "{}"}`, event{}, ""},
		{"dates", `{"dates": ["2026-06-01", "2024-02-29"]}`, event{Dates: []string{"2026-06-01", "2024-02-29"}}, ""},
		{"range", `{"from": "2026-05-31", "to": "2026-06-02"}`,
			event{From: "2026-05-31", To: "2026-06-02", Dates: []string{"2026-06-02", "2026-06-01", "2026-05-31"}}, ""},
		{"range up to today", `{"from": "2026-06-02"}`, event{From: "2026-06-02", Dates: []string{"2026-06-03", "2026-06-02"}}, ""},
		{"range of a day", `{"from": "2026-06-02", "to": "2026-06-02"}`,
			event{From: "2026-06-02", To: "2026-06-02", Dates: []string{"2026-06-02"}}, ""},
		{"rebuild", `{"rebuild": true}`, event{Rebuild: true}, ""},

		{"unknown key", `{"rebiuld": true}`, event{}, `unknown field "rebiuld"`},
		{"no object", `[]`, event{}, "it looks like"},
		{"no JSON", `{"dates"`, event{}, "it looks like"},
		{"two wishes", `{"rebuild": true, "dates": ["2026-06-01"]}`, event{}, "exclude each other"},
		{"end without a beginning", `{"to": "2026-06-01"}`, event{}, "to needs a from"},
		{"no dates", `{"dates": []}`, event{}, "dates has none"},
		{"no day", `{"dates": ["2026-02-29"]}`, event{}, `dates: "2026-02-29" is no day`},
		{"no day to begin with", `{"from": "May"}`, event{}, `from: "May" is no day`},
		{"no day to end with", `{"from": "2026-05-01", "to": "June"}`, event{}, `to: "June" is no day`},
		{"range backwards", `{"from": "2026-06-02", "to": "2026-06-01"}`, event{}, "lies after"},
		{"range of centuries", `{"from": "0001-01-01"}`, event{}, "longer than"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := parseEvent([]byte(test.payload), today)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got error %v, want one with %q", err, test.err)
				}
				return
			}
			if err != nil || !cmp.Equal(test.want, got) {
				t.Errorf("error %v, (-want +got):\n%s", err, cmp.Diff(test.want, got))
			}
		})
	}
}

// Whatever an event is, it ends in an error or in days that can be asked for.
func FuzzParseEvent(f *testing.F) {
	for _, seed := range []string{`{}`, `{"dates": ["2026-06-01"]}`, `{"from": "2026-05-31", "to": "2026-06-02"}`, `{"from": "2026-05-31"}`, `{"rebuild": true}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		e, err := parseEvent(payload, today)
		if err != nil {
			return
		}
		if e.Rebuild && len(e.Dates) > 0 || len(e.Dates) > mostDays && e.From != "" {
			t.Errorf("%+v", e)
		}
		for _, date := range e.Dates {
			if day, err := time.Parse(time.DateOnly, date); err != nil || day.Format(time.DateOnly) != date {
				t.Errorf("%q is no list day", date)
			}
		}
	})
}
