package serve

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
)

// clients count the open connections of each client, so that one of them cannot hold all that the server has.
type clients struct {
	mu   sync.Mutex
	open map[netip.Prefix]int
}

// watch follows a connection from its begin to its end (it is the server's ConnState), and hangs up on a client that has too many.
func (c *clients) watch(conn net.Conn, state http.ConnState) {
	client, bounded := clientOf(conn.RemoteAddr())
	if !bounded {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		if c.open == nil {
			c.open = map[netip.Prefix]int{}
		}
		if c.open[client]++; c.open[client] > maxEach {
			_ = conn.Close() // the server finds it closed, and says so here
		}
	case http.StateClosed, http.StateHijacked:
		if c.open[client]--; c.open[client] == 0 {
			delete(c.open, client)
		}
	}
}

// clientOf is who is at an address: of IPv6 a whole /64, which is what one household has. Addresses of the same machine and of private
// networks are not bounded: a proxy or a container's bridge stands there for everybody, and keeps its clients apart itself.
func clientOf(address net.Addr) (client netip.Prefix, bounded bool) {
	at, err := netip.ParseAddrPort(address.String())
	if err != nil {
		return netip.Prefix{}, false
	}
	ip := at.Addr().Unmap().WithZone("")
	if ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() {
		return netip.Prefix{}, false
	}
	bits := 32
	if ip.Is6() {
		bits = 64
	}
	client, err = ip.Prefix(bits)
	return client, err == nil
}
