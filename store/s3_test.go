package store_test

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"paperfeeds/store"
	"paperfeeds/store/s3test"
)

// TestS3Headers: readers go by the Content-Type, caches by Cache-Control, so both must arrive as given, character for character.
func TestS3Headers(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	bucket := server.Bucket(t)
	place := open(t, "s3://"+bucket+"/site")
	body := []byte("<rss/>")
	etag, err := place.Put(t.Context(), store.File{
		Path: "all.rss", Body: body, ContentType: "application/rss+xml; charset=utf-8", CacheControl: "public, max-age=300",
	}, store.Condition{IfAbsent: true})
	if err != nil {
		t.Fatal(err)
	}
	header := server.Header(t, bucket, "site/all.rss")
	got := []string{aws.ToString(header.ContentType), aws.ToString(header.CacheControl), aws.ToString(header.ContentEncoding)}
	want := []string{"application/rss+xml; charset=utf-8", "public, max-age=300", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if sum := md5.Sum(body); etag != hex.EncodeToString(sum[:]) {
		t.Errorf("ETag %s is not the MD5 without quotes", etag)
	}
}

// TestS3Pages: a list goes on after the first thousand, and tells nothing of neighbours and of what is no file.
func TestS3Pages(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	bucket := server.Bucket(t)
	place := open(t, "s3://"+bucket+"/site")
	const files = 1005
	work := make(chan int)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range work {
				file := store.File{Path: fmt.Sprintf("topics/%04d.rss", i), Body: []byte("x")}
				if _, err := place.Put(t.Context(), file, store.Condition{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range files {
		work <- i
	}
	close(work)
	wg.Wait()
	for _, key := range []string{"site2/a.rss", "a.rss", "site/folder/"} {
		if _, err := server.Client().PutObject(t.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: &key}); err != nil {
			t.Fatal(err)
		}
	}
	paths := listed(t, place)
	if len(paths) != files || paths[0] != "topics/0000.rss" || paths[files-1] != "topics/1004.rss" {
		t.Errorf("got %d files, want %d; first %q", len(paths), files, paths[0])
	}
	if pages := place.Requests().List; pages != 2 {
		t.Errorf("listed in %d pages, want 2", pages)
	}
}

// TestS3Setup: what is wrong with names and keys is said in words, by a real server.
func TestS3Setup(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	bucket := server.Bucket(t)
	for name, test := range map[string]struct {
		env    [2]string
		bucket string
		want   string
	}{
		"no such bucket":     {bucket: "no-such-bucket", want: `there is no bucket "no-such-bucket" at ` + server.Endpoint},
		"unknown access key": {env: [2]string{"AWS_ACCESS_KEY_ID", "nobody"}, want: "the access key is not known there"},
		"wrong secret key":   {env: [2]string{"AWS_SECRET_ACCESS_KEY", "wrong"}, want: "the secret key is wrong"},
		"wrong region":       {env: [2]string{"AWS_REGION", "eu-west-1"}, want: "set AWS_REGION to the bucket's region"},
		"nobody answers":     {env: [2]string{"AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1"}, want: "no answer at http://127.0.0.1:1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("AWS_MAX_ATTEMPTS", "1")
			if test.env[0] != "" {
				t.Setenv(test.env[0], test.env[1])
			}
			if test.bucket == "" {
				test.bucket = bucket
			}
			place := open(t, "s3://"+test.bucket)
			_, listErr := place.List(t.Context(), "")
			_, _, getErr := place.Get(t.Context(), "archive/index.json")
			_, putErr := place.Put(t.Context(), store.File{Path: "x"}, store.Condition{IfAbsent: true})
			for doing, err := range map[string]error{"list": listErr, "get": getErr, "put": putErr} {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("%s: %v, want %q", doing, err, test.want)
				}
				for _, sentinel := range []error{store.ErrNotFound, store.ErrChanged, store.ErrUnconditional} {
					if errors.Is(err, sentinel) {
						t.Errorf("%s: taken for %v", doing, sentinel)
					}
				}
			}
		})
	}
}

// TestS3PathStyle: a bucket under a host name of its own cannot be found on "localhost" and most small servers.
func TestS3PathStyle(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	t.Setenv("AWS_ENDPOINT_URL_S3", strings.Replace(server.Endpoint, "127.0.0.1", "localhost", 1))
	place := open(t, "s3://"+server.Bucket(t))
	put(t, place, "a", "a")

	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	t.Setenv("AWS_ENDPOINT_URL_S3", "http://s3.invalid")
	for style, want := range map[string]string{"": "lookup s3.invalid", "true": "lookup s3.invalid", "false": "lookup feeds.s3.invalid"} {
		t.Setenv("S3_PATH_STYLE", style)
		if _, err := open(t, "s3://feeds").List(t.Context(), ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("S3_PATH_STYLE=%q: %v, want %q", style, err, want)
		}
	}
}
