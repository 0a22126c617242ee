// Package s3test gives tests a real S3 server: versitygw, which checks signatures and conditions and keeps its buckets in a folder.
//
// In: a test. Out: a server on a free loopback port, gone with the test. The server's program is built once from the module in tools/,
// by [Build]; where it was not, tests that want it are skipped, but fail where CI=true.
package s3test

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// Build is the command that builds the server, typed at the top of the checkout. It takes some minutes, once.
const Build = "go build -C tools -trimpath -ldflags '-s -w' -o ../.cache/ github.com/versity/versitygw/cmd/versitygw"

// patience is for a machine that is busy with other tests; the server usually starts in a tenth of a second.
const patience = 20 * time.Second

// A Server is a running S3 server.
type Server struct {
	Endpoint string // "http://127.0.0.1:40123"
	buckets  atomic.Int64
}

// Start runs a server until the test t and its subtests are over.
func Start(t testing.TB) *Server {
	t.Helper()
	program, err := find()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	for range 3 { // another program may take the free port first
		var server *Server
		if server, err = start(t, program); err == nil {
			return server
		}
	}
	t.Fatal(err)
	return nil
}

// find looks for the server's program above the folder of the package under test, where tests run.
func find() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	name := "versitygw"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	for {
		program := filepath.Join(dir, ".cache", name)
		if _, err := os.Stat(program); err == nil {
			return program, nil
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", errors.New("the S3 server for tests is not built; at the top of the checkout: " + Build)
		}
		dir = above
	}
}

func start(t testing.TB, program string) (*Server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	var output bytes.Buffer
	// ETags are kept with the files, as extended attributes, which most file systems have. (--sidecar would keep them elsewhere, but then
	// a get during a put can answer with the old body and the new ETag.)
	gateway := exec.Command(program, "--quiet", "--keep-alive", "--port", address, "--health", "/healthz",
		"posix", t.TempDir())
	gateway.Env = []string{"ROOT_ACCESS_KEY=" + accessKey, "ROOT_SECRET_KEY=" + secretKey}
	gateway.Stdout, gateway.Stderr = &output, &output
	if err := gateway.Start(); err != nil {
		return nil, fmt.Errorf("start the S3 server: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- gateway.Wait() }()
	server := &Server{Endpoint: "http://" + address}
	for begun := time.Now(); !server.healthy(); time.Sleep(10 * time.Millisecond) {
		select {
		case err := <-ended:
			return nil, fmt.Errorf("the S3 server ended: %v\n%s", err, &output)
		default:
		}
		if time.Since(begun) > patience {
			err := errors.Join(gateway.Process.Kill(), <-ended)
			return nil, fmt.Errorf("the S3 server does not answer: %v\n%s", err, &output)
		}
	}
	t.Cleanup(func() {
		_ = gateway.Process.Kill()
		<-ended
	})
	return server, nil
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func (s *Server) healthy() bool {
	answer, err := http.Get(s.Endpoint + "/healthz")
	if err != nil {
		return false
	}
	return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}
