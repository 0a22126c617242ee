package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/publisher"
	"paperfeeds/sample"
)

// The four kinds of runs a schedule brings, and what each costs in requests: the price of an installation and the manners towards the
// source are in these numbers.
func TestScheduledRuns(t *testing.T) {
	daily, bucket := newDaily(t, 300), newBucket(t)
	all := daily.days
	fresh := all[len(all)-1].Items[:5]
	daily.change(func(newest *sample.Day) { newest.Items = newest.Items[5:] })
	f := startFunction(t, bucket.env(daily)...)

	report := f.run(t, "{}")
	asked, stored := daily.asked(), bucket.asked()
	t.Logf("first run: %d requests to the source; bucket: %v", len(asked), stored)
	if report.New != 295 || report.Papers != 295 || report.Feeds < 50 {
		t.Errorf("the first run brought %d new papers of %d in %d feeds, want all 295 in more than 50", report.New, report.Papers, report.Feeds)
	}
	if want := 1 + 30; len(asked) != want || asked[0] != "/papers" {
		t.Errorf("the first run asked the source %d times, beginning with %s; want its page and 30 days back: %d", len(asked), asked[0], want)
	}
	// Put besides the files that are reported: status.json, and the index of the new archive a second time.
	if stored.List > 2 || stored.Get > 6 || stored.Other > 0 || stored.Put > report.Written+2 {
		t.Errorf("the first run on an empty bucket made %v, with %d files written", stored, report.Written)
	}
	if head := bucket.server.Header(t, bucket.name, "all.rss"); *head.ContentType == "" || *head.CacheControl == "" {
		t.Error("all.rss has no type or says nothing to caches")
	}

	// The second run of a day refreshes the counts of older days, once; from the third on it is quiet.
	f.run(t, "{}")
	daily.asked()
	bucket.asked()
	before := bucket.contents(t)

	report = f.run(t, "{}")
	asked, stored = daily.asked(), bucket.asked()
	t.Logf("quiet run: %d requests to the source; bucket: %v", len(asked), stored)
	if report.New != 0 || report.Written != 0 || len(asked) != 3 {
		t.Errorf("a quiet run: %d new, %d files written, asked the source for %v; want nothing new and 3 requests", report.New, report.Written, asked)
	}
	if stored.Put != 1 || stored.Get > 8 || stored.List > 1 || stored.Other != 0 {
		t.Errorf("a quiet run made %v; want one put: status.json", stored)
	}
	if changed := changedKeys(before, bucket.contents(t)); len(changed) > 0 {
		t.Errorf("a quiet run changed %v", changed)
	}

	daily.change(func(newest *sample.Day) {
		for i := range newest.Items {
			newest.Items[i].NumComments += 3
		}
	})
	report = f.run(t, "{}")
	asked, stored = daily.asked(), bucket.asked()
	t.Logf("run with only counts changed: %d requests to the source; bucket: %v", len(asked), stored)
	for _, key := range changedKeys(before, bucket.contents(t)) {
		if !strings.HasPrefix(key, "days/") && !strings.HasPrefix(key, "archive/") && key != "manifest.json" {
			t.Errorf("only counts changed, and %s was put", key)
		}
	}
	if report.New != 0 || stored.Put > 10 || stored.Get > 10 {
		t.Errorf("only counts changed: %d new papers, %v", report.New, stored)
	}

	daily.change(func(newest *sample.Day) { newest.Items = append(slices.Clone(fresh), newest.Items...) })
	report = f.run(t, "{}")
	asked, stored = daily.asked(), bucket.asked()
	t.Logf("run with five new papers: %d requests to the source; bucket: %v; %d of %d files written", len(asked), stored, report.Written, report.Written+report.Unchanged)
	if report.New != 5 || report.Papers != 300 || len(asked) != 3 {
		t.Errorf("five papers came: %d new, %d in all, %d requests to the source", report.New, report.Papers, len(asked))
	}
	if report.Unchanged == 0 || stored.Put != report.Written+1 || stored.Get > 12 || stored.List > 1 {
		t.Errorf("five papers came: %d files written, %d left alone, %v", report.Written, report.Unchanged, stored)
	}
	for _, item := range fresh {
		if id := "https://huggingface.co/papers/" + item.Paper.ID; !strings.Contains(bucket.get(t, "all.rss"), id) {
			t.Errorf("%s is not in all.rss", id)
		}
	}
}

// changedKeys are the keys that are new or have other bytes; status.json, which every run puts, apart.
func changedKeys(before, after map[string]string) []string {
	var changed []string
	for _, key := range slices.Sorted(maps.Keys(after)) {
		if before[key] != after[key] && key != publisher.StatusFile {
			changed = append(changed, key)
		}
	}
	return changed
}

// Days asked for by hand are read, and no others.
func TestDays(t *testing.T) {
	daily, bucket := newDaily(t, 100), newBucket(t)
	f := startFunction(t, bucket.env(daily)...)
	first, second, last := daily.days[0].Date, daily.days[1].Date, daily.days[len(daily.days)-1].Date

	report := f.run(t, fmt.Sprintf(`{"dates": [%q, %q]}`, first, second))
	want := []publisher.DayReport{
		{Date: second, Papers: len(daily.days[1].Items), New: len(daily.days[1].Items), Read: publisher.ReadAPI},
		{Date: first, Papers: len(daily.days[0].Items), New: len(daily.days[0].Items), Read: publisher.ReadAPI},
	}
	newestFirst := func(days []publisher.DayReport) []publisher.DayReport {
		return slices.SortedFunc(slices.Values(days), func(a, b publisher.DayReport) int { return strings.Compare(b.Date, a.Date) })
	}
	if diff := cmp.Diff(want, newestFirst(report.Days)); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}

	report = f.run(t, fmt.Sprintf(`{"from": %q, "to": %q}`, first, last))
	if report.Papers != 100 {
		t.Errorf("%d papers after all days were read, want 100", report.Papers)
	}
	asked := daily.asked()
	again := 0
	for _, request := range asked {
		if strings.Contains(request, first) || strings.Contains(request, second) {
			again++
		}
	}
	ranged := slices.Clone(asked[2:])
	slices.Reverse(ranged)
	if slices.Contains(asked, "/papers") || again != 2 || !strings.Contains(asked[2], last) || !slices.IsSorted(ranged) {
		t.Errorf("a range was asked for, and the source for %v; want the newest day first, no page, and no day again", asked)
	}
}

// A rebuild makes every file again from the archive, without the source, and finds them as they were.
func TestRebuild(t *testing.T) {
	daily, bucket := newDaily(t, 100), newBucket(t)
	f := startFunction(t, bucket.env(daily)...)
	f.run(t, "{}")
	whole := bucket.get(t, "all.atom")
	bucket.put(t, "all.atom", "damaged")
	daily.asked()

	report := f.run(t, `{"rebuild": true}`)
	if report.Written == 0 || report.Papers != 100 || len(report.Days) != 0 {
		t.Errorf("rebuild: %+v", report)
	}
	if asked := daily.asked(); len(asked) != 0 {
		t.Errorf("a rebuild asked the source for %v", asked)
	}
	if got := bucket.get(t, "all.atom"); got != whole {
		t.Errorf("all.atom was not made again: %.60s", got)
	}
}

// A range that takes longer than the invocation may is stopped in good order: what was read is published, what was not is named, the
// answer comes before the deadline, and asking again for the rest finishes the work.
func TestDeadline(t *testing.T) {
	daily, bucket := newDaily(t, 300), newBucket(t)
	daily.change(func(*sample.Day) { daily.slow = 3 * time.Second })
	f := startFunction(t, bucket.env(daily)...)
	first, last := daily.days[0].Date, daily.days[len(daily.days)-1].Date

	const limit = 45 * time.Second // of it 20 for reading, 10 for publishing, which a busy machine may need, and 15 in reserve
	started := time.Now()
	a := f.invoke(t, fmt.Sprintf(`{"from": %q, "to": %q}`, first, last), limit)
	took := time.Since(started)
	var report publisher.Report
	if err := json.Unmarshal(a.body, &report); err != nil || a.error {
		t.Fatalf("got %s, want a report", a.body)
	}
	if took > limit {
		t.Errorf("it took %v of %v", took, limit)
	}
	if report.Papers == 0 || report.Papers >= 300 {
		t.Fatalf("%d papers were read; the test wants some of 300", report.Papers)
	}
	if newest := daily.days[len(daily.days)-1].Items[0].Paper.ID; !strings.Contains(bucket.get(t, "all.rss"), newest) {
		t.Errorf("%s was read and is not published", newest)
	}
	if text := string(a.body); !strings.Contains(text, first) {
		t.Errorf("the oldest day, %s, was not reached, and the report does not say so:\n%s", first, text)
	}

	daily.change(func(*sample.Day) { daily.slow = 0 })
	report = f.run(t, fmt.Sprintf(`{"from": %q, "to": %q}`, first, last))
	if report.Papers != 300 {
		t.Errorf("%d papers after asking again, want 300", report.Papers)
	}
}
