package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"paperfeeds/publisher"
	"paperfeeds/serve"
	"paperfeeds/store"
)

// A serving is one call of the command: its flags.
type serving struct {
	placement
	origin
	env   *environment
	addr  string
	every time.Duration
}

const (
	defaultAddr  = "127.0.0.1:8080"
	defaultEvery = time.Hour
	// shortestEvery is what Hugging Face is asked at most; lists change a few times a day.
	shortestEvery = 5 * time.Minute
)

func newServe(env *environment) *cobra.Command {
	s := &serving{env: env}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Publish now and on schedule, and serve the folder",
		Long: `Publish now and on schedule, and serve the folder: the whole thing on one machine.

The first run begins at once, unless the last one is fresh. A run that fails is
said in one line and tried again; what was published goes on being served.
/healthz answers 200 while the feeds are alive, else 503 with the reason.
SIGTERM or ctrl-C stops it within seconds.

Feeds link to --base-url. Where it is not given it follows --addr, which is right
for a reader on the same machine. A folder of sample papers is served as it is.`,
		Example: `  paperfeeds serve
  paperfeeds serve --out ./sample-public
  paperfeeds serve --addr :8080 --base-url http://pi.home.example:8080/ --every 3h`,
		Args: noArgs,
		RunE: s.run,
	}
	f := c.Flags()
	s.placement.flags(c)
	s.origin.flags(c)
	f.StringVar(&s.addr, "addr", defaultAddr, "address to listen on; :8080 for all networks of this machine")
	f.DurationVar(&s.every, "every", 0, "time between runs (default "+span(defaultEvery)+"; env PAPERFEEDS_EVERY)")
	takes(c, "ADDRESS", "addr")
	takes(c, "TIME", "every")
	noFiles(c, "addr", "every")
	return c
}

func (s *serving) run(c *cobra.Command, _ []string) error {
	ctx := c.Context()
	s.placement.fill(s.env, defaultOut)
	s.origin.fill(s.env)
	if s.isBucket() {
		return usagef("serve serves a folder; a bucket is served by its own web server or a CDN, and published to by: paperfeeds publish --out %s", s.out)
	}
	if err := s.setEvery(c); err != nil {
		return err
	}
	if _, _, err := net.SplitHostPort(s.addr); err != nil {
		return usagef("--addr %q is no address such as %s or :8080", s.addr, defaultAddr)
	}
	client, err := s.client(s.env, nil)
	if err != nil {
		return err
	}
	pub, err := s.open(ctx, s.env)
	if err != nil {
		return err
	}
	pub.Every = s.every
	root, err := os.OpenRoot(s.out)
	if err != nil {
		return fmt.Errorf("open %s: %w", s.out, err)
	}
	defer root.Close()
	listener, err := s.listen(ctx)
	if err != nil {
		return err
	}
	at := reachable(listener.Addr())
	if s.assumed {
		pub.BaseURL = at
	}
	handler := serve.NewHandler(root, func() error { return s.healthy(ctx, pub.Place) })

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan struct{})
	if sample, err := isSample(ctx, pub.Place); err != nil || !sample {
		go func() {
			defer close(ended)
			newSchedule(s.env, pub, client).run(ctx)
		}()
		s.say("serving %s at %s, publishing every %s; stop with ctrl-C", s.out, at, span(s.every))
	} else {
		close(ended)
		s.say("serving %s at %s; it holds sample papers, so nothing is published; stop with ctrl-C", s.out, at)
	}
	err = serve.Run(ctx, listener, handler, log.New(s.env.Stderr, "", 0))
	stop()
	<-ended // a run under way leaves nothing half done; the next one finishes it
	if err == nil {
		s.say("stopped")
	}
	return err
}

// setEvery takes the time between runs from the flag, else from the environment.
func (s *serving) setEvery(c *cobra.Command) error {
	every, err := everyOf(s.env)
	if err != nil {
		return err
	}
	if !c.Flags().Changed("every") {
		s.every = cmp.Or(every, defaultEvery)
	}
	if s.every <= 0 || !s.own() && s.every < shortestEvery {
		return usagef("--every %s: Hugging Face is asked every %s at most; once an hour is plenty", span(s.every), span(shortestEvery))
	}
	return nil
}

func (s *serving) listen(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", s.addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; give another --addr", s.addr, listenReason(err))
	}
	return listener, nil
}

// listenReason is why an address cannot be listened on, without the address, which was said.
func listenReason(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		return call.Err
	}
	return err
}

// reachable is the address at which this machine reaches a listener.
func reachable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return defaultBaseURL
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	if port == "80" {
		return "http://" + bracketed(host) + "/"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

func bracketed(host string) string {
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return "[" + host + "]"
	}
	return host
}

// healthy says what is wrong with the place.
func (s *serving) healthy(ctx context.Context, place publisher.Place) error {
	status, err := publisher.LastStatus(ctx, place)
	if errors.Is(err, store.ErrNotFound) {
		return errors.New("nothing has been published yet")
	}
	if err == nil {
		err = status.Failing(s.env.Now())
	}
	if err != nil {
		return errors.New(oneLine(err.Error()))
	}
	return nil
}

func isSample(ctx context.Context, place publisher.Place) (bool, error) {
	a, err := publisher.Look(ctx, place)
	return a != nil && a.Index.Place.Kind == "sample", err
}

// say prints a line of the log.
func (s *serving) say(format string, args ...any) {
	fmt.Fprintln(s.env.Stderr, oneLine(fmt.Sprintf(format, args...)))
}
