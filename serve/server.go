package serve

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

// Limits of one server. A feed has up to a megabyte and an archive month a few; whoever cannot take them in two minutes has gone.
const (
	maxConnections = 1000
	maxEach        = 100 // connections of one client
	maxHeader      = 16 << 10
	headerTime     = 5 * time.Second
	readTime       = 10 * time.Second
	writeTime      = 2 * time.Minute
	idleTime       = 30 * time.Second
	graceTime      = 3 * time.Second
)

// Run serves on the listener until the context ends; answers under way then have some seconds to be finished. Complaints of the server
// go to complain.
func Run(ctx context.Context, listener net.Listener, handler http.Handler, complain *log.Logger) error {
	server := &http.Server{
		Handler:           handler,
		MaxHeaderBytes:    maxHeader,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		ErrorLog:          complain,
		ConnState:         (&clients{}).watch,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(netutil.LimitListener(listener, maxConnections)) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	if err := server.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	} else if err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}
