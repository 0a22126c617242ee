package source

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"
)

const (
	firstBackoff = 2 * time.Second
	// The source's windows are five minutes; whoever asks for more than two of them is not waited for.
	longestWait = 10 * time.Minute
)

// get asks for an address until there is an answer, another attempt cannot help, or there is no time left for one.
//
// hashicorp/go-retryablehttp is not used: it repeats a request up to the answer's headers and leaves the body to the caller, and most
// of what goes wrong here goes wrong in the body. Also a wait must be weighed against the context before it begins, so that the
// caller can use the time left for something better.
func (c *Client) get(ctx context.Context, address *url.URL, quota string) (Answer, http.Header, error) {
	var least time.Duration
	began := time.Now()
	for attempt := 1; ; attempt++ {
		if err := c.pause(ctx, address, quota, least); err != nil {
			return Answer{}, nil, err
		}
		answer, header, err := c.request(ctx, address, quota)
		if err == nil {
			answer.Took = time.Since(began)
			return answer, header, nil
		}
		wait, again := retryable(err)
		least = wait + backoff(attempt)
		if !again || attempt >= c.attempts || !affordable(ctx, least) {
			if attempt > 1 {
				err = fmt.Errorf("%w (%d attempts)", err, attempt)
			}
			return answer, nil, err
		}
	}
}

// pause waits for at least so long, and longer where the quota asks for it.
func (c *Client) pause(ctx context.Context, address *url.URL, quota string, least time.Duration) error {
	wait, usedUp := c.allowance.wait(quota)
	switch {
	case usedUp && !affordable(ctx, wait):
		return Limited{URL: show(address), Quota: quota, Wait: wait}
	case usedUp:
		wait += backoff(1) // all who share the address wait for the same second
	case !affordable(ctx, wait+c.timeout):
		wait = 0 // going gently is a courtesy; it does not cost the answer
	}
	if wait = max(wait, least); wait > 0 {
		if err := c.sleep(ctx, wait); err != nil {
			return &failure{url: address, what: "interrupted while waiting", ended: err}
		}
	}
	if usedUp {
		c.allowance.forget(quota)
	}
	return nil
}

func retryable(err error) (wait time.Duration, again bool) {
	if limited, ok := errors.AsType[Limited](err); ok {
		return limited.Wait, true
	}
	if f, ok := errors.AsType[*failure](err); ok {
		return f.wait, f.again
	}
	return 0, false
}

// affordable tells whether there is time to wait so long and then to ask.
func affordable(ctx context.Context, wait time.Duration) bool {
	deadline, limited := ctx.Deadline()
	return wait <= longestWait && (!limited || wait < time.Until(deadline))
}

// backoff doubles with each attempt, and spreads over its upper half so that programs that failed together do not return together.
func backoff(attempt int) time.Duration {
	full := firstBackoff << min(attempt-1, 6)
	return full/2 + rand.N(full/2)
}
