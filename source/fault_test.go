package source_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"paperfeeds/source"
)

// Which faults are asked about again, how often, and what is said in the end.
func TestFaults(t *testing.T) {
	const good = "HTTP/1.1 200 OK\r\n"
	bomb := packed(strings.Repeat(" ", 4<<20))
	nothing := strings.Repeat(packed(""), 2<<20/len(packed(""))) // many empty members: much to read, nothing in it
	tests := map[string]struct {
		steps    []step
		want     string // part of the error; "" where the last step's "page" is the answer
		is       error
		requests int
	}{
		"500, then well":           {steps: []step{status(500, ""), body("page")}, requests: 2},
		"503 three times":          {steps: []step{status(503, ""), status(503, ""), status(503, ""), body("page")}, requests: 4},
		"503 for ever":             {steps: []step{status(503, "")}, want: "503 service unavailable (4 attempts)", requests: 4},
		"code without a name":      {steps: []step{status(520, "")}, want: "status 520 (4 attempts)", requests: 4},
		"404":                      {steps: []step{status(404, "no")}, want: "404 not found", requests: 1},
		"400 for a page":           {steps: []step{status(400, "no")}, want: "400 bad request", requests: 1},
		"204":                      {steps: []step{status(204, "")}, want: "204 no content", requests: 1},
		"304 unasked":              {steps: []step{status(304, "")}, want: "304 not modified", requests: 1},
		"silent challenge":         {steps: []step{status(202, "<html>")}, want: "202 accepted: a firewall", is: source.ErrChallenged, requests: 1},
		"block":                    {steps: []step{status(403, "<html>")}, want: "403 forbidden: a firewall", is: source.ErrChallenged, requests: 1},
		"captcha":                  {steps: []step{status(405, "<html>")}, want: "405 method not allowed: a firewall", is: source.ErrChallenged, requests: 1},
		"body shorter than said":   {steps: []step{raw(good+"Content-Length: 9\r\n\r\npage", false), body("page")}, requests: 2},
		"shorter for ever":         {steps: []step{raw(good+"Content-Length: 9\r\n\r\npage", false)}, want: "the answer ends too early (4 attempts)", requests: 4},
		"chunk cut":                {steps: []step{raw(good+"Transfer-Encoding: chunked\r\n\r\n9\r\npage", false), body("page")}, requests: 2},
		"chunks without end":       {steps: []step{raw(good+"Transfer-Encoding: chunked\r\n\r\n4\r\npage\r\n", false), body("page")}, requests: 2},
		"gzip cut, length fits":    {steps: []step{body(packed("page")[:15], "Content-Encoding", "gzip"), body("page")}, requests: 2},
		"gzip cut, no length":      {steps: []step{raw(good+"Content-Encoding: gzip\r\nConnection: close\r\n\r\n"+packed("page")[:15], false), body("page")}, requests: 2},
		"not gzip":                 {steps: []step{body("plain text", "Content-Encoding", "gzip")}, want: "gzip: invalid header (4 attempts)", requests: 4},
		"not gzip, empty":          {steps: []step{body("", "Content-Encoding", "gzip")}, want: "ends too early", requests: 4},
		"other encoding":           {steps: []step{body("x", "Content-Encoding", "br")}, want: `an encoding that was not asked for: "br"`, requests: 1},
		"reset at once":            {steps: []step{raw("", true), body("page")}, requests: 2},
		"reset for ever":           {steps: []step{raw("", true)}, want: "connection reset by peer (4 attempts)", requests: 4},
		"reset in the body":        {steps: []step{raw(good+"Content-Length: 9\r\n\r\npage", true), body("page")}, requests: 2},
		"closed without a word":    {steps: []step{raw("", false)}, want: "the answer ends too early (4 attempts)", requests: 4},
		"not HTTP":                 {steps: []step{raw("\x1b[2J SSH-2.0\r\n", false)}, want: "malformed HTTP", requests: 4},
		"control characters":       {steps: []step{raw(good+"\x1b]0;title\x07\u202e no colon\r\n\r\n", false)}, want: "malformed MIME header", requests: 4},
		"endless headers":          {steps: []step{raw(good+strings.Repeat("X: "+strings.Repeat("y", 1000)+"\r\n", 1000)+"\r\n", false)}, want: "headers", requests: 4},
		"too large, said so":       {steps: []step{body(strings.Repeat(" ", 2<<20), "Content-Length", "2097152")}, want: "larger than 1 MB", is: source.ErrTooLarge, requests: 1},
		"too large, chunked":       {steps: []step{body(strings.Repeat(" ", 2<<20))}, want: "larger than 1 MB", is: source.ErrTooLarge, requests: 1},
		"gzip bomb":                {steps: []step{body(bomb, "Content-Encoding", "gzip")}, want: "larger than 1 MB", is: source.ErrTooLarge, requests: 1},
		"gzip of nothing, endless": {steps: []step{body(nothing, "Content-Encoding", "gzip")}, want: "larger than 1 MB", is: source.ErrTooLarge, requests: 1},
		"redirect to an older day": {steps: []step{redirect("/papers/date/2026-05-11"), body("page")}, requests: 2},
		"redirect to itself":       {steps: []step{redirect("/papers/date/2026-05-12")}, want: "redirects in a circle", requests: 1},
		"redirect to and fro":      {steps: []step{redirect("/b"), redirect("/papers/date/2026-05-12")}, want: "redirects in a circle", requests: 2},
		"redirect to elsewhere":    {steps: []step{redirect("http://localhost/\u202e?\u202e")}, want: `redirects to another site: "http://localhost/`, requests: 1},
		"redirect to another port": {steps: []step{redirect("http://127.0.0.1:1/papers")}, want: "redirects to another site", requests: 1},
		"redirect without target":  {steps: []step{status(302, "")}, want: "302 found", requests: 1},
		"redirect to odd signs":    {steps: []step{status(302, "", "Location", "/x?\u202e\u0085"), status(404, "")}, want: "/x?", requests: 2},
		"redirects on and on": {steps: []step{redirect("/1"), redirect("/2"), redirect("/3"), redirect("/4"), redirect("/5"), redirect("/6"), body("page")},
			want: "redirects more than 5 times", requests: 6},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, test.steps...)
			c, n := client(t, source.Options{Base: server.URL, MaxBytes: 1 << 20})
			answer, err := c.Page(t.Context(), "2026-05-12")
			if test.want == "" {
				if err != nil || string(answer.Body) != "page" {
					t.Errorf("got %q, %v; want the page", answer.Body, err)
				}
			} else if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			} else {
				fit(t, err, server.URL)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is not %v", err, test.is)
			}
			if test.is == nil && (errors.Is(err, source.ErrUnreachable) || errors.Is(err, context.DeadlineExceeded)) {
				t.Errorf("%v passes for something it is not", err)
			}
			if got := len(server.requests()); got != test.requests || c.Requests() != got {
				t.Errorf("%d requests, counted %d, want %d", got, c.Requests(), test.requests)
			}
			for i, nap := range n.taken {
				if least := time.Second << i; nap < least || nap > 2*least {
					t.Errorf("wait %d was %s, want %s to %s", i+1, nap, least, 2*least)
				}
			}
		})
	}
}

// A server that answers slowly, or never, must not stop a run; one that takes its time but comes to an end is read.
func TestTimeout(t *testing.T) {
	slow := func(w http.ResponseWriter, _ *http.Request) {
		for _, part := range []string{"p", "a", "g", "e"} {
			fmt.Fprint(w, part)
			http.NewResponseController(w).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	}
	tests := map[string]struct {
		answer  step
		timeout time.Duration
		want    string
	}{
		"no answer":     {hang, 100 * time.Millisecond, "no complete answer within 100ms (2 attempts)"},
		"body drips on": {drip, 100 * time.Millisecond, "no complete answer within 100ms (2 attempts)"},
		"slow but sure": {slow, 5 * time.Second, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, test.answer)
			c, _ := client(t, source.Options{Base: server.URL, Timeout: test.timeout, Attempts: 2})
			begun := time.Now()
			_, err := c.Page(t.Context(), "")
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v passes for the end of the caller's context", err)
			}
			if took := time.Since(begun); took > 20*time.Second { // it must not fall back on the default of half a minute
				t.Errorf("took %s", took)
			}
		})
	}
	t.Run("the caller's own time", func(t *testing.T) {
		server := serve(t, hang)
		c, _ := client(t, source.Options{Base: server.URL})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := c.Page(ctx, "")
		if !errors.Is(err, context.DeadlineExceeded) || c.Requests() != 1 {
			t.Errorf("got %v after %d requests", err, c.Requests())
		}
	})
	t.Run("no time for another attempt", func(t *testing.T) {
		server := serve(t, status(500, ""))
		c, n := client(t, source.Options{Base: server.URL, Attempts: 10})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // waits double from a second; the sixth is 32 or more
		defer cancel()
		_, err := c.Page(ctx, "")
		if err == nil || !strings.Contains(err.Error(), "500 internal server error") || len(n.taken) < 4 || len(n.taken) > 5 {
			t.Errorf("got %v after waiting %v, want the reason before a wait that is too long", err, n.taken)
		}
	})
}

func TestUnreachable(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	plain := serve(t, body(""))
	dial := func(err error) http.RoundTripper {
		return &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
		}}
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and never says a word of TLS
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	tests := map[string]struct {
		options  source.Options
		want     string
		requests int
	}{
		"no such host": {source.Options{Transport: dial(&net.DNSError{Err: "no such host", Name: "huggingface.co", IsNotFound: true})},
			"cannot reach huggingface.co: no such host; check the network or use --listing", 1},
		"no resolver": {source.Options{Transport: dial(&net.DNSError{Err: "server misbehaving", Name: "huggingface.co", IsTemporary: true})},
			"cannot reach huggingface.co: server misbehaving; check the network or use --listing (4 attempts)", 4},
		"no network": {source.Options{Transport: dial(&net.DNSError{Err: "dial udp 10.0.0.2:53: connect: network is unreachable", Name: "huggingface.co"})},
			"cannot reach huggingface.co: network is unreachable; check the network or use --listing (4 attempts)", 4},
		"refused": {source.Options{Base: closed.URL},
			"cannot reach " + strings.TrimPrefix(closed.URL, "http://") + ": connection refused; check the network or use --listing (4 attempts)", 4},
		"wrong certificate": {source.Options{Base: secure.URL}, "certificate", 1},
		"not TLS":           {source.Options{Base: strings.Replace(plain.URL, "http", "https", 1)}, "HTTP response to HTTPS client", 4},
		"silent":            {source.Options{Base: "https://" + silent.Addr().String(), Timeout: 100 * time.Millisecond}, "timed out", 4},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, _ := client(t, test.options)
			_, err := c.Page(t.Context(), "2026-05-12")
			if !errors.Is(err, source.ErrUnreachable) || !strings.HasPrefix(err.Error(), "cannot reach ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v passes for the end of the caller's context", err)
			}
			if c.Requests() != test.requests {
				t.Errorf("%d requests, want %d", c.Requests(), test.requests)
			}
		})
	}
}
