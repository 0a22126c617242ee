package source

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestParseRateLimit(t *testing.T) {
	tests := map[string]struct {
		header string
		want   []limit
	}{
		"as sent":          {`"pages";r=97;t=212`, []limit{{"pages", 97, 212 * time.Second}}},
		"nothing left":     {`"api";r=0;t=1`, []limit{{"api", 0, time.Second}}},
		"other order":      {`"api"; t=1 ;r=2`, []limit{{"api", 2, time.Second}}},
		"unquoted":         {`api;r=1;t=1`, []limit{{"api", 1, time.Second}}},
		"several":          {`"api";r=1;t=2, "pages";r=3;t=4`, []limit{{"api", 1, 2 * time.Second}, {"pages", 3, 4 * time.Second}}},
		"more parameters":  {`"api";r=1;t=2;pk=:abc:`, []limit{{"api", 1, 2 * time.Second}}},
		"no name":          {`;r=1;t=2`, nil},
		"no remainder":     {`"api";t=2`, nil},
		"no time":          {`"api";r=2`, nil},
		"negative":         {`"api";r=-2;t=2`, nil},
		"not whole":        {`"api";r=2.5;t=2`, nil},
		"beyond a century": {`"api";r=2;t=99999999999999999999`, nil},
		"empty":            {``, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, parseRateLimit([]string{test.header}), cmp.AllowUnexported(limit{})); diff != "" {
				t.Errorf("limits (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNextLink(t *testing.T) {
	tests := map[string]struct {
		headers []string
		want    string
	}{
		"as sent":          {[]string{`<https://huggingface.co/api/daily_papers?p=1>; rel="next"`}, "https://huggingface.co/api/daily_papers?p=1"},
		"comma in target":  {[]string{`</a?x=1,2;3>; rel="next"`}, "/a?x=1,2;3"},
		"second":           {[]string{`</a>; rel="prev", </b>; rel="next"`}, "/b"},
		"second header":    {[]string{`</a>; rel="prev"`, `</b>; rel="next"`}, "/b"},
		"several rels":     {[]string{`</a>; rel="last NEXT"`}, "/a"},
		"unquoted":         {[]string{`</a>;REL=next`}, "/a"},
		"title with all":   {[]string{`</a>; title="x, <\"/c>; rel=next"; rel=prev, </b>; rel=next`}, "/b"},
		"first rel counts": {[]string{`</a>; rel=prev; rel=next`}, ""},
		"nextish":          {[]string{`</a>; rel="nextish"`}, ""},
		"no rel":           {[]string{`</a>`}, ""},
		"no target":        {[]string{`rel="next"`}, ""},
		"open target":      {[]string{`</a; rel="next"`}, ""},
		"open quote":       {[]string{`</a>; title="x; rel="next"`}, ""},
		"none":             {nil, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := nextLink(test.headers); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A server that invents quotas must not fill the memory of a client that runs for months.
func TestAllowanceKeepsTwo(t *testing.T) {
	var a allowance
	for _, name := range []string{"pages", "api", "resolvers", "x", "y"} {
		a.note(limit{name, 0, time.Minute})
	}
	if len(a.quotas) != 2 {
		t.Errorf("keeps %v", a.quotas)
	}
}

func TestSameSite(t *testing.T) {
	tests := map[string]struct {
		from, to string
		want     bool
	}{
		"other path":      {"https://huggingface.co/papers", "https://huggingface.co/login", true},
		"other case":      {"https://huggingface.co/", "https://HuggingFace.co/", true},
		"to https":        {"http://huggingface.co/", "https://huggingface.co/", true},
		"to http":         {"https://huggingface.co/", "http://huggingface.co/", false},
		"to a file":       {"http://huggingface.co/", "file://huggingface.co/", false},
		"to a subdomain":  {"https://huggingface.co/", "https://x.huggingface.co/", false},
		"to another port": {"http://127.0.0.1:8000/", "http://127.0.0.1:8001/", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			from, err1 := url.Parse(test.from)
			to, err2 := url.Parse(test.to)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			if got := sameSite(from, to); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func FuzzParseRateLimit(f *testing.F) {
	for _, seed := range []string{`"pages";r=97;t=212`, `"api";r=1;t=2, "pages";r=3;t=4`, `;;,"`, `a;r=999999999;t=999999999`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		for _, l := range parseRateLimit([]string{header}) {
			if l.quota == "" || l.left < 0 || l.reset < 0 || l.reset > 32*365*24*time.Hour {
				t.Errorf("%q gives %+v", header, l)
			}
			// What was read must be known, and never make the next request wait longer than was said.
			var a allowance
			a.note(l)
			if wait, _ := a.wait(l.quota); wait < 0 || wait > l.reset {
				t.Errorf("%q makes wait %s", header, wait)
			}
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("60", "Tue, 12 May 2026 09:00:00 GMT", "")
	f.Add("Tue, 12 May 2026 09:00:30 GMT", "Tue, 12 May 2026 09:00:00 GMT", "3600")
	f.Add("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "999999999")
	f.Fuzz(func(t *testing.T, after, date, age string) {
		header := http.Header{"Retry-After": {after}, "Date": {date}, "Age": {age}}
		if wait := retryAfter(header); wait < 0 {
			t.Errorf("%v makes wait %s", header, wait)
		}
		if at := sourceTime(header); at.Nanosecond() != 0 || at.Location() != time.UTC {
			t.Errorf("%v is at %v, want whole seconds in UTC", header, at)
		}
	})
}

func FuzzNextLink(f *testing.F) {
	for _, seed := range []string{`</a?p=1>; rel="next"`, `</a>; rel=prev, </b>; title="\",<"; rel=next`, `<`, `<>;rel=next`, `"`} {
		f.Add(seed)
	}
	c, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	base, err := c.apiURL("2026-05-12")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, header string) {
		link := nextLink([]string{header})
		if !strings.Contains(header, link) {
			t.Errorf("%q gives %q, which is not in it", header, link)
		}
		next, err := sameEndpoint(base, link)
		if err == nil && (next.Scheme != base.Scheme || next.Host != base.Host || next.Path != base.Path || next.User != nil) {
			t.Errorf("%q leads to %s", header, next)
		}
		if err != nil && plain(err.Error()) == "" {
			t.Errorf("%q: error without text", header)
		}
	})
}

// Whatever a server says, a line of the log stays a line.
func FuzzPlain(f *testing.F) {
	f.Add("malformed MIME header line: \x1b]0;x\x07\u202e\n\xff")
	f.Fuzz(func(t *testing.T, text string) {
		got := plain(text)
		acts := func(r rune) bool { return unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' } // controls, marks of direction
		if strings.ContainsFunc(got, acts) || len([]rune(got)) > 161 {
			t.Errorf("%q gives %q", text, got)
		}
	})
}
