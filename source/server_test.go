package source_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"paperfeeds/source"
)

// A step is how the server answers one request.
type step = http.HandlerFunc

// A script answers each request by its next step, later ones by the last, and remembers them.
type script struct {
	URL   string
	mu    sync.Mutex
	steps []step
	asked []*http.Request
}

func serve(t *testing.T, steps ...step) *script {
	t.Helper()
	s := &script{steps: steps}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections() // lets steps that hang see that nobody listens
		server.Close()
	})
	s.URL = server.URL
	return s
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	answer := s.steps[min(len(s.asked), len(s.steps)-1)]
	s.asked = append(s.asked, r)
	s.mu.Unlock()
	answer(w, r)
}

func (s *script) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.asked...)
}

func body(text string, headers ...string) step { return status(http.StatusOK, text, headers...) }

func status(code int, text string, headers ...string) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Add(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprint(w, text)
	}
}

// raw takes the connection over, writes text as it is, and then closes or resets it.
func raw(text string, reset bool) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		fmt.Fprint(conn, text)
		if reset {
			conn.(*net.TCPConn).SetLinger(0)
		}
	}
}

// drip sends one byte each ten milliseconds until the client goes away.
func drip(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		fmt.Fprint(w, "x")
		http.NewResponseController(w).Flush()
		time.Sleep(10 * time.Millisecond)
	}
}

func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func redirect(to string) step {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

func packed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	fmt.Fprint(w, text)
	w.Close()
	return b.String()
}

// naps stands in for sleeping: it notes how long, and does not.
type naps struct {
	mu    sync.Mutex
	taken []time.Duration
}

func (n *naps) sleep(ctx context.Context, wait time.Duration) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.taken = append(n.taken, wait)
	return ctx.Err()
}

// roughly tells whether naps were taken as wanted: each at least as long, less what the clock ran on since, and with no more on top
// than the longest backoff.
func (n *naps) roughly(want ...time.Duration) error {
	if len(n.taken) != len(want) {
		return fmt.Errorf("waited %v, want about %v", n.taken, want)
	}
	for i, got := range n.taken {
		if got < want[i]-time.Second/2 || got > want[i]+16*time.Second {
			return fmt.Errorf("waited %v, want about %v", n.taken, want)
		}
	}
	return nil
}

func client(t *testing.T, o source.Options) (*source.Client, *naps) {
	t.Helper()
	n := new(naps)
	if o.Sleep == nil {
		o.Sleep = n.sleep
	}
	c, err := source.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c, n
}

// fit checks what every error must be: one line, no control characters, begun in lower case, with the address.
func fit(t *testing.T, err error, address string) {
	t.Helper()
	text := err.Error()
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e }) {
		t.Errorf("error has control characters: %q", text)
	}
	if !strings.Contains(text, strings.TrimPrefix(address, "http://")) {
		t.Errorf("error %q does not name %s", text, address)
	}
	if first := text[:1]; first != strings.ToLower(first) {
		t.Errorf("error %q begins with a capital", text)
	}
	if len(text) > 500 {
		t.Errorf("error of %d bytes", len(text))
	}
}
