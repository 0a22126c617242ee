package serve_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"paperfeeds/serve"
)

// start runs a server on a free loopback port; stop ends it and gives its error.
func start(t *testing.T, handler http.Handler) (address string, stop func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String(), startOn(t, listener, handler)
}

func startOn(t *testing.T, listener net.Listener, handler http.Handler) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, listener, handler, log.New(io.Discard, "", 0)) }()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { _ = stop() })
	return stop
}

// Many clients at once, of every kind there is, get right answers; slow ones beside them cost nobody anything.
func TestLoad(t *testing.T) {
	dir, put := publishSample(t)
	address, stop := start(t, newHandler(t, dir, nil))
	for range 100 { // clients that never finish to ask, and ones that ask and never read
		for _, begun := range []string{"GET /all.rss HTTP/1.1\r\nHost: x\r\nX-", "GET /index.html HTTP/1.1\r\nHost: x\r\n\r\n"} {
			slow, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer slow.Close()
			if _, err := io.WriteString(slow, begun); err != nil {
				t.Fatal(err)
			}
		}
	}
	var paths []string
	for path := range put {
		if paths = append(paths, path); len(paths) == 50 {
			break
		}
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}, Timeout: 20 * time.Second}
	defer client.CloseIdleConnections()
	var answers, longest atomic.Int64
	var clients sync.WaitGroup
	begun := time.Now()
	for c := range 32 {
		clients.Go(func() {
			for i := range 30 {
				path := paths[(c+i)%len(paths)]
				asked := time.Now()
				if err := check(client, address, path, i%3 == 0); err != nil {
					t.Error(err)
					return
				}
				answers.Add(1)
				if took := int64(time.Since(asked)); took > longest.Load() {
					longest.Store(took)
				}
			}
		})
	}
	clients.Wait()
	t.Logf("%d answers in %v with 200 slow clients beside, the longest %v", answers.Load(), time.Since(begun).Round(time.Millisecond),
		time.Duration(longest.Load()).Round(time.Millisecond))
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// check gets a file and then asks again with the ETag.
func check(client *http.Client, address, path string, identity bool) error {
	etag := ""
	for _, want := range []int{http.StatusOK, http.StatusNotModified} {
		r, err := http.NewRequest(http.MethodGet, "http://"+address+"/"+path, nil)
		if err != nil {
			return err
		}
		if identity {
			r.Header.Set("Accept-Encoding", "identity")
		}
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		resp, err := client.Do(r)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		if closed := resp.Body.Close(); err != nil || closed != nil || resp.StatusCode != want {
			return fmt.Errorf("%s: status %d, want %d (%v)", path, resp.StatusCode, want, err)
		}
		etag = resp.Header.Get("ETag")
	}
	return nil
}

func TestLimits(t *testing.T) {
	address, _ := start(t, hostile(t))
	tests := []struct{ name, request, answer string }{
		{"headers too large", "GET /all.rss HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", "HTTP/1.1 431 "},
		{"no HTTP", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "HTTP/1.1 400 "},
		{"path out of the place", "GET /../secret.rss HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 "},
		{"path out of the place, escaped", "GET /%2e%2e/secret.rss HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 "},
		{"path out of the place, slash escaped", "GET /..%2fsecret.rss HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 "},
		{"another's address", "GET http://elsewhere/all.rss HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 "},
		{"a tunnel", "CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere\r\n\r\n", "HTTP/1.1 405 "},
		{"no path", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 "},
		{"header injection", "GET /x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
			_, _ = io.WriteString(conn, test.request) // the server may hang up before it has read everything
			line, err := bufio.NewReader(conn).ReadString('\n')
			if err != nil || !strings.HasPrefix(line, test.answer) {
				t.Errorf("%q (%v), want %q", line, err, test.answer)
			}
		})
	}
}

// An answer under way is finished before the server ends; a client that does not take its answer cannot hold it up for long.
func TestStop(t *testing.T) {
	begun, release := make(chan struct{}), make(chan struct{})
	address, stop := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-release
		_, _ = io.WriteString(w, "whole")
	}))
	answer := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + address)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answer <- string(body)
	}()
	<-begun
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	select {
	case err := <-ended:
		t.Fatalf("it ended during an answer (%v)", err)
	case <-time.After(100 * time.Millisecond):
	}
	close(release)
	if got := <-answer; got != "whole" {
		t.Errorf("the answer under way: %q", got)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it does not end")
	}
}
