package source_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
	"testing"
	"time"

	"paperfeeds/captured"
	"paperfeeds/source"
)

type fault map[string]any

// Every fault of the wire that the replay server knows, for pages and for the API, ends in the right bytes or in a clear error, soon
// and in little memory.
func TestReplayFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("takes about twenty seconds")
	}
	const most = 8 << 20
	replay := captured.Replay(t)
	var days map[string]string
	replay.Order(t, "GET", "/__days", nil, &days)
	day := "" // the newest with a page: what the API shows is made of it
	for date, form := range days {
		if form == "html" && date > day {
			day = date
		}
	}
	type check = func(got, well []byte) error
	same := func(got, well []byte) error {
		if !bytes.Equal(got, well) {
			return fmt.Errorf("%d bytes, not the %d of the listing", len(got), len(well))
		}
		return nil
	}
	sameInBlanks := func(got, well []byte) error { return same(bytes.TrimLeft(got, " "), well) }
	start := func(got, well []byte) error {
		if len(got) == 0 || len(got) >= len(well) || !bytes.HasPrefix(well, got) {
			return fmt.Errorf("%d bytes, not a start of the %d of the listing", len(got), len(well))
		}
		return nil
	}
	noise := func(got, _ []byte) error {
		if len(got) != 65536 {
			return fmt.Errorf("%d bytes, want the server's 65536", len(got))
		}
		return nil
	}
	whatever := func(_, _ []byte) error { return nil }
	tests := map[string]struct {
		fault    fault
		bytes    check  // nil where there is to be an error
		want     string // part of it
		is       error
		requests int
	}{
		"none":                       {fault{"kind": "mismatch", "match": "/nowhere"}, same, "", nil, 1},
		"status:202":                 {fault{"kind": "status:202"}, nil, "202 accepted", source.ErrChallenged, 1},
		"status:301":                 {fault{"kind": "status:301"}, nil, "301 moved permanently", nil, 1},
		"status:400":                 {fault{"kind": "status:400"}, nil, "400 bad request", nil, 1},
		"status:401":                 {fault{"kind": "status:401"}, nil, "401 unauthorized", nil, 1},
		"status:403":                 {fault{"kind": "status:403"}, nil, "403 forbidden", source.ErrChallenged, 1},
		"status:404":                 {fault{"kind": "status:404"}, nil, "404 not found", nil, 1},
		"status:405":                 {fault{"kind": "status:405"}, nil, "405 method not allowed", source.ErrChallenged, 1},
		"status:429":                 {fault{"kind": "status:429"}, nil, "is used up, more in 1m0s (4 attempts)", nil, 4},
		"status:429 twice":           {fault{"kind": "status:429", "times": 2, "retry_after": false}, same, "", nil, 3},
		"status:500":                 {fault{"kind": "status:500"}, nil, "500 internal server error", nil, 4},
		"status:502 once":            {fault{"kind": "status:502", "times": 1}, same, "", nil, 2},
		"status:503 thrice":          {fault{"kind": "status:503", "times": 3}, same, "", nil, 4},
		"status:504":                 {fault{"kind": "status:504"}, nil, "504 gateway timeout (4 attempts)", nil, 4},
		"truncate":                   {fault{"kind": "truncate"}, nil, "the answer ends too early (4 attempts)", nil, 4},
		"truncate once":              {fault{"kind": "truncate", "times": 1}, same, "", nil, 2},
		"truncate at once":           {fault{"kind": "truncate", "at": 0}, nil, "the answer ends too early", nil, 4},
		"truncate-silent":            {fault{"kind": "truncate-silent"}, start, "", nil, 1}, // HTTP cannot tell; the parser does
		"truncate-close":             {fault{"kind": "truncate-close"}, nil, "the answer ends too early", nil, 4},
		"truncate-close once":        {fault{"kind": "truncate-close", "times": 1}, same, "", nil, 2},
		"slow":                       {fault{"kind": "slow", "seconds": 0.3}, same, "", nil, 1},
		"slow beyond patience":       {fault{"kind": "slow", "seconds": 3}, nil, "no complete answer within 1s (2 attempts)", nil, 2},
		"hang":                       {fault{"kind": "hang"}, nil, "no complete answer within 1s (2 attempts)", nil, 2},
		"hang once":                  {fault{"kind": "hang", "times": 1}, same, "", nil, 2},
		"hang-body":                  {fault{"kind": "hang-body"}, nil, "no complete answer within 1s (2 attempts)", nil, 2},
		"reset":                      {fault{"kind": "reset"}, nil, "connection reset by peer (4 attempts)", nil, 4},
		"reset once":                 {fault{"kind": "reset", "times": 1}, same, "", nil, 2},
		"reset in the body":          {fault{"kind": "reset", "at": .7}, nil, "(4 attempts)", nil, 4},
		"reset in the body once":     {fault{"kind": "reset", "at": .7, "times": 1}, same, "", nil, 2},
		"huge":                       {fault{"kind": "huge", "mb": 100}, nil, "larger than 8 MB", source.ErrTooLarge, 1},
		"huge but not too huge":      {fault{"kind": "huge", "mb": 4}, sameInBlanks, "", nil, 1},
		"huge-gzip":                  {fault{"kind": "huge-gzip", "mb": 100}, nil, "larger than 8 MB", source.ErrTooLarge, 1},
		"huge-gzip but not too huge": {fault{"kind": "huge-gzip", "mb": 4}, sameInBlanks, "", nil, 1},
		"redirect-loop":              {fault{"kind": "redirect-loop"}, nil, "redirects in a circle", nil, 1},
		"redirect-loop elsewhere":    {fault{"kind": "redirect-loop", "to": "http://127.0.0.1:1/"}, nil, "redirects to another site", nil, 1},
		"redirect-loop by a detour":  {fault{"kind": "redirect-loop", "to": "/papers?from=loop"}, nil, "redirects in a circle", nil, 2},
		"garbage":                    {fault{"kind": "garbage"}, noise, "", nil, 1},
		"emptylist":                  {fault{"kind": "emptylist"}, whatever, "", nil, 1}, // what it says is the parser's business
	}
	for _, way := range []string{"page", "api"} {
		read := func(ctx context.Context, c *source.Client) ([]byte, error) {
			if way == "page" {
				answer, err := c.Page(ctx, day)
				return answer.Body, err
			}
			answers, err := c.API(ctx, day)
			if len(answers) == 0 {
				return nil, err
			}
			return answers[0].Body, err
		}
		plain, _ := client(t, source.Options{Base: replay.URL})
		well, err := read(t.Context(), plain)
		if err != nil {
			t.Fatal(err)
		}
		for name, test := range tests {
			t.Run(way+"/"+name, func(t *testing.T) {
				replay.Order(t, "POST", "/__fault", test.fault, nil)
				defer replay.Order(t, "DELETE", "/__fault", nil, nil)
				o := source.Options{Base: replay.URL, MaxBytes: most}
				if strings.Contains(test.want, "within 1s") || strings.HasPrefix(name, "hang") {
					o.Timeout, o.Attempts = time.Second, 2
				}
				c, _ := client(t, o)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				begun := time.Now()
				got, err := read(t.Context(), c)
				took := time.Since(begun)
				runtime.ReadMemStats(&after)

				switch {
				case test.bytes != nil && err != nil:
					t.Errorf("got %v, want bytes", err)
				case test.bytes != nil:
					if err := test.bytes(got, well); err != nil {
						t.Error(err)
					}
				case err == nil || !strings.Contains(err.Error(), test.want):
					t.Errorf("got %d bytes and %v, want %q", len(got), err, test.want)
				default:
					fit(t, err, replay.URL)
				}
				if test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("%v is not %v", err, test.is)
				}
				if c.Requests() != test.requests {
					t.Errorf("%d requests, want %d", c.Requests(), test.requests)
				}
				if took > 15*time.Second {
					t.Errorf("took %s", took)
				}
				// All that was allocated, freed or not: a buffer that doubles up to the limit comes to about five times of it.
				if used := after.TotalAlloc - before.TotalAlloc; used > 6*most {
					t.Errorf("used %d MB for an answer of at most %d", used>>20, most>>20)
				}
			})
		}
	}
}

// The rules of the source, as it behaves when nothing is wrong.
func TestReplayRules(t *testing.T) {
	replay := captured.Replay(t, "--redirect-empty", "--enforce-limits", "--clock", "2026-05-12T23:00:00Z")
	c, n := client(t, source.Options{Base: replay.URL})

	answer, err := c.Page(t.Context(), "2026-05-10") // a Sunday without papers
	if date := path.Base(answer.URL); err != nil || date >= "2026-05-10" || c.Requests() != 2 {
		t.Errorf("empty day: got %s, %v after %d requests; want an earlier day after 2", answer.URL, err, c.Requests())
	}
	if want := time.Date(2026, 5, 12, 23, 0, 0, 0, time.UTC); !answer.Time.Equal(want) {
		t.Errorf("the source's time is %v, want %v", answer.Time, want)
	}
	if answers, err := c.API(t.Context(), "2026-05-10"); err != nil || len(answers) != 1 || string(answers[0].Body) != "[]" {
		t.Errorf("empty day by the API: got %v, %v; want []", answers, err)
	}
	if _, err := c.API(t.Context(), "2026-05-13"); !errors.Is(err, source.ErrNotYet) {
		t.Errorf("tomorrow: got %v, want ErrNotYet", err)
	}
	// Pages are slowed down before they run out, and then refused; two requests are spent.
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	for range 98 {
		if _, err := c.Page(ctx, ""); err != nil {
			t.Fatal(err)
		}
	}
	if len(n.taken) != 10 {
		t.Errorf("slowed down %d times, want 10", len(n.taken))
	}
	if _, err := c.Page(ctx, ""); !isLimited(err) || c.Requests() != 102 {
		t.Errorf("got %v after %d requests, want Limited after 102", err, c.Requests())
	}
	if _, err := c.API(ctx, "2026-05-12"); err != nil {
		t.Errorf("the API has its own limit: %v", err)
	}
}
