package store_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"paperfeeds/store"
	"paperfeeds/store/s3test"
)

// Answers that the real server of the other tests does not give: those of Amazon to wrong rights, and of servers that lack something.

// openFake opens a place on a server that answers as told.
func openFake(t *testing.T, answer http.HandlerFunc) store.Place {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	(&s3test.Server{Endpoint: server.URL}).Setenv(t)
	return open(t, "s3://feeds/site")
}

// refuse answers with a status and an error code, as S3 does.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message></Error>", code, message)
}

func TestS3Answers(t *testing.T) {
	ifMatch, ifAbsent := store.Condition{IfMatch: "abc"}, store.Condition{IfAbsent: true}
	tryPut := func(condition store.Condition) func(*testing.T, store.Place) error {
		return func(t *testing.T, place store.Place) error {
			_, err := place.Put(t.Context(), store.File{Path: "all.rss", Body: []byte("x")}, condition)
			return err
		}
	}
	tryGet := func(t *testing.T, place store.Place) error {
		_, _, err := place.Get(t.Context(), "all.rss")
		return err
	}
	tryList := func(t *testing.T, place store.Place) error {
		_, err := place.List(t.Context(), "")
		return err
	}
	tryDelete := func(t *testing.T, place store.Place) error { return place.Delete(t.Context(), "all.rss") }
	plain := errors.New("an error that callers do not act on")

	for _, test := range []struct {
		name   string
		status int
		code   string
		try    func(*testing.T, store.Place) error
		want   error
		text   string
	}{
		{"conditions unknown", 501, "NotImplemented", tryPut(ifMatch), store.ErrUnconditional, "conditional puts are not supported here"},
		{"conditions unknown, new file", 501, "NotImplemented", tryPut(ifAbsent), store.ErrUnconditional, ""},
		{"plain put unknown", 501, "NotImplemented", tryPut(store.Condition{}), plain, "check that the endpoint speaks S3"},
		{"condition does not hold", 412, "PreconditionFailed", tryPut(ifMatch), store.ErrChanged, ""},
		{"file is gone", 404, "NoSuchKey", tryPut(ifMatch), store.ErrChanged, ""},
		{"two puts at once", 409, "ConditionalRequestConflict", tryPut(ifAbsent), store.ErrChanged, ""},
		{"key clash", 409, "ObjectParentIsFile", tryPut(ifAbsent), plain, "a file and a folder cannot have the same name"},
		{"no file", 404, "NoSuchKey", tryGet, store.ErrNotFound, ""},
		{"no file to delete", 404, "NoSuchKey", tryDelete, nil, ""},
		{"no bucket to read", 404, "NoSuchBucket", tryGet, plain, `there is no bucket "feeds"`},
		{"no bucket to write", 404, "NoSuchBucket", tryPut(ifMatch), plain, `there is no bucket "feeds"`},
		{"may not read, or not list", 403, "AccessDenied", tryGet, plain, "and s3:ListBucket on the bucket itself: without that one, a file that does not exist yet is answered so too"},
		{"may not write", 403, "AccessDenied", tryPut(store.Condition{}), plain, "access denied (403: no identity-based policy allows it); the policy must allow s3:PutObject on its files"},
		{"may not write or read", 403, "AccessDenied", tryPut(ifMatch), plain, "s3:PutObject and s3:GetObject"},
		{"may not list", 403, "AccessDenied", tryList, plain, "s3:ListBucket on the bucket itself (not on its files)"},
		{"may not delete", 403, "AccessDenied", tryDelete, plain, "s3:DeleteObject"},
		{"other region", 301, "PermanentRedirect", tryList, plain, "set AWS_REGION to eu-central-1"},
		{"expired", 400, "ExpiredToken", tryGet, plain, "the credentials have expired"},
		{"wrong clock", 403, "RequestTimeTooSkewed", tryGet, plain, "the clock of this machine is wrong"},
		{"something new", 418, "Teapot", tryGet, plain, "Teapot"},
	} {
		t.Run(test.name, func(t *testing.T) {
			place := openFake(t, func(w http.ResponseWriter, _ *http.Request) {
				if test.status == http.StatusMovedPermanently {
					w.Header().Set("X-Amz-Bucket-Region", "eu-central-1")
				}
				if test.code == "" {
					w.WriteHeader(test.status)
					return
				}
				refuse(w, test.status, test.code, "no identity-based policy allows it")
			})
			err := test.try(t, place)
			if test.want == nil {
				if err != nil {
					t.Errorf("got %v, want no error", err)
				}
				return
			}
			for _, sentinel := range []error{store.ErrNotFound, store.ErrChanged, store.ErrUnconditional} {
				if got, want := errors.Is(err, sentinel), sentinel == test.want; got != want {
					t.Errorf("%v: is it %q? %v, want %v", err, sentinel, got, want)
				}
			}
			if err == nil || !strings.Contains(err.Error(), test.text) || !strings.Contains(err.Error(), "s3://feeds/site") {
				t.Errorf("got %v, want %q and the place", err, test.text)
			}
		})
	}
}

// TestS3NoChecksums: servers other than Amazon's may refuse the checksums that the client adds by itself.
func TestS3NoChecksums(t *testing.T) {
	var headers []http.Header
	place := openFake(t, func(w http.ResponseWriter, request *http.Request) {
		headers = append(headers, request.Header.Clone())
		w.Header().Set("ETag", `"abc"`)
	})
	put(t, place, "a", "a")
	_ = read(t, place, "a")
	for _, header := range headers {
		for name := range header {
			if strings.Contains(strings.ToLower(name), "checksum") || name == "X-Amz-Trailer" {
				t.Errorf("sent %s: %v", name, header[name])
			}
		}
	}
	if len(headers) != 2 {
		t.Errorf("%d requests, want 2", len(headers))
	}
}

// TestS3LostAnswer: a conditional put arrives, its answer does not. Tried again it meets its own work, which is a success; but meeting
// that of another is not.
func TestS3LostAnswer(t *testing.T) {
	for name, test := range map[string]struct {
		there string
		want  error
	}{
		"own work":        {"mine", nil},
		"that of another": {"other", store.ErrChanged},
	} {
		t.Run(name, func(t *testing.T) {
			puts := 0
			place := openFake(t, func(w http.ResponseWriter, request *http.Request) {
				w.Header().Set("ETag", `"of `+test.there+`"`)
				if request.Method == http.MethodGet {
					_, _ = io.WriteString(w, test.there)
					return
				}
				if puts++; puts == 1 {
					panic(http.ErrAbortHandler) // breaks the connection
				}
				refuse(w, http.StatusPreconditionFailed, "PreconditionFailed", "")
			})
			file := store.File{Path: "archive/index.json", Body: []byte("mine")}
			etag, err := place.Put(t.Context(), file, store.Condition{IfAbsent: true})
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if err == nil && etag != "of mine" {
				t.Errorf("got ETag %q", etag)
			}
			if puts != 2 {
				t.Errorf("%d puts, want 2", puts)
			}
		})
	}
}

// TestS3Retries: a server that is busy for a moment, and an answer that breaks off, cost no run.
func TestS3Retries(t *testing.T) {
	for name, first := range map[string]http.HandlerFunc{
		"busy": func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusServiceUnavailable, "SlowDown", "") },
		"broken off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "4")
			_, _ = io.WriteString(w, "wh")
		},
	} {
		t.Run(name, func(t *testing.T) {
			gets := 0
			place := openFake(t, func(w http.ResponseWriter, request *http.Request) {
				if gets++; gets == 1 {
					first(w, request)
					return
				}
				_, _ = io.WriteString(w, "whole")
			})
			if got := read(t, place, "a"); got != "whole" {
				t.Errorf("read %q", got)
			}
		})
	}
}
