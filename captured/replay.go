package captured

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
)

// A Server plays the captured listings back.
type Server struct {
	URL string
}

// Replay starts the server on a free port of loopback, and stops it when the test ends. Where it or what it needs is not there, the
// test is skipped.
func Replay(t *testing.T, flags ...string) Server {
	t.Helper()
	script, data := Path(t, "replay", "replay.py"), Path(t, "listings")
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the replay server with")
	}
	server := exec.CommandContext(t.Context(), python, append([]string{script, "--data", data}, flags...)...)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait() // says that it was killed
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("start the replay server: %v", err)
	}
	address, _, _ := strings.Cut(line, " ")
	return Server{URL: address}
}

// Order sends the server an order, or asks it something where body is nil; answer may be nil.
func (s Server) Order(t *testing.T, method, path string, body, answer any) {
	t.Helper()
	var sent io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		sent = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, sent)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s %v %s", method, path, resp.Status, err, b)
	}
	if answer != nil {
		if err := json.Unmarshal(b, answer); err != nil {
			t.Fatalf("%s %s: %v", method, path, err)
		}
	}
}
