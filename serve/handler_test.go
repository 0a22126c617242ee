package serve_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"paperfeeds/serve"
)

const secret = "nobody may read this"

// hostile is a place with everything beside, around and inside it that must not be answered.
func hostile(t *testing.T) *serve.Handler {
	t.Helper()
	above := t.TempDir()
	dir := filepath.Join(above, "public")
	for name, body := range map[string]string{
		"secret.rss":                            secret,
		"public/index.html":                     "<!doctype html>the page",
		"public/all.rss":                        strings.Repeat("<item>feed</item>", 200),
		"public/small.rss":                      "<rss/>",
		"public/topics/agents.rss":              "agents",
		"public/.paperfeeds-lock":               secret,
		"public/topics/.paperfeeds-tmp-1":       secret,
		"public/.git/config":                    secret,
		"public/.well-known/feed-menu.json":     "{}",
		"public/archive/2026-06.jsonl.gz":       "\x1f\x8bpacked",
		"public/inner/real/file.txt":            "inner",
		"public/unreadable-ending.unknownthing": "bytes",
	} {
		name = filepath.Join(above, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{
		"out.rss": "../secret.rss", "absolute.rss": filepath.Join(above, "secret.rss"), "folder": "..", "lock.txt": ".paperfeeds-lock",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	return newHandler(t, dir, nil)
}

func TestPaths(t *testing.T) {
	h := hostile(t)
	tests := []struct {
		name, path string
		status     int
	}{
		{"the root is the index page", "/", 200},
		{"a file", "/all.rss", 200},
		{"a file in a folder", "/topics/agents.rss", 200},
		{"well-known", "/.well-known/feed-menu.json", 200},
		{"unknown ending", "/unreadable-ending.unknownthing", 200},
		{"nothing there", "/nothing.rss", 404},
		{"a folder", "/topics", 404},
		{"a folder with a slash", "/topics/", 404},
		{"a file with a slash", "/all.rss/", 404},
		{"a file as a folder", "/all.rss/1.rss", 404},
		{"dots", "/../secret.rss", 404},
		{"dots inside", "/topics/../../secret.rss", 404},
		{"dots that stay inside", "/topics/../all.rss", 404},
		{"a dot", "/./all.rss", 404},
		{"two slashes", "//all.rss", 404},
		{"backslashes", `/..\secret.rss`, 404},
		{"a drive", "/C:/secret.rss", 404},
		{"a stream", "/all.rss::$DATA", 404},
		{"zero byte", "/all.rss\x00.html", 404},
		{"not UTF-8", "/\xff\xfe", 404},
		{"the lock", "/.paperfeeds-lock", 404},
		{"a temporary file", "/topics/.paperfeeds-tmp-1", 404},
		{"a hidden folder", "/.git/config", 404},
		{"a link out", "/out.rss", 404},
		{"an absolute link", "/absolute.rss", 404},
		{"through a folder that is a link out", "/folder/secret.rss", 404},
		{"a link to a hidden file", "/lock.txt", 404},
		{"very long", "/" + strings.Repeat("a/", 5000), 404},
		{"a very long name", "/" + strings.Repeat("a", 5000), 404},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := ask(h, http.MethodGet, test.path)
			if w.Code != test.status {
				t.Errorf("status %d, want %d", w.Code, test.status)
			}
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("it was read")
			}
		})
	}
}

// Whoever opens the place during its first run should look again. Nothing else is promised to come.
func TestNothingPublishedYet(t *testing.T) {
	h := newHandler(t, t.TempDir(), nil)
	for path, status := range map[string]int{"/": 503, "/index.html": 503, "/all.rss": 404} {
		answer := ask(h, http.MethodGet, path)
		if answer.Code != status || (status == 503) != (answer.Header().Get("Retry-After") == "60") {
			t.Errorf("%s: %d %v, want %d", path, answer.Code, answer.Header(), status)
		}
	}
}

// Whatever is asked, nothing but the place's own files is answered, and nothing makes the server fail.
func TestNoPathLeadsOut(t *testing.T) {
	h := hostile(t)
	segment := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"..", ".", "", "topics", "folder", "secret.rss", ".paperfeeds-lock", "out.rss", "all.rss", "%2e%2e", `..\`, "~", "C:", "inner", "real",
	}))
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + strings.Join(rapid.SliceOfN(segment, 0, 5).Draw(t, "segments"), "/")
		w := ask(h, rapid.SampledFrom([]string{"GET", "HEAD"}).Draw(t, "method"), path)
		if w.Code != 200 && w.Code != 404 || strings.Contains(w.Body.String(), secret) {
			t.Fatalf("%q: %d %q", path, w.Code, w.Body)
		}
	})
}

func TestMethods(t *testing.T) {
	h := hostile(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X"} {
		w := ask(h, method, "/all.rss")
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d, allow %q", method, w.Code, w.Header().Get("Allow"))
		}
	}
}

func TestEveryAnswerSaysNotToSniffAndIsForAll(t *testing.T) {
	h := hostile(t)
	for _, path := range []string{"/all.rss", "/nothing", "/healthz"} {
		w := ask(h, http.MethodGet, path)
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v", path, w.Header())
		}
	}
}

func TestConditions(t *testing.T) {
	h := hostile(t)
	first := ask(h, http.MethodGet, "/all.rss")
	etag, modified := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
	when, err := http.ParseTime(modified)
	if err != nil || !strings.HasPrefix(etag, `"`) {
		t.Fatalf("ETag %s, Last-Modified %s", etag, modified)
	}
	before := when.Add(-time.Hour).Format(http.TimeFormat)
	tests := []struct {
		name    string
		headers []string
		status  int
	}{
		{"the same ETag", []string{"If-None-Match", etag}, 304},
		{"the same ETag, kept from a packed answer", []string{"If-None-Match", "W/" + etag}, 304},
		{"among others", []string{"If-None-Match", `"x", ` + etag}, 304},
		{"any", []string{"If-None-Match", "*"}, 304},
		{"another ETag", []string{"If-None-Match", `"x"`}, 200},
		{"the same ETag for a packed answer", []string{"If-None-Match", etag, "Accept-Encoding", "gzip"}, 304},
		{"not modified since", []string{"If-Modified-Since", modified}, 304},
		{"modified since", []string{"If-Modified-Since", before}, 200},
		{"the ETag wins over the date: it is another one", []string{"If-None-Match", `"x"`, "If-Modified-Since", modified}, 200},
		{"the ETag wins over the date: it is the same", []string{"If-None-Match", etag, "If-Modified-Since", before}, 304},
		{"a date that is none", []string{"If-Modified-Since", "yesterday"}, 200},
		{"If-Match with another ETag", []string{"If-Match", `"x"`}, 412},
		{"range", []string{"Range", "bytes=6-9"}, 206},
		{"range of the same file", []string{"Range", "bytes=6-9", "If-Range", etag}, 206},
		{"range of another file", []string{"Range", "bytes=6-9", "If-Range", `"x"`}, 200},
		{"range by an ETag that is weak", []string{"Range", "bytes=6-9", "If-Range", "W/" + etag}, 200},
		{"range wins over packing", []string{"Range", "bytes=6-9", "Accept-Encoding", "gzip"}, 206},
		{"range beyond the end", []string{"Range", "bytes=100000-"}, 416},
		{"range of nonsense", []string{"Range", "lines=1-2"}, 416},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := ask(h, http.MethodGet, "/all.rss", test.headers...)
			if w.Code != test.status {
				t.Fatalf("status %d, want %d", w.Code, test.status)
			}
			switch w.Code {
			case 206:
				if w.Body.String() != "feed" || w.Header().Get("Content-Encoding") != "" {
					t.Errorf("%q, %v", w.Body, w.Header())
				}
			case 304:
				if w.Body.Len() > 0 || w.Header().Get("ETag") == "" || w.Header().Get("Vary") == "" || w.Header().Get("Content-Encoding") != "" {
					t.Errorf("%q, %v", w.Body, w.Header())
				}
			case 412:
				if w.Header().Get("Content-Encoding") != "" {
					t.Errorf("%v", w.Header())
				}
			}
		})
	}
}

// A reader that comes back after the file was written anew must get it, even where the size is the same and the clock has not moved on.
func TestETagChangesWithTheFile(t *testing.T) {
	dir, _ := publishSample(t)
	h := newHandler(t, dir, nil)
	etag := ask(h, http.MethodGet, "/all.rss").Header().Get("ETag")
	name := filepath.Join(dir, "all.rss")
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	body[len(body)-20] ^= 1
	if err := os.WriteFile(name, body, 0o644); err != nil {
		t.Fatal(err)
	}
	if w := ask(h, http.MethodGet, "/all.rss", "If-None-Match", etag); w.Code != http.StatusOK {
		t.Errorf("status %d for a file that changed", w.Code)
	}
}

func TestPacking(t *testing.T) {
	h := hostile(t)
	plain := ask(h, http.MethodGet, "/all.rss")
	tests := []struct {
		name, path, accept string
		packed             bool
	}{
		{"gzip", "/all.rss", "gzip", true},
		{"among others", "/all.rss", "br, gzip;q=0.5", true},
		{"anything", "/all.rss", "*", true},
		{"upper case", "/all.rss", "GZIP", true},
		{"nothing said", "/all.rss", "", false},
		{"refused", "/all.rss", "gzip;q=0, *", false},
		{"refused with blanks", "/all.rss", "gzip ; q=0.0", false},
		{"a weight that is none", "/all.rss", "gzip;q=much", false},
		{"only others", "/all.rss", "br, zstd, identity", false},
		{"small", "/small.rss", "gzip", false},
		{"an archive file is not packed twice", "/archive/2026-06.jsonl.gz", "gzip", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := ask(h, http.MethodGet, test.path, "Accept-Encoding", test.accept)
			if packed := w.Header().Get("Content-Encoding") == "gzip"; packed != test.packed {
				t.Fatalf("packed: %v, want %v", packed, test.packed)
			}
			if !test.packed {
				return
			}
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(z)
			if err != nil || string(body) != plain.Body.String() {
				t.Errorf("unpacks to something else (%v)", err)
			}
			if etag := w.Header().Get("ETag"); etag != "W/"+plain.Header().Get("ETag") || w.Header().Get("Content-Length") != "" {
				t.Errorf("ETag %s, length %q", etag, w.Header().Get("Content-Length"))
			}
		})
	}
}

// HEAD says what GET would say, packed or not; and a cache must know that answers differ by what the client takes.
func TestHead(t *testing.T) {
	server := httptest.NewServer(hostile(t))
	defer server.Close()
	for _, accept := range []string{"identity", "gzip"} {
		headers := map[string]http.Header{}
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r, err := http.NewRequestWithContext(t.Context(), method, server.URL+"/all.rss", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept-Encoding", accept)
			resp, err := server.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if err != nil || resp.Body.Close() != nil || method == http.MethodHead && len(body) > 0 {
				t.Fatalf("%s: %d bytes, %v", method, len(body), err)
			}
			resp.Header.Del("Date")
			if accept == "gzip" {
				resp.Header.Del("Content-Length") // may be left out of the answer to HEAD (RFC 9110, section 9.3.2)
			}
			headers[method] = resp.Header
		}
		if headers["GET"].Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: vary %q", accept, headers["GET"].Get("Vary"))
		}
		if diff := cmp.Diff(headers["GET"], headers["HEAD"]); diff != "" {
			t.Errorf("%s: GET and HEAD differ:\n%s", accept, diff)
		}
	}
}
