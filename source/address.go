package source

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

const defaultBase = "https://huggingface.co"

// parseBase reads Options.Base. A user and password are fine for a source of one's own; a query is not, paths are added to the end.
func parseBase(base string) (*url.URL, error) {
	if base == "" {
		base = defaultBase
	}
	parsed, err := url.Parse(base)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Hostname() == "" ||
		parsed.RawQuery != "" || parsed.Fragment != "" {
		return nil, fmt.Errorf("source %q: not of the form http(s)://host[:port][/prefix]", base)
	}
	parsed.Host = strings.ToLower(parsed.Host)
	if parsed.Path == "" {
		parsed.Path = "/" // JoinPath keeps a path without its first slash, and no server takes that
	}
	return parsed, nil
}

// cleanToken drops the blanks and line ends that secrets pick up in files, and refuses what no header can carry: net/http would
// only notice when it sends, and that would look like a network that is down.
func cleanToken(token string) (string, error) {
	token = strings.TrimSpace(token)
	for _, b := range []byte(token) {
		if b <= ' ' || b > '~' {
			return "", fmt.Errorf("access token: has a blank or another character that no token has")
		}
	}
	return token, nil
}

func (c *Client) pageURL(date string) (*url.URL, error) {
	if date == "" {
		return c.base.JoinPath("papers"), nil
	}
	if err := checkDate(date); err != nil {
		return nil, err
	}
	return c.base.JoinPath("papers", "date", date), nil
}

func (c *Client) apiURL(date string) (*url.URL, error) {
	// Without a limit the API stops at 50 and does not say so; 100 is the most it takes.
	query := url.Values{"limit": {"100"}}
	if date != "" {
		if err := checkDate(date); err != nil {
			return nil, err
		}
		query.Set("date", date)
	}
	address := c.base.JoinPath("api", "daily_papers")
	address.RawQuery = query.Encode()
	return address, nil
}

func checkDate(date string) error {
	if day, err := time.Parse(time.DateOnly, date); err != nil || day.Format(time.DateOnly) != date {
		return fmt.Errorf("list day %q: not a day of the form YYYY-MM-DD", date)
	}
	return nil
}

// sameSite tells whether a redirect stays where it began; from http to https is still there, the other way is not.
func sameSite(from, to *url.URL) bool {
	return strings.EqualFold(from.Host, to.Host) && (to.Scheme == from.Scheme || to.Scheme == "https")
}
