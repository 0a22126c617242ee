package source

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
)

const (
	maxRedirects = 5
	maxWords     = 4 << 10 // read of an answer that only says what went wrong
)

// request asks once, follows redirects, and reads the whole answer. Where it fails, the Answer still has the source's time, if known.
func (c *Client) request(ctx context.Context, address *url.URL, quota string) (Answer, http.Header, error) {
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	// Whether there was a connection is asked of net/http itself: its errors for names, sockets, TLS and proxies have no type in common.
	var connected atomic.Bool
	traced := httptrace.WithClientTrace(limited, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	req := (&http.Request{Method: http.MethodGet, URL: address, Host: address.Host, Header: c.header(quota)}).WithContext(traced)

	c.requests.Add(1)
	resp, err := c.http.Do(req)
	if err != nil {
		if refused, ok := errors.AsType[*failure](err); ok { // by checkRedirect
			return Answer{}, nil, refused
		}
		if ctx.Err() == nil && !connected.Load() {
			return Answer{}, nil, unreachable(address, err)
		}
		return Answer{}, nil, c.broken(ctx, limited, address, err)
	}
	defer resp.Body.Close()

	answer := Answer{Time: sourceTime(resp.Header), URL: show(resp.Request.URL)}
	for _, l := range parseRateLimit(resp.Header.Values("RateLimit")) {
		c.allowance.note(l)
	}
	if resp.StatusCode != http.StatusOK {
		return answer, nil, c.refused(resp, quota)
	}
	answer.Body, err = read(resp, c.maxBytes)
	if err != nil {
		if _, known := errors.AsType[*failure](err); !known {
			err = c.broken(ctx, limited, resp.Request.URL, err)
		}
		return answer, nil, err
	}
	return answer, resp.Header, nil
}

func (c *Client) header(quota string) http.Header {
	accept := "text/html"
	if quota == quotaAPI {
		accept = "application/json"
	}
	// Naming gzip ourselves keeps net/http from unpacking unseen, so both sizes can be limited whatever the Transport.
	header := http.Header{"User-Agent": {c.agent}, "Accept": {accept}, "Accept-Encoding": {"gzip"}}
	if c.token != "" {
		header.Set("Authorization", "Bearer "+c.token)
	}
	return header
}

// read returns the body, unpacked. Both the bytes sent and the bytes they unpack to are limited: a megabyte of gzip can hold a
// gigabyte, and a gigabyte of gzip can hold nothing.
func read(resp *http.Response, most int64) ([]byte, error) {
	body := http.MaxBytesReader(nil, resp.Body, most)
	switch encoding := strings.ToLower(resp.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(body)
		if err != nil {
			return nil, err
		}
		body = http.MaxBytesReader(nil, unpacked, most)
	default:
		return nil, &failure{url: resp.Request.URL, what: "comes in an encoding that was not asked for", words: encoding}
	}
	data, err := io.ReadAll(body)
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, &failure{url: resp.Request.URL, kind: ErrTooLarge, what: "larger than " + size(most)}
	}
	return data, err
}

// broken is the failure of a request that had a connection. Only the caller's own context makes it final.
func (c *Client) broken(ctx, limited context.Context, address *url.URL, err error) *failure {
	what := reason(err)
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		what = "interrupted"
	case ctx.Err() != nil:
		what = "no time left to finish"
	case limited.Err() != nil:
		what = fmt.Sprintf("no complete answer within %s", c.timeout)
	}
	return &failure{url: address, what: what, ended: ctx.Err(), again: ctx.Err() == nil}
}

// refused is the failure that an answer other than 200 stands for.
func (c *Client) refused(resp *http.Response, quota string) error {
	wait := retryAfter(resp.Header)
	f := &failure{url: resp.Request.URL, what: fmt.Sprintf("status %d", resp.StatusCode), wait: wait}
	if text := http.StatusText(resp.StatusCode); text != "" {
		f.what = fmt.Sprintf("%d %s", resp.StatusCode, strings.ToLower(text))
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		for _, l := range parseRateLimit(resp.Header.Values("RateLimit")) {
			if l.quota == quota {
				wait = max(wait, l.reset)
			}
		}
		if wait > 0 {
			c.allowance.note(limit{quota, 0, wait})
		}
		return Limited{URL: show(resp.Request.URL), Quota: quota, Wait: wait}
	case resp.StatusCode == http.StatusAccepted, resp.StatusCode == http.StatusForbidden, resp.StatusCode == http.StatusMethodNotAllowed:
		// AWS WAF: 202 a silent challenge, 405 a captcha, 403 a block.
		f.kind = ErrChallenged
		f.what += ": " + ErrChallenged.Error()
	case resp.StatusCode == http.StatusUnauthorized && c.token != "":
		f.what += ": the access token was not accepted; none is needed"
	case resp.StatusCode == http.StatusBadRequest:
		f.kind = errBadRequest
	case resp.StatusCode >= 500:
		f.again = true
	}
	f.words = words(resp)
	return f
}

// words are the API's own words about a refusal, `{"error":"…"}`. They are worth a look, not an error of their own.
func words(resp *http.Response) string {
	if !strings.Contains(resp.Header.Get("Content-Type"), "json") {
		return ""
	}
	var said struct{ Error string }
	data, err := read(resp, maxWords)
	if err != nil || json.Unmarshal(data, &said) != nil {
		return ""
	}
	return said.Error
}

// checkRedirect follows a few redirects within the source: an empty day may redirect to the one before. One that leads elsewhere is a
// login or a portal, and its page would be taken for a listing.
func (c *Client) checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0].URL
	for _, earlier := range via {
		if earlier.URL.String() == req.URL.String() {
			return &failure{url: first, what: "redirects in a circle"}
		}
	}
	if !sameSite(via[len(via)-1].URL, req.URL) {
		return &failure{url: first, what: "redirects to another site", words: show(req.URL)}
	}
	if len(via) > maxRedirects {
		return &failure{url: first, what: fmt.Sprintf("redirects more than %d times", maxRedirects)}
	}
	c.requests.Add(1)
	return nil
}

func size(bytes int64) string {
	if bytes >= 1<<20 {
		return fmt.Sprintf("%d MB", bytes>>20)
	}
	return fmt.Sprintf("%d bytes", bytes)
}
