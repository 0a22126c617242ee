package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"paperfeeds/publisher"
)

// A service is what AWS Lambda is to the bootstrap: it serves the Runtime API and starts the program.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
type service struct {
	next    chan invocation
	answers chan answer
	process *exec.Cmd

	mu   sync.Mutex
	logs bytes.Buffer
}

type invocation struct {
	payload string
	time    time.Duration // until the deadline
}

type answer struct {
	body  []byte
	error bool // posted to …/error; the Invoke API answers 200 all the same and says so in a header
}

const (
	requestID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"
	arn       = "arn:aws:lambda:us-east-1:123456789012:function:feeds"
)

// startFunction starts the bootstrap with these variables and nothing else of the tester's environment.
func startFunction(t *testing.T, env ...string) *service {
	t.Helper()
	s := &service{next: make(chan invocation), answers: make(chan answer, 1)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", s.serveNext)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/{how}", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.PathValue("id") != requestID {
			http.Error(w, "no such invocation", http.StatusBadRequest)
			return
		}
		w.WriteHeader(http.StatusAccepted)
		s.answers <- answer{body, r.PathValue("how") == "error"}
	})
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		t.Errorf("the function did not start: %s", body)
	})
	server := httptest.NewServer(mux)
	s.process = exec.Command(bootstrap)
	s.process.Env = append([]string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(server.URL, "http://"),
		"AWS_LAMBDA_FUNCTION_NAME=feeds", "AWS_LAMBDA_LOG_FORMAT=JSON", "AWS_LAMBDA_LOG_LEVEL=INFO",
	}, env...)
	s.process.Stdout, s.process.Stderr = s, s
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.process.Process.Kill() // Lambda does so, too
		_ = s.process.Wait()
		server.CloseClientConnections() // the program waits for its next invocation
		server.Close()
		if t.Failed() {
			t.Logf("the function's log:\n%s", s.log())
		}
	})
	return s
}

func (s *service) serveNext(w http.ResponseWriter, r *http.Request) {
	select {
	case <-r.Context().Done():
	case i := <-s.next:
		h := w.Header()
		h.Set("Lambda-Runtime-Aws-Request-Id", requestID)
		h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(i.time).UnixMilli(), 10))
		h.Set("Lambda-Runtime-Invoked-Function-Arn", arn)
		fmt.Fprint(w, i.payload)
	}
}

// Write takes what the process prints.
func (s *service) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logs.Write(p)
}

func (s *service) log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logs.String()
}

// invoke hands an event over and waits for the answer.
func (s *service) invoke(t *testing.T, payload string, limit time.Duration) answer {
	t.Helper()
	select {
	case s.next <- invocation{payload, limit}:
	case <-time.After(20 * time.Second):
		t.Fatal("the function does not ask for an event")
	}
	select {
	case a := <-s.answers:
		return a
	case <-time.After(limit + 20*time.Second):
		t.Fatalf("no answer to %s, %v after its deadline", payload, 20*time.Second)
	}
	return answer{}
}

// run invokes with the time that the template gives and wants a report.
func (s *service) run(t *testing.T, payload string) publisher.Report {
	t.Helper()
	a := s.invoke(t, payload, 15*time.Minute)
	var report publisher.Report
	if err := json.Unmarshal(a.body, &report); err != nil || a.error || report.Started.IsZero() {
		t.Fatalf("%s: got %s, want a report", payload, a.body)
	}
	return report
}

// fail invokes and wants the invocation to fail; it returns the message.
func (s *service) fail(t *testing.T, payload string) string {
	t.Helper()
	a := s.invoke(t, payload, 15*time.Minute)
	var failure struct{ ErrorMessage, ErrorType string }
	if err := json.Unmarshal(a.body, &failure); err != nil || !a.error || failure.ErrorMessage == "" || failure.ErrorType == "" {
		t.Fatalf("%s: got %s, want an error", payload, a.body)
	}
	return failure.ErrorMessage
}

// lines are the log lines of the run since the last call, all of which must be JSON as CloudWatch wants it.
func (s *service) lines(t *testing.T) []map[string]any {
	t.Helper()
	// The answer may be here before the pipe has brought the last lines; the one with the metrics closes every run.
	for begun := time.Now(); !strings.Contains(s.log(), `"_aws"`) && time.Since(begun) < 5*time.Second; {
		time.Sleep(5 * time.Millisecond)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []map[string]any
	scanner := bufio.NewScanner(&s.logs)
	for scanner.Scan() {
		var line map[string]any
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			t.Errorf("log line %q is not JSON: %v", scanner.Text(), err)
			continue
		}
		lines = append(lines, line)
	}
	return lines
}
