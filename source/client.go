package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// Project is the address an operator of the source finds in the User-Agent.
const Project = "https://github.com/paperfeeds/paperfeeds"

const (
	connectTimeout = 10 * time.Second
	headerTimeout  = 20 * time.Second
	maxHeaderBytes = 256 << 10 // net/http would take 10 MB
	maxAPIPages    = 20        // 2,000 papers; the fullest day so far had 78
)

// Options say how to read. The zero value reads huggingface.co.
type Options struct {
	// Base is where the source is: http(s)://host[:port][/prefix]. Default https://huggingface.co.
	Base string
	// Token is a Hugging Face access token. It is not needed; it doubles the rate limits. It is sent to https://huggingface.co
	// alone, never to a Base of one's own.
	Token string
	// Version is the program's version in the User-Agent. Default "dev".
	Version string
	// Timeout is for one request from connecting to the last byte of the body. Default 30 seconds.
	Timeout time.Duration
	// MaxBytes is the largest answer taken, counted as sent and again as decompressed. Default 32 MB (a page has 0.5 to 1.5 MB).
	MaxBytes int64
	// Attempts is how often one address is asked at most. Default 4.
	Attempts int
	// Transport does the requests. Default: one of this client's own, with proxies from the environment as usual.
	Transport http.RoundTripper
	// Sleep waits before another request, and returns the context's error when that ends first. Default: a timer. A program that
	// wants to say that it is waiting says so here: a wait for a rate limit can take five minutes.
	Sleep func(ctx context.Context, wait time.Duration) error
}

// A Client reads listings. It may be used by several goroutines.
type Client struct {
	base      *url.URL
	agent     string
	token     string
	timeout   time.Duration
	maxBytes  int64
	attempts  int
	http      *http.Client
	sleep     func(context.Context, time.Duration) error
	requests  atomic.Int64
	allowance allowance
}

// An Answer is what the source sent for one address.
type Answer struct {
	Body []byte    // decompressed and complete, as far as HTTP can tell
	Time time.Time // what time it was at the source, UTC, in whole seconds; zero where it does not say
	URL  string    // where the body came from, after redirects, without a password
	// Took is how long it took to get, with all waits: for a rate limit they can be minutes.
	Took time.Duration
}

// New returns a client, or says what is wrong with the options.
func New(o Options) (*Client, error) {
	base, err := parseBase(o.Base)
	if err != nil {
		return nil, err
	}
	token, err := cleanToken(o.Token)
	if err != nil {
		return nil, err
	}
	if base.Scheme != "https" || base.Host != "huggingface.co" {
		token = ""
	}
	c := &Client{
		base:     base,
		agent:    fmt.Sprintf("paperfeeds/%s (+%s)", cmp.Or(o.Version, "dev"), Project),
		token:    token,
		timeout:  cmp.Or(o.Timeout, 30*time.Second),
		maxBytes: cmp.Or(o.MaxBytes, 32<<20),
		attempts: cmp.Or(o.Attempts, 4),
		sleep:    o.Sleep,
	}
	if c.sleep == nil {
		c.sleep = sleep
	}
	c.http = &http.Client{Transport: o.Transport, CheckRedirect: c.checkRedirect}
	if o.Transport == nil {
		c.http.Transport = newTransport()
	}
	return c, nil
}

// Page reads the page of a list day, "2006-01-02", or the newest one if date is empty. The source may answer with an older day: where
// the day asked for is empty it serves, or redirects to, the one before. What the page itself says counts.
func (c *Client) Page(ctx context.Context, date string) (Answer, error) {
	address, err := c.pageURL(date)
	if err != nil {
		return Answer{}, err
	}
	answer, _, err := c.get(ctx, address, quotaPages)
	return answer, err
}

// API reads a list day, or the newest one if date is empty, from the listing API: one answer for each hundred papers. A day that has
// not begun at the source is [ErrNotYet]. Where a later part fails, the parts before it are returned together with the error.
func (c *Client) API(ctx context.Context, date string) ([]Answer, error) {
	address, err := c.apiURL(date)
	if err != nil {
		return nil, err
	}
	var answers []Answer
	asked := map[string]bool{}
	for len(answers) < maxAPIPages {
		asked[address.String()] = true
		answer, header, err := c.get(ctx, address, quotaAPI)
		if errors.Is(err, errBadRequest) && len(answers) == 0 && canBeUnborn(date, answer.Time) {
			return nil, fmt.Errorf("%s: %w: %w", date, ErrNotYet, err)
		}
		if err != nil {
			return answers, err
		}
		answers = append(answers, answer)
		link := nextLink(header.Values("Link"))
		if link == "" {
			return answers, nil
		}
		next, err := sameEndpoint(address, link)
		if err != nil {
			return answers, err
		}
		if asked[next.String()] {
			return answers, &failure{url: next, what: "the next page is one that was read already"}
		}
		address = next
	}
	return answers, &failure{url: address, what: fmt.Sprintf("goes on after %d pages", maxAPIPages)}
}

// Requests is how many requests were sent so far, repeated ones and redirects included.
func (c *Client) Requests() int { return int(c.requests.Load()) }

// canBeUnborn tells "not yet" from other reasons to be refused. At the source a day begins a few hours after, or before, it does in
// UTC; a day older than yesterday has begun everywhere, and calling its refusal "not yet" would hide that the API has changed.
func canBeUnborn(date string, now time.Time) bool {
	if now.IsZero() {
		now = time.Now()
	}
	return date >= now.UTC().AddDate(0, 0, -1).Format(time.DateOnly)
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout:    connectTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		IdleConnTimeout:        time.Minute,
		ForceAttemptHTTP2:      true, // a DialContext of one's own turns it off otherwise
	}
}

func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
