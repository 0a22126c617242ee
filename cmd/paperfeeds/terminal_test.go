package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"paperfeeds/publisher"
)

func newEnvironment(out *bytes.Buffer) *environment {
	return &environment{Stdout: out, Stderr: out, Getenv: func(string) string { return "" }, Now: func() time.Time { return noon }}
}

// A source, or a title, cannot act on the terminal, whichever way it comes there.
func TestNothingForeignActsOnTheTerminal(t *testing.T) {
	const evil = "Evil\x1b[2J\x9b31m\x07\r\u202e\n title"
	var out bytes.Buffer
	env := newEnvironment(&out)
	if got := status(env, errors.New(evil)); got != failed {
		t.Errorf("exit status %d", got)
	}
	warn(env, []string{evil})
	b := &bar{lines: lines{env: env, out: &out}}
	b.begin(3)
	b.day(publisher.DayReport{Date: "2026-06-01", Papers: 2})
	b.end()
	said := strings.NewReplacer("\r\x1b[K", "").Replace(out.String())
	if strings.ContainsAny(said, "\x1b\x07\r\u009b\u202e") {
		t.Errorf("%q", said)
	}
	if !strings.Contains(said, "[##########--------------------] 1 of 3 days, 2026-06-01, 2 papers") {
		t.Errorf("the bar: %q", said)
	}
}

func TestColoursAreForTerminals(t *testing.T) {
	if got := newEnvironment(new(bytes.Buffer)).paint(red, "x"); got != "x" {
		t.Errorf("%q", got)
	}
}

func TestReachable(t *testing.T) {
	for listening, want := range map[string]string{
		"127.0.0.1:8080": "http://localhost:8080/", "[::1]:9090": "http://localhost:9090/", "[::]:8080": "http://localhost:8080/",
		"0.0.0.0:80": "http://localhost/", "192.0.2.7:8080": "http://192.0.2.7:8080/", "192.0.2.7:80": "http://192.0.2.7/",
		"[2001:db8::1]:80": "http://[2001:db8::1]/", "[2001:db8::1]:8080": "http://[2001:db8::1]:8080/",
	} {
		addr, err := net.ResolveTCPAddr("tcp", listening)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachable(addr); got != want {
			t.Errorf("%s: %s, want %s", listening, got, want)
		}
	}
}

func TestPaperID(t *testing.T) {
	for text, want := range map[string]string{
		"2606.03748": "2606.03748", "2606.03748v2": "2606.03748", "arxiv:2606.03748": "2606.03748", "https://arxiv.org/abs/2606.03748v1": "2606.03748",
		"https://arxiv.org/pdf/2606.03748.pdf": "2606.03748", "https://huggingface.co/papers/2606.03748": "2606.03748",
		"2606.03748 is a paper": "", "agents": "", "26060.3748": "",
	} {
		got := ""
		if m := paperID.FindStringSubmatch(text); m != nil {
			got = m[1]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A window of five minutes is longer than anybody looks at a bar that stands still.
func TestLongWaitsAreTold(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for name, test := range map[string]struct {
		events bool
		wait   time.Duration
		want   string
	}{
		"lines": {false, 4*time.Minute + 200*time.Millisecond, "waiting 4m before the source is asked again\n"},
		"JSON":  {true, 4 * time.Minute, `{"event":"waiting","seconds":240}` + "\n"},
		"short": {false, 400 * time.Millisecond, ""},
	} {
		var out bytes.Buffer
		if err := patient(newProgress(newEnvironment(&out), &out, test.events))(ctx, test.wait); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: it waits on: %v", name, err)
		}
		if out.String() != test.want {
			t.Errorf("%s: %q, want %q", name, out.String(), test.want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Hour: "1h", 15 * time.Minute: "15m", 90 * time.Minute: "1h30m", 40 * time.Second: "40s", time.Minute + time.Second: "1m1s", time.Hour + time.Second: "1h0m1s",
	} {
		if got := span(d); got != want {
			t.Errorf("%s: %s, want %s", d, got, want)
		}
	}
}
