package serve_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// A crowd is a listener whose connections come from whatever address it is told next.
type crowd struct {
	net.Listener
	from chan string
}

type comer struct {
	net.Conn
	from net.Addr
}

func (c comer) RemoteAddr() net.Addr { return c.from }

func (c crowd) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	from, err := net.ResolveTCPAddr("tcp", <-c.from)
	return comer{conn, from}, err
}

// One client, with as many addresses as a household has, cannot keep others from being served; what it gives back it may have again.
func TestOneClientCannotHoldAll(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	from := make(chan string, 1)
	startOn(t, crowd{listener, from}, hostile(t))
	visit := func(address string) net.Conn {
		t.Helper()
		from <- address
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		return conn
	}
	served := func(conn net.Conn) bool {
		_, _ = io.WriteString(conn, "GET /small.rss HTTP/1.1\r\nHost: x\r\n\r\n") // it may have been closed
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return false
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		return answer.StatusCode == http.StatusOK
	}
	tests := []struct {
		name          string
		first, second string // addresses of the same client
		bounded       bool
	}{
		{"IPv4", "198.51.100.7:", "198.51.100.7:", true},
		{"IPv6", "[2001:db8::1]:", "[2001:db8::ffff]:", true},
		{"IPv4 on a socket of both", "[::ffff:203.0.113.9]:", "203.0.113.9:", true},
		{"a proxy on the same machine", "127.0.0.1:", "127.0.0.1:", false},
		{"a container's bridge", "172.17.0.1:", "172.17.0.1:", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var held []net.Conn
			for range 100 {
				conn := visit(test.first + "4000")
				if !served(conn) {
					t.Fatalf("connection %d was closed", len(held)+1)
				}
				held = append(held, conn)
			}
			if got := served(visit(test.second + "5000")); got == test.bounded {
				t.Errorf("with a hundred connections, another one is served: %v", got)
			}
			if !served(visit("192.0.2.1:6000")) || !served(visit("[2001:db8:0:1::1]:6000")) {
				t.Error("others are not served")
			}
			for _, conn := range held {
				_ = conn.Close()
			}
			for deadline := time.Now().Add(10 * time.Second); !served(visit(test.second + "7000")); {
				if time.Now().After(deadline) {
					t.Fatal("the connections that were given back are not free")
				}
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
}
