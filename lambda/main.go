package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"paperfeeds/publisher"
)

// version is set by the linker in releases.
var version = "dev"

func main() {
	log := lambdacontext.NewLogger()
	slog.SetDefault(log) // what libraries print becomes JSON, too
	limitMemory(os.Getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"))
	lambda.Start(&function{getenv: os.Getenv, now: time.Now, log: log})
}

// limitMemory makes the garbage collector work harder near the end of the function's memory, in MB, rather than let a rebuild of a large
// archive be killed there. A tenth is left for the program itself.
func limitMemory(size string) {
	if mb, err := strconv.ParseInt(size, 10, 32); err == nil {
		debug.SetMemoryLimit(mb << 20 / 10 * 9)
	}
}

// A function answers events. It keeps nothing between them: runs are hours apart, and settings may have changed.
type function struct {
	getenv func(string) string
	now    func() time.Time
	log    *slog.Logger
}

// Invoke does the run that an event asks for. The result is the run's report as JSON; the error is one plain sentence, for it is shown
// to people and sent by alarms.
func (f *function) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	started := f.now()
	report, live, err := f.run(ctx, payload)
	f.tell(ctx, outcome{report: report, live: live, err: err, took: f.now().Sub(started)})
	if err != nil {
		return nil, errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	return json.Marshal(report)
}

// run does the run, and tells whether it read the newest list day.
func (f *function) run(ctx context.Context, payload []byte) (report publisher.Report, live bool, err error) {
	asked, err := parseEvent(payload, f.now())
	if err != nil {
		return report, false, err
	}
	ctx, done := beforeDeadline(ctx)
	defer done()
	pub, err := f.publisher(ctx)
	if err != nil {
		return report, asked.live(), err
	}
	req, err := f.request(asked, pub.Settings.BackfillDays)
	if err != nil {
		return report, asked.live(), err
	}
	report, err = pub.Run(ctx, req)
	return report, asked.live(), err
}

// margin is kept of the invocation's time for saying how the run ended, in status.json (which may take ten seconds) and in the log: past
// its deadline Lambda freezes the process without a word.
const margin = 15 * time.Second

func beforeDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	end, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, end.Add(-margin))
}
