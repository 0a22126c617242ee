package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// A fault is one way in which the source fails: a fault of the replay server with its options, and what comes of it.
type fault struct {
	kind    string
	options options
	// What a run comes to where the page fails, the API, or both: how the newest list day was read ("page", "api", "cards", "-" for not
	// at all, "old" for an older day), or "failed".
	page, api, both string
	// Where the fault looks like the truth, "page" or "api", or is none: a shorter list is what the source shows in the morning.
	silent string
}

type options map[string]any

// faults are all kinds that the replay server knows.
var faults = []fault{
	{"status:202", nil, "api", "page", "failed", ""},
	{"status:301", nil, "api", "page", "failed", ""},
	{"status:400", nil, "api", "page", "failed", ""},
	{"status:401", nil, "api", "page", "failed", ""},
	{"status:403", nil, "api", "page", "failed", ""},
	{"status:404", nil, "api", "page", "failed", ""},
	{"status:405", nil, "api", "page", "failed", ""},
	{"status:429", nil, "api", "page", "failed", ""},
	{"status:429", options{"t": 1, "times": 1}, "api", "page", "failed", ""},
	{"status:500", nil, "api", "page", "failed", ""},
	{"status:502", nil, "api", "page", "failed", ""},
	{"status:503", options{"times": 1}, "api", "page", "-", ""},
	{"status:504", nil, "api", "page", "failed", ""},
	{"truncate", nil, "api", "page", "failed", ""},
	{"truncate-silent", nil, "api", "page", "failed", ""},
	{"truncate-silent", options{"at": 0.95}, "page", "page", "page", ""},
	{"truncate-close", nil, "api", "page", "failed", ""},
	{"slow", options{"seconds": 0.2}, "page", "page", "page", "page,api"},
	{"hang", nil, "api", "page", "failed", ""},
	{"hang-body", nil, "api", "page", "failed", ""},
	{"reset", nil, "api", "page", "failed", ""},
	{"reset", options{"at": 0.7}, "api", "page", "failed", ""},
	{"noblob", nil, "api", "page", "api", "api"},
	{"badblob", nil, "api", "page", "api", "api"},
	{"nocards", nil, "page", "page", "page", "api"},
	{"mismatch", nil, "page", "page", "page", "api"},
	{"mismatch-blob", nil, "page", "page", "page", "api"},
	{"onepaper", nil, "page", "page", "page", "page,api"},
	{"shrunk", nil, "page", "page", "page", "page,api"},
	{"emptylist", nil, "page", "page", "failed", "page"},
	{"wrongday", nil, "old", "page", "old", "page"},
	{"garbage", nil, "api", "page", "failed", ""},
	{"json-as-html", nil, "api", "page", "api", "api"},
	{"html-as-json", nil, "page", "page", "page", "page"},
	{"huge", options{"mb": 40}, "api", "page", "failed", ""},
	{"huge-gzip", options{"mb": 40}, "api", "page", "failed", ""},
	{"redirect-loop", nil, "api", "page", "failed", ""},
	{"redirect-loop", options{"to": "http://127.0.0.1:1/"}, "api", "page", "failed", ""},
	{"badfields", nil, "page", "page", "page", ""},
	{"badfields", options{"skip": 25}, "page", "page", "page", ""},
	{"hostile", nil, "page", "page", "page", ""},
	{"hostile", options{"skip": 20}, "page", "page", "page", ""},
	{"hostile", options{"skip": 36}, "page", "page", "page", ""},
}

func (f fault) String() string {
	name := f.kind
	for _, key := range slices.Sorted(maps.Keys(f.options)) {
		name += fmt.Sprintf(" %s %v", key, f.options[key])
	}
	return strings.ReplaceAll(name, "http://127.0.0.1:1/", "elsewhere")
}

// addresses are where requests for pages and for the API begin.
var addresses = map[string]string{"page": "/papers", "api": "/api"}

// Every fault alone, on pages, on the API, and on both.
func TestFaults(t *testing.T) {
	t.Parallel()
	b := newBreakdown(t)
	for i, f := range faults {
		for j, target := range []struct {
			name      string
			page, api *fault
			want      string
		}{{"page", &f, nil, f.page}, {"api", nil, &f, f.api}, {"both", &f, &f, f.both}} {
			if !thorough() && (i+2*j)%12 != 0 {
				continue
			}
			t.Run(f.String()+" of "+target.name, func(t *testing.T) {
				if got := b.suffer(t, target.page, target.api); got != target.want {
					t.Errorf("the newest list day: %s, want %s", got, target.want)
				}
			})
		}
	}
	if diff := b.place.files(t, nil).changed(b.memory.files); len(diff) > 0 {
		t.Errorf("the program wrote into files instead of putting others in their place: %v", diff)
	}
}

// A fault of the page with another one of the API: some pairs, many where there is time, all with PAPERFEEDS_FULL=all.
func TestFaultPairs(t *testing.T) {
	t.Parallel()
	step := 617
	switch {
	case everything():
		step = 1
	case thorough():
		step = 17
	}
	b := newBreakdown(t)
	for i := 0; i < len(faults)*len(faults); i += step {
		page, api := faults[i/len(faults)], faults[i%len(faults)]
		if page.kind == api.kind {
			continue
		}
		t.Run(page.String()+" and "+api.String(), func(t *testing.T) {
			t.Log("the newest list day:", b.suffer(t, &page, &api))
		})
	}
}

// With the patience of every day a hiccup of the source is not even noticed.
func TestHiccup(t *testing.T) {
	t.Parallel()
	k := newWalk(t, 1)
	k.step(t, day("2026-02-26").Add(12*time.Hour))
	now := day("2026-02-26").Add(13 * time.Hour)
	k.replay.at(t, now)
	for _, address := range addresses {
		k.replay.spoil(t, fault{kind: "status:503", options: options{"times": 1}}, address)
	}
	o := k.place.publish(t, now)
	if o.status != 0 || len(o.report.Warnings) > 0 || len(o.report.Days) == 0 || o.report.Days[0].Read != "page" {
		t.Errorf("status %d, %+v\n%s", o.status, o.report, o.stderr)
	}
	repeated := 0
	for _, q := range k.replay.requests(t) {
		if q.Status == 503 {
			repeated++
		}
	}
	if repeated != 2 {
		t.Errorf("%d requests failed, want one for the page and one to the API", repeated)
	}
}
