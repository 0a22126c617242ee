package source

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The source counts requests for pages and for the API apart, by fixed windows of five minutes: 100 pages and 500 API requests for an
// address without a token. Each answer says what is left: https://huggingface.co/docs/hub/rate-limits
const (
	quotaPages = "pages"
	quotaAPI   = "api"

	fewLeft     = 10               // from here on the rest of the window is shared out
	longestPace = 10 * time.Second // what sharing out may cost a request
)

// A limit is what a RateLimit header says of one quota.
type limit struct {
	quota string
	left  int
	reset time.Duration // until the window ends
}

// allowance remembers what is left of each quota. Its zero value knows of no limit.
type allowance struct {
	mu     sync.Mutex
	quotas map[string]quota
}

type quota struct {
	left  int
	reset time.Time
}

func (a *allowance) note(l limit) {
	if l.quota != quotaPages && l.quota != quotaAPI {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.quotas == nil {
		a.quotas = map[string]quota{}
	}
	a.quotas[l.quota] = quota{l.left, time.Now().Add(l.reset)}
}

func (a *allowance) forget(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.quotas, name)
}

// wait tells how long to wait before the next request: until the window ends where nothing is left (usedUp), a share of it where
// little is left, else not at all. Others behind the same address count too, so the last few requests are not ours to burn.
func (a *allowance) wait(name string) (wait time.Duration, usedUp bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	q, known := a.quotas[name]
	rest := time.Until(q.reset)
	switch {
	case !known || rest <= 0 || q.left > fewLeft:
		return 0, false
	case q.left == 0:
		return rest, true
	default:
		return min(rest/time.Duration(q.left+1), longestPace), false
	}
}

// parseRateLimit reads the values of RateLimit headers: `"pages";r=97;t=212`, or several with commas between (draft 9 of the IETF's
// RateLimit header fields). Limits that do not say both how much is left and for how long are left out.
func parseRateLimit(values []string) []limit {
	var limits []limit
	for item := range strings.SplitSeq(strings.Join(values, ","), ",") {
		name, params, _ := strings.Cut(item, ";")
		l := limit{quota: strings.Trim(strings.TrimSpace(name), `"`), left: -1, reset: -1}
		for param := range strings.SplitSeq(params, ";") {
			key, value, _ := strings.Cut(param, "=")
			n, ok := parseCount(value)
			switch key = strings.TrimSpace(key); {
			case key == "r" && ok:
				l.left = n
			case key == "t" && ok:
				l.reset = time.Duration(n) * time.Second
			}
		}
		if l.quota != "" && l.left >= 0 && l.reset >= 0 {
			limits = append(limits, l)
		}
	}
	return limits
}

// retryAfter reads a Retry-After header, in seconds or as a date (RFC 9110, section 10.2.3); 0 where there is none.
func retryAfter(header http.Header) time.Duration {
	value := header.Get("Retry-After")
	if n, ok := parseCount(value); ok {
		return time.Duration(n) * time.Second
	}
	until, err := http.ParseTime(value)
	now := sourceTime(header)
	if err != nil || now.IsZero() {
		return 0
	}
	return max(0, until.Sub(now))
}

// sourceTime is what time it was at the source when it answered. An answer out of a cache keeps its old Date and says in Age for how
// many seconds it lay there (RFC 9111, section 5.1); without it a cached page would look like a clock that is wrong.
func sourceTime(header http.Header) time.Time {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	age, _ := parseCount(header.Get("Age"))
	return date.UTC().Add(time.Duration(age) * time.Second)
}

// parseCount reads a whole number of at most nine digits, which as seconds is 31 years and fits a time.Duration.
func parseCount(s string) (n int, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > 9 {
		return 0, false
	}
	u, err := strconv.ParseUint(s, 10, 32)
	return int(u), err == nil
}
