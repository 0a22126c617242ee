package source_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"paperfeeds/source"
)

func TestRateLimit(t *testing.T) {
	limited := func(headers ...string) step { return status(http.StatusTooManyRequests, "slow down", headers...) }
	tests := map[string]struct {
		steps []step
		pages int           // pages read one after another
		time  time.Duration // the context's; 0 for no end
		waits []time.Duration
		want  *source.Limited // in the end; nil for none
		asked int
	}{
		"429 waits for the window": {steps: []step{limited("RateLimit", `"pages";r=0;t=60`), body("page")},
			pages: 1, waits: []time.Duration{60 * time.Second}, asked: 2},
		"429 with Retry-After": {steps: []step{limited("Retry-After", "45"), body("page")},
			pages: 1, waits: []time.Duration{45 * time.Second}, asked: 2},
		"429 with both waits the longer": {steps: []step{limited("RateLimit", `"pages";r=0;t=20`, "Retry-After", "90"), body("page")},
			pages: 1, waits: []time.Duration{90 * time.Second}, asked: 2},
		"429 with a date": {steps: []step{limited("Date", "Tue, 12 May 2026 09:00:00 GMT", "Retry-After", "Tue, 12 May 2026 09:00:30 GMT"), body("page")},
			pages: 1, waits: []time.Duration{30 * time.Second}, asked: 2},
		"429 without a word backs off": {steps: []step{limited(), body("page")},
			pages: 1, waits: []time.Duration{time.Second}, asked: 2},
		"429 of another quota": {steps: []step{limited("RateLimit", `"resolvers";r=0;t=250`), body("page")},
			pages: 1, waits: []time.Duration{time.Second}, asked: 2},
		"429 for ever": {steps: []step{limited("RateLimit", `"pages";r=0;t=60`)},
			pages: 1, waits: []time.Duration{time.Minute, time.Minute, time.Minute}, want: &source.Limited{Wait: time.Minute}, asked: 4},
		"429 for longer than there is time": {steps: []step{limited("RateLimit", `"pages";r=0;t=60`)},
			pages: 1, time: 30 * time.Second, want: &source.Limited{Wait: time.Minute}, asked: 1},
		"429 is remembered": {steps: []step{limited("Retry-After", "60")},
			pages: 2, time: 30 * time.Second, want: &source.Limited{Wait: time.Minute}, asked: 1},
		"429 for a day": {steps: []step{limited("Retry-After", "86400")},
			pages: 1, want: &source.Limited{Wait: 24 * time.Hour}, asked: 1},
		"503 that says when": {steps: []step{status(503, "", "Retry-After", "20"), body("page")},
			pages: 1, waits: []time.Duration{20 * time.Second}, asked: 2},
		"the last of the window": {steps: []step{body("page", "RateLimit", `"pages";r=0;t=200`), body("page")},
			pages: 3, waits: []time.Duration{201 * time.Second}, asked: 3}, // a second later than all the others who wait
		"the last, and no time to wait": {steps: []step{body("page", "RateLimit", `"pages";r=0;t=200`)},
			pages: 2, time: time.Minute, want: &source.Limited{Wait: 200 * time.Second}, asked: 1},
		"few left": {steps: []step{body("page", "RateLimit", `"pages";r=9;t=40`), body("page", "RateLimit", `"pages";r=8;t=270`), body("page")},
			pages: 3, waits: []time.Duration{4 * time.Second, 10 * time.Second}, asked: 3},
		"few left, little time": {steps: []step{body("page", "RateLimit", `"pages";r=2;t=270`)},
			pages: 2, time: 20 * time.Second, asked: 2},
		"many left":              {steps: []step{body("page", "RateLimit", `"pages";r=97;t=200`)}, pages: 3, asked: 3},
		"API used up, not pages": {steps: []step{body("page", "RateLimit", `"api";r=0;t=200`)}, pages: 2, asked: 2},
		"header of nonsense":     {steps: []step{body("page", "RateLimit", `r;"pages"=0,,;;t=-5`)}, pages: 2, asked: 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := serve(t, test.steps...)
			c, n := client(t, source.Options{Base: server.URL})
			ctx := t.Context()
			if test.time > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, test.time)
				defer cancel()
			}
			var err error
			for range test.pages {
				_, err = c.Page(ctx, "")
			}
			got, isLimited := errors.AsType[source.Limited](err)
			switch {
			case test.want == nil && err != nil:
				t.Errorf("got %v, want no error", err)
			case test.want != nil && !isLimited:
				t.Errorf("got %v, want a Limited", err)
			case test.want != nil:
				fit(t, err, server.URL)
				if got.Quota != "pages" || got.Wait.Round(time.Second) != test.want.Wait {
					t.Errorf("got %+v, want about %s for pages", got, test.want.Wait)
				}
			}
			if err := n.roughly(test.waits...); err != nil {
				t.Error(err)
			}
			if asked := len(server.requests()); asked != test.asked {
				t.Errorf("%d requests, want %d", asked, test.asked)
			}
		})
	}
}

// Where pages are used up, the API still answers: the caller needs to hear so at once.
func TestQuotasAreApart(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			body("[]", "RateLimit", `"api";r=499;t=100`)(w, r)
			return
		}
		status(429, "", "RateLimit", `"pages";r=0;t=100`)(w, r)
	})
	c, n := client(t, source.Options{Base: server.URL})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for range 2 {
		if _, err := c.Page(ctx, ""); !isLimited(err) {
			t.Fatalf("page: got %v, want a Limited", err)
		}
		if _, err := c.API(ctx, ""); err != nil {
			t.Fatalf("api: %v", err)
		}
	}
	if c.Requests() != 3 || len(n.taken) != 0 {
		t.Errorf("%d requests, waits %v; want 3 (the page is asked once), none", c.Requests(), n.taken)
	}
}

func isLimited(err error) bool {
	_, ok := errors.AsType[source.Limited](err)
	return ok
}
