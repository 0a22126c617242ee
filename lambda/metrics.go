package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"paperfeeds/publisher"
)

// An outcome is how an invocation ended.
type outcome struct {
	report publisher.Report
	live   bool // it read the newest list day
	err    error
	took   time.Duration
}

// tell logs the warnings, and one line that is the run's summary and CloudWatch's metrics at once: an embedded metric format document
// is any log line with "_aws" in it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
func (f *function) tell(ctx context.Context, o outcome) {
	for _, w := range o.report.Warnings {
		f.log.WarnContext(ctx, w)
	}
	if o.err != nil {
		f.log.ErrorContext(ctx, o.err.Error())
	}
	metrics := o.metrics(f.now())
	attrs := []slog.Attr{slog.Any("_aws", embedded(metrics, f.now())), slog.String(dimension, lambdacontext.FunctionName)}
	for _, m := range metrics {
		attrs = append(attrs, slog.Float64(m.name, m.value))
	}
	// At no other level than INFO: where the function's log level hides the line, the metrics are gone, too, and the alarm for silence goes off.
	f.log.LogAttrs(ctx, slog.LevelInfo, "run ended", attrs...)
}

// A metric is one number of a run, with its unit in CloudWatch's words.
type metric struct {
	name, unit string
	value      float64
}

// metrics are the numbers that the alarms and an operator look at. Nine: ten are free.
func (o outcome) metrics(now time.Time) []metric {
	ways := map[publisher.Way]int{}
	success, untrusted, newest := 1, 0, ""
	for _, d := range o.report.Days {
		if d.Error != "" {
			untrusted++
			continue
		}
		ways[d.Read]++
		if d.Papers > 0 {
			newest = max(newest, d.Date)
		}
	}
	if o.live && len(o.report.Days) > 0 && o.report.Days[0].Error == "" && o.report.Days[0].Read != publisher.ReadPage {
		untrusted++ // its page was refused, and the API, or no more than its cards, was taken
	}
	if !o.live {
		untrusted = 0 // days asked for by hand are watched by who asked, and some may just not have been reached in time
	}
	if o.err != nil {
		success = 0
	}
	metrics := []metric{
		{"Success", "Count", float64(success)},
		{"NewPapers", "Count", float64(o.report.New)},
		{"FilesWritten", "Count", float64(o.report.Written)},
		{"DaysByPage", "Count", float64(ways[publisher.ReadPage])},
		{"DaysByCards", "Count", float64(ways[publisher.ReadCards])},
		{"DaysByAPI", "Count", float64(ways[publisher.ReadAPI])},
		{"UntrustedReadings", "Count", float64(untrusted)},
		{"Duration", "Milliseconds", float64(o.took.Milliseconds())},
	}
	if day, err := time.Parse(time.DateOnly, newest); err == nil && o.live {
		metrics = append(metrics, metric{"NewestListDayAge", "Seconds", now.Sub(day).Round(time.Second).Seconds()})
	}
	return metrics
}

const (
	namespace = "paperfeeds"
	dimension = "FunctionName" // so that two stacks in one account are told apart
)

// embedded is what makes a log line an embedded metric format document.
func embedded(metrics []metric, now time.Time) any {
	type definition struct {
		Name string
		Unit string
	}
	type directive struct {
		Namespace  string
		Dimensions [][]string
		Metrics    []definition
	}
	d := directive{Namespace: namespace, Dimensions: [][]string{{dimension}}}
	for _, m := range metrics {
		d.Metrics = append(d.Metrics, definition{m.name, m.unit})
	}
	return struct {
		Timestamp         int64
		CloudWatchMetrics []directive
	}{now.UnixMilli(), []directive{d}}
}
