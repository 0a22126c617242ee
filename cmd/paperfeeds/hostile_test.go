package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"paperfeeds/publisher"
)

// calm refuses what acts on a terminal or turns its writing round.
func calm(t rapid.TB, where, said string) {
	t.Helper()
	if !utf8.ValidString(said) {
		t.Fatalf("%s: not UTF-8: %q", where, said)
	}
	for _, r := range said {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			t.Fatalf("%s: %U in %q", where, r, said)
		}
	}
}

// Whatever text or bytes get into a warning or an error, they are a line each, and no more than that.
func TestAnyLine(t *testing.T) {
	foreign := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.SampledFrom([]string{"\x1b[2J", "\u009b31m", "\x1b]0;title\x07", "a\r\nb", "\u202e", "\u2028", "\x9b"}))
	rapid.Check(t, func(t *rapid.T) {
		var out bytes.Buffer
		env := newEnvironment(&out)
		a, b := foreign.Draw(t, "first"), foreign.Draw(t, "second")
		warn(env, []string{a, b})
		if n := strings.Count(out.String(), "\n"); n != 2 {
			t.Fatalf("two warnings are %d lines: %q", n, &out)
		}
		(&serving{env: env}).say("%s", a)
		status(env, errors.Join(errors.New(a), fmt.Errorf("read: %w", errors.New(b))))
		status(env, usagef("--date %q is no day", a))
		l := &lines{env: env, out: &out}
		l.day(publisher.DayReport{Date: "2026-06-01"})
		l.kept(publisher.Report{Warnings: []string{a}})
		calm(t, "output", out.String())
	})
}

// rude starts a server that answers every request with the same bytes, HTTP or not.
func rude(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.WriteString(conn, answer)
				}
			}()
		}
	}()
	return "http://" + listener.Addr().String()
}

// A source cannot act on the terminal, on the log or on status.json with anything that it answers: status, headers or body.
func TestRudeSource(t *testing.T) {
	const evil = "Evil\x1b[2J\x9b31m\u009b31m\x07\u202e\x00\xff"
	ok := "HTTP/1.1 200 OK\r\nContent-Type: "
	tests := map[string]string{
		"no HTTP":               evil + "\n" + evil,
		"reason":                "HTTP/1.1 500 " + evil + "\r\n\r\n",
		"status":                "HTTP/1.1 " + evil + "\r\n\r\n",
		"protocol":              evil + "/1.1 200 OK\r\n\r\n",
		"header":                "HTTP/1.1 200 OK\r\n" + evil + "\r\n\r\n",
		"header's value":        "HTTP/1.1 403 No\r\nX-Error-Message: Evil\x1b[2J\u009b31m\r\nX-Error-Code: \x9b2J\r\n\r\n",
		"type":                  ok + "text/html; " + "Evil\u009b31m\x9b2J" + "\r\n\r\n",
		"coding":                ok + "text/html\r\nContent-Encoding: Evil\u009b31m\x9b2J\r\n\r\nx",
		"length":                ok + "text/html\r\nContent-Length: \u009b31m\x9b2J\r\n\r\nx",
		"transfer":              ok + "text/html\r\nTransfer-Encoding: \u009b31m\x9b2J\r\n\r\nx",
		"date":                  ok + "text/html\r\nDate: \u009b31m\x9b2J\r\n\r\nx",
		"redirect":              "HTTP/1.1 302 Found\r\nLocation: http://example.invalid/Evil\u009b31m\x9b2J\u202e\r\n\r\n",
		"redirect to no server": "HTTP/1.1 302 Found\r\nLocation: http://\u009b31m\x9b2J/\r\n\r\n",
		"redirect elsewhere":    "HTTP/1.1 302 Found\r\nLocation: javascript:\u009b31m\r\n\r\n",
		"rate limit":            "HTTP/1.1 429 No\r\nRateLimit: \"\u009b31m\x9b2J\";r=0;t=5\r\nRetry-After: \u009b31m\r\n\r\n",
		"words of an error":     "HTTP/1.1 404 No\r\nContent-Type: application/json\r\n\r\n{\"error\":\"Evil\\u001b[2J\\u009b31m\\u202e" + evil + "\"}",
		"page of an error":      "HTTP/1.1 503 No\r\nContent-Type: text/html\r\n\r\n<title>" + evil + "</title><h1>" + evil + "</h1>" + evil,
		"page":                  ok + "text/html\r\n\r\n<div data-target=\"DailyPapers\" data-props='{\"" + evil + "\":\"" + evil + "\"}'>" + evil,
		"props":                 ok + "text/html\r\n\r\n<div data-target=\"DailyPapers\" data-props='{\"dateString\":\"\u009b31m\\u001b[2J\",\"dailyPapers\":[{\"paper\":{\"id\":\"\u202e\\u001b[2J\"}}]}'>",
		"papers":                ok + "application/json\r\n\r\n[{\"paper\":{\"id\":\"\\u001b[2J\u009b31m\u202e\",\"title\":7,\"\u009b31m\":{}}}]",
		"an error for papers":   ok + "application/json\r\n\r\n{\"error\":\"\\u001b[2J\u009b31m\u202e\"}",
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			source := rude(t, answer)
			for _, args := range [][]string{
				{"publish"}, {"backfill", "--from", "2026-06-01", "--to", "2026-06-02", "--json"},
			} {
				dir := t.TempDir()
				var out bytes.Buffer
				env := newEnvironment(&out)
				env.Getenv = func(name string) string {
					return map[string]string{"PAPERFEEDS_ATTEMPTS": "1", "PAPERFEEDS_TIMEOUT": "5s"}[name]
				}
				got := run(t.Context(), env, append(args, "--source", source, "--out", dir))
				if got != failed {
					t.Errorf("%v: exit status %d\n%s", args, got, &out)
				}
				calm(t, args[0], out.String())
				if body, err := os.ReadFile(filepath.Join(dir, publisher.StatusFile)); err == nil {
					calm(t, publisher.StatusFile, string(body))
				}
			}
		})
	}
}
