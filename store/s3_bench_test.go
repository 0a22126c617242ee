package store_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"paperfeeds/store"
	"paperfeeds/store/s3test"
)

// far is how much longer a request to S3 takes than one to a server on the same machine.
const far = 25 * time.Millisecond

// BenchmarkS3Put uploads so many files of 60 kB, so many at a time, to a server as far away as S3 is from a Lambda function.
func BenchmarkS3Put(b *testing.B) {
	server := s3test.Start(b)
	server.Setenv(b)
	target, err := url.Parse(server.Endpoint)
	if err != nil {
		b.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // it is signed
	}}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(far)
		proxy.ServeHTTP(w, r)
	}))
	b.Cleanup(front.Close)
	place := open(b, "s3://"+server.Bucket(b))
	b.Setenv("AWS_ENDPOINT_URL_S3", front.URL)
	distant := open(b, "s3://"+server.Bucket(b))
	for _, c := range []struct {
		where           string
		place           store.Place
		files, parallel int
	}{
		{"near", place, 160, 8},
		{"far", distant, 40, 8}, {"far", distant, 160, 8}, {"far", distant, 640, 8},
		{"far", distant, 160, 1}, {"far", distant, 160, 4}, {"far", distant, 160, 16}, {"far", distant, 160, 32},
	} {
		b.Run(fmt.Sprintf("%s/files=%d/parallel=%d", c.where, c.files, c.parallel), func(b *testing.B) {
			round := 0
			for b.Loop() {
				round++
				var puts errgroup.Group
				puts.SetLimit(c.parallel)
				for i := range c.files {
					puts.Go(func() error {
						body := make([]byte, 60_000)
						copy(body, fmt.Sprint(round, i, c.parallel))
						_, err := c.place.Put(b.Context(), store.File{Path: fmt.Sprintf("orgs/%d.rss", i), Body: body}, store.Condition{})
						return err
					})
				}
				if err := puts.Wait(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(round*c.files), "ms/file")
		})
	}
}
