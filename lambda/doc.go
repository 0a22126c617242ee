// Command lambda is the program on AWS Lambda: every event is one run.
//
// In: an event and the environment (docs/deploy.md has the table). Out: what [publisher.Publisher.Run] does, and its report. What a run
// does is none of this package's business; it turns events into requests, and reports into log lines and metrics.
package main
