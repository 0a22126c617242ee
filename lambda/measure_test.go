package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"paperfeeds/publisher"
)

var (
	measure = flag.Int("measure", 0, "measure the function's memory and time with an archive of this many papers (10000: half a minute)")
	memory  = flag.Int("memory", 1024, "the function's memory in MB, with -measure")
)

// TestMeasure prints what an installation of a given age needs: for the template's memory and timeout, and for the table in
// docs/deploy.md. It judges only what is promised: a cold start of less than 100 ms of CPU before the first request.
func TestMeasure(t *testing.T) {
	if *measure == 0 {
		t.Skip("asked for with -measure 10000")
	}
	if runtime.GOOS != "linux" {
		t.Skip("reads /proc")
	}
	daily, bucket := newDaily(t, *measure), newBucket(t)
	first := daily.days[0].Date
	for _, run := range []struct{ name, event string }{
		{"backfill of everything", fmt.Sprintf(`{"from": %q}`, first)},
		{"first scheduled run after it", "{}"},
		{"quiet run", "{}"},
		{"rebuild", `{"rebuild": true}`},
	} {
		f := startFunction(t, bucket.env(daily, fmt.Sprint("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=", *memory))...) // a cold start each, as an hourly schedule has
		var cold time.Duration
		bucket.first = func() { cold = cpu(t, f.process.Process.Pid) }
		report, begun := publisher.Report{}, time.Now()
		report = f.run(t, run.event)
		pid := f.process.Process.Pid
		t.Logf("%-28s %6d papers, %5d files (%d MB) written, %5d left alone; %v; source %d; CPU to first request %v, in all %v; %v; peak memory %s",
			run.name, report.Papers, report.Written, report.BytesWritten>>20, report.Unchanged, bucket.asked(), len(daily.asked()),
			cold, cpu(t, pid), time.Since(begun).Round(time.Millisecond), peak(t, pid))
		if cold > 100*time.Millisecond {
			t.Errorf("%v of CPU before the first request, want less than 100 ms", cold)
		}
	}
}

// cpu is the time a process has spent computing so far.
func cpu(t *testing.T, pid int) time.Duration {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		t.Fatalf("process %d has no threads: %v", pid, err)
	}
	var spent time.Duration
	for _, thread := range threads {
		stat, err := os.ReadFile(thread)
		if err != nil {
			continue // a thread that has ended
		}
		var onCPU time.Duration // in nanoseconds, the first number
		if _, err := fmt.Sscan(string(stat), &onCPU); err != nil {
			t.Errorf("%s: %v", thread, err)
		}
		spent += onCPU
	}
	return spent.Round(100 * time.Microsecond)
}

// peak is the most memory a process has had at once.
func peak(t *testing.T, pid int) string {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Error(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}
