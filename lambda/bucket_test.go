package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"paperfeeds/store/s3test"
)

// A bucket is a new one in a real S3 server, behind a proxy that counts what is asked of it.
type bucket struct {
	server *s3test.Server
	name   string
	url    string // of the proxy

	mu     sync.Mutex
	counts requests
	first  func() // called at the first request
}

// requests are counted by kind.
type requests struct{ Get, Put, List, Other int }

func (r requests) String() string {
	return fmt.Sprintf("%d get, %d put, %d list, %d other", r.Get, r.Put, r.List, r.Other)
}

func newBucket(t *testing.T) *bucket {
	t.Helper()
	b := &bucket{server: s3test.Start(t)}
	b.name = b.server.Bucket(t)
	target, err := url.Parse(b.server.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		b.count(r.In)
		r.SetURL(target)
		r.Out.Host = r.In.Host // it is signed
	}}
	front := httptest.NewServer(proxy)
	t.Cleanup(front.Close)
	b.url = front.URL
	return b
}

func (b *bucket) count(r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.first != nil {
		b.first()
		b.first = nil
	}
	switch {
	case r.Method == http.MethodGet && r.URL.Query().Has("list-type"):
		b.counts.List++
	case r.Method == http.MethodGet:
		b.counts.Get++
	case r.Method == http.MethodPut:
		b.counts.Put++
	default:
		b.counts.Other++
	}
}

// asked is what was asked of the bucket since the last call.
func (b *bucket) asked() requests {
	b.mu.Lock()
	defer b.mu.Unlock()
	counts := b.counts
	b.counts = requests{}
	return counts
}

// env is the environment of a function that publishes to the bucket.
func (b *bucket) env(d *daily, more ...string) []string {
	env := append(b.server.Env(), "AWS_ENDPOINT_URL_S3="+b.url, "PAPERFEEDS_OUT=s3://"+b.name,
		"PAPERFEEDS_BASE_URL=https://feeds.example.org/", "PAPERFEEDS_SOURCE="+d.URL, "PAPERFEEDS_EVERY=1h")
	return append(env, more...) // of two alike the last one counts
}

func (b *bucket) put(t *testing.T, key, body string) {
	t.Helper()
	in := &s3.PutObjectInput{Bucket: &b.name, Key: &key, Body: strings.NewReader(body)}
	if _, err := b.server.Client().PutObject(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

func (b *bucket) get(t *testing.T, key string) string {
	t.Helper()
	out, err := b.server.Client().GetObject(t.Context(), &s3.GetObjectInput{Bucket: &b.name, Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close()
	var body bytes.Buffer
	if _, err := io.Copy(&body, out.Body); err != nil {
		t.Fatal(err)
	}
	return body.String()
}

// contents are all keys with their ETags.
func (b *bucket) contents(t *testing.T) map[string]string {
	t.Helper()
	contents := map[string]string{}
	pages := s3.NewListObjectsV2Paginator(b.server.Client(), &s3.ListObjectsV2Input{Bucket: &b.name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page.Contents {
			contents[*o.Key] = *o.ETag
		}
	}
	return contents
}
