package main

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/publisher"
	"paperfeeds/sample"
)

// measured are the metrics in the log lines of one run, as CloudWatch would take them.
func measured(t *testing.T, lines []map[string]any) map[string]any {
	t.Helper()
	found := map[string]any{}
	for _, line := range lines {
		document, is := line["_aws"].(map[string]any)
		if !is {
			continue
		}
		if line["level"] != "INFO" || line["requestId"] != requestID || document["Timestamp"].(float64) < 1.7e12 {
			t.Errorf("metrics in %v: want level INFO, the request's id, a time in milliseconds", line)
		}
		directive := document["CloudWatchMetrics"].([]any)[0].(map[string]any)
		for _, name := range directive["Dimensions"].([]any)[0].([]any) {
			if line[name.(string)] != "feeds" {
				t.Errorf("dimension %v is %v", name, line[name.(string)])
			}
		}
		for _, m := range directive["Metrics"].([]any) {
			name := m.(map[string]any)["Name"].(string)
			if found[name] = line[name]; found[name] == nil {
				t.Errorf("metric %s has no value in its line", name)
			}
		}
	}
	if len(found) == 0 {
		t.Error("no metrics in the log")
	}
	return found
}

// The metrics that the alarms watch come out of a real run, and tell a page that is not trusted from one that is.
func TestMetricsOfRuns(t *testing.T) {
	daily, bucket := newDaily(t, 40), newBucket(t)
	f := startFunction(t, bucket.env(daily, "PAPERFEEDS_BACKFILL_DAYS=1")...)
	f.run(t, "{}")
	got := measured(t, f.lines(t))
	newest := daily.days[len(daily.days)-1]
	age, _ := got["NewestListDayAge"].(float64)
	if day, _ := time.Parse(time.DateOnly, newest.Date); age < 60 || time.Since(day).Seconds()-age > 60 {
		t.Errorf("the newest list day is %s, its age %v seconds", newest.Date, age)
	}
	if got["Success"] != 1.0 || got["NewPapers"] == 0.0 || got["FilesWritten"] == 0.0 || got["DaysByPage"] != 1.0 || got["UntrustedReadings"] != 0.0 {
		t.Errorf("first run: %v", got)
	}

	daily.change(func(day *sample.Day) { daily.broken = "/papers" })
	f.run(t, "{}")
	lines := f.lines(t)
	if got := measured(t, lines); got["Success"] != 1.0 || got["DaysByPage"] != 0.0 || got["DaysByAPI"] == 0.0 || got["UntrustedReadings"] != 1.0 {
		t.Errorf("run without its page: %v", got)
	}
	if !slices.ContainsFunc(lines, func(l map[string]any) bool { return l["level"] == "WARN" && l["requestId"] == requestID }) {
		t.Error("the run's warning is not in the log")
	}
}

func TestMetrics(t *testing.T) {
	day := func(date string, papers int, way publisher.Way, err string) publisher.DayReport {
		return publisher.DayReport{Date: date, Papers: papers, Read: way, Error: err}
	}
	now := time.Date(2026, 6, 3, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name    string
		outcome outcome
		want    map[string]float64 // of those that are not 0
	}{
		{
			"day read by its page",
			outcome{live: true, took: 2 * time.Second, report: publisher.Report{New: 5, Written: 7, Days: []publisher.DayReport{
				day("2026-06-03", 9, publisher.ReadPage, ""), day("2026-06-02", 9, publisher.ReadAPI, "")}}},
			map[string]float64{"Success": 1, "NewPapers": 5, "FilesWritten": 7, "DaysByPage": 1, "DaysByAPI": 1, "Duration": 2000, "NewestListDayAge": 43200},
		},
		{
			"day read by its cards",
			outcome{live: true, report: publisher.Report{Days: []publisher.DayReport{day("2026-06-02", 9, publisher.ReadCards, "")}}},
			map[string]float64{"Success": 1, "DaysByCards": 1, "UntrustedReadings": 1, "NewestListDayAge": 129600},
		},
		{
			"two days refused, one of them the newest",
			outcome{live: true, report: publisher.Report{Days: []publisher.DayReport{
				day("2026-06-03", 0, "", "refused"), day("2026-06-02", 0, "", "refused"), day("2026-06-01", 9, publisher.ReadAPI, "")}}},
			map[string]float64{"Success": 1, "DaysByAPI": 1, "UntrustedReadings": 2, "NewestListDayAge": 216000},
		},
		{
			"days asked for by hand: neither their age nor their failures are the alarms' business",
			outcome{report: publisher.Report{Days: []publisher.DayReport{
				day("2024-06-03", 9, publisher.ReadAPI, ""), day("2024-06-02", 0, "", "no time left")}}},
			map[string]float64{"Success": 1, "DaysByAPI": 1},
		},
		{"failed", outcome{live: true, err: errors.New("no")}, map[string]float64{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := map[string]float64{}
			for _, m := range test.outcome.metrics(now) {
				if m.value != 0 {
					got[m.name] = m.value
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
