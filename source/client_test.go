package source_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperfeeds/source"
)

func TestAddresses(t *testing.T) {
	tests := map[string]struct {
		prefix, date string
		api          bool
		want         string
	}{
		"newest page":         {want: "/papers"},
		"page of a day":       {date: "2026-05-12", want: "/papers/date/2026-05-12"},
		"newest by the API":   {api: true, want: "/api/daily_papers?limit=100"},
		"a day by the API":    {api: true, date: "2026-05-12", want: "/api/daily_papers?date=2026-05-12&limit=100"},
		"under a prefix":      {prefix: "/mirror/hf", date: "2026-05-12", want: "/mirror/hf/papers/date/2026-05-12"},
		"prefix with a slash": {prefix: "/mirror/", api: true, want: "/mirror/api/daily_papers?limit=100"},
		"prefix with blanks":  {prefix: "/my%20mirror", want: "/my%20mirror/papers"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := serve(t, body("[]"))
			c, _ := client(t, source.Options{Base: server.URL + test.prefix})
			var err error
			if test.api {
				_, err = c.API(t.Context(), test.date)
			} else {
				_, err = c.Page(t.Context(), test.date)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := server.requests()[0].RequestURI; got != test.want {
				t.Errorf("asked %s, want %s", got, test.want)
			}
		})
	}
}

func TestBadDate(t *testing.T) {
	server := serve(t, body(""))
	c, _ := client(t, source.Options{Base: server.URL})
	for _, date := range []string{"2026-5-12", "2026-02-30", "2026-05-12T00:00:00Z", "../../x", "2026-05-12/..", " 2026-05-12", "today", "2026-W20", "\x1b"} {
		for way, err := range map[string]error{
			"page": errorOf(c.Page(t.Context(), date)),
			"api":  errorOf(c.API(t.Context(), date)),
		} {
			if err == nil {
				t.Errorf("%s %q: no error", way, date)
			}
		}
	}
	if n := c.Requests(); n != 0 {
		t.Errorf("%d requests for bad dates", n)
	}
}

func errorOf[T any](_ T, err error) error { return err }

func TestOptions(t *testing.T) {
	tests := map[string]struct {
		options source.Options
		want    string // part of the error, "" for none
	}{
		"none":                    {source.Options{}, ""},
		"a server of one's own":   {source.Options{Base: "http://127.0.0.1:8000"}, ""},
		"IPv6, user and password": {source.Options{Base: "http://user:secret@[::1]:8000/x/"}, ""},
		"no scheme":               {source.Options{Base: "huggingface.co"}, `source "huggingface.co": not of the form`},
		"no host":                 {source.Options{Base: "https:///papers"}, "not of the form"},
		"other scheme":            {source.Options{Base: "file:///etc"}, "not of the form"},
		"query":                   {source.Options{Base: "https://huggingface.co/?x=1"}, "not of the form"},
		"unreadable":              {source.Options{Base: "http://[::1"}, "not of the form"},
		"token with line end":     {source.Options{Token: "hf_abc\n"}, ""},
		"token with blank":        {source.Options{Token: "hf_abc def"}, "access token"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := source.New(test.options)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "hf_") {
				t.Errorf("error tells the token: %v", err)
			}
		})
	}
}

// roundTrip is a Transport that keeps what it is asked and answers with one status.
type roundTrip struct {
	status int
	asked  []*http.Request
}

func (r *roundTrip) RoundTrip(req *http.Request) (*http.Response, error) {
	r.asked = append(r.asked, req)
	w := httptest.NewRecorder()
	w.WriteHeader(r.status)
	resp := w.Result()
	resp.Request = req
	return resp, nil
}

// The operator of the source must be able to see who asks, and a token must not reach anybody else.
func TestHeaders(t *testing.T) {
	const agent = "paperfeeds/1.2.3 (+https://github.com/paperfeeds/paperfeeds)"
	tests := map[string]struct {
		base, token string
		api         bool
		want        http.Header
	}{
		"page":             {want: http.Header{"Accept": {"text/html"}}},
		"api":              {api: true, want: http.Header{"Accept": {"application/json"}}},
		"with token":       {token: " hf_abc\n", want: http.Header{"Accept": {"text/html"}, "Authorization": {"Bearer hf_abc"}}},
		"token, elsewhere": {base: "https://mirror.example", token: "hf_abc", want: http.Header{"Accept": {"text/html"}}},
		"token, in clear":  {base: "http://huggingface.co", token: "hf_abc", want: http.Header{"Accept": {"text/html"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			transport := &roundTrip{status: 200}
			c, _ := client(t, source.Options{Base: test.base, Token: test.token, Version: "1.2.3", Transport: transport})
			if test.api {
				c.API(t.Context(), "")
			} else {
				c.Page(t.Context(), "")
			}
			test.want.Set("User-Agent", agent)
			test.want.Set("Accept-Encoding", "gzip")
			if diff := cmp.Diff(test.want, transport.asked[0].Header); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTokenRefused(t *testing.T) {
	c, _ := client(t, source.Options{Token: "hf_abc", Transport: &roundTrip{status: 401}})
	_, err := c.Page(t.Context(), "")
	if want := "read https://huggingface.co/papers: 401 unauthorized: the access token was not accepted; none is needed"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestAnswer(t *testing.T) {
	const date = "Tue, 12 May 2026 09:00:00 GMT"
	at := time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		answer step
		want   source.Answer // without the URL
	}{
		"plain":            {body("é", "Date", date), source.Answer{Body: []byte("é"), Time: at}},
		"gzip":             {body(packed("page"), "Content-Encoding", "gzip", "Date", date), source.Answer{Body: []byte("page"), Time: at}},
		"gzip by old name": {body(packed("page"), "Content-Encoding", "x-gzip", "Date", date), source.Answer{Body: []byte("page"), Time: at}},
		"empty":            {body("", "Date", date), source.Answer{Body: []byte{}, Time: at}},
		"out of a cache":   {body("", "Date", date, "Age", "3600"), source.Answer{Body: []byte{}, Time: at.Add(time.Hour)}},
		"absurd age":       {body("", "Date", date, "Age", "99999999999"), source.Answer{Body: []byte{}, Time: at}},
		"no readable time": {body("", "Date", "today"), source.Answer{Body: []byte{}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := serve(t, test.answer)
			c, _ := client(t, source.Options{Base: server.URL})
			got, err := c.Page(t.Context(), "2026-05-12")
			if err != nil {
				t.Fatal(err)
			}
			test.want.URL = server.URL + "/papers/date/2026-05-12"
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(source.Answer{}, "Took")); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPassword(t *testing.T) {
	server := serve(t, body("page"), status(404, ""))
	c, _ := client(t, source.Options{Base: strings.Replace(server.URL, "http://", "http://user:secret@", 1)})
	answer, err := c.Page(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if user, password, _ := server.requests()[0].BasicAuth(); user != "user" || password != "secret" {
		t.Errorf("asked as %q with %q", user, password)
	}
	_, err = c.Page(t.Context(), "")
	if strings.Contains(answer.URL+err.Error(), "secret") {
		t.Errorf("the password is told: %s, %v", answer.URL, err)
	}
}

func TestConcurrentUse(t *testing.T) {
	server := serve(t, body("page", "RateLimit", `"pages";r=5;t=200`))
	c, _ := client(t, source.Options{Base: server.URL})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := c.Page(t.Context(), ""); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if c.Requests() != 8 {
		t.Errorf("%d requests, want 8", c.Requests())
	}
}

func TestInterrupted(t *testing.T) {
	server := serve(t, hang)
	c, _ := client(t, source.Options{Base: server.URL})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := c.Page(ctx, "")
	if !errors.Is(err, context.Canceled) || c.Requests() != 1 {
		t.Errorf("got %v after %d requests, want context canceled after 1", err, c.Requests())
	}
	fit(t, err, server.URL)

	t.Run("while waiting", func(t *testing.T) {
		server := serve(t, status(503, "", "Retry-After", "60"))
		c, err := source.New(source.Options{Base: server.URL}) // with the real Sleep
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(50*time.Millisecond, cancel)
		begun := time.Now()
		_, err = c.Page(ctx, "")
		if !errors.Is(err, context.Canceled) || time.Since(begun) > 50*time.Second {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
	})
}
