// Package hub tells a WebSub hub which feeds have changed, so that it can tell their subscribers at once.
//
// In: the address of a hub and the addresses of feeds. Out: nothing but the error of a hub that did not take it. It never decides which
// feeds have changed, and never announces a hub (the feeds themselves do that).
package hub

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A Hub is a WebSub hub (https://www.w3.org/TR/websub/).
type Hub struct {
	URL string
}

// perRequest is how many feeds one request names: Google's hub passes over all beyond the first ten without a word.
const perRequest = 10

const timeout = 20 * time.Second

// Ping tells the hub that these feeds have changed. WebSub leaves open how; hubs take a form with hub.mode "publish" and a hub.url for
// each feed. One request that fails keeps none of the others back, two in a row do: the hub is down.
func (h Hub) Ping(ctx context.Context, feeds []string) error {
	var first error
	told, inRow := 0, 0
	for some := range slices.Chunk(feeds, perRequest) {
		err := h.post(ctx, url.Values{"hub.mode": {"publish"}, "hub.url": some})
		if err == nil {
			told, inRow = told+len(some), 0
			continue
		}
		first = cmp.Or(first, err)
		if inRow++; inRow == 2 {
			break
		}
	}
	if first != nil {
		return fmt.Errorf("tell the hub %s: it heard of %d of %d feeds: %w", h.URL, told, len(feeds), first)
	}
	return nil
}

func (h Hub) post(ctx context.Context, form url.Values) error {
	ctx, done := context.WithTimeout(ctx, timeout)
	defer done()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "paperfeeds")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20)); err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("it answered %d", answer.StatusCode)
	}
	return nil
}
