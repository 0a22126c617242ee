package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"paperfeeds/store/s3test"
)

// The settings of a bucket are in it, and every command works on it as on a folder.
func TestBucket(t *testing.T) {
	server := s3test.Start(t)
	server.Setenv(t)
	bucket := server.Bucket(t)
	put := func(key, body string) {
		t.Helper()
		if _, err := server.Client().PutObject(t.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader(body)}); err != nil {
			t.Fatal(err)
		}
	}
	do := func(want int, says string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		env := newEnvironment(&out)
		env.Getenv = os.Getenv
		t.Setenv("PAPERFEEDS_OUT", "s3://"+bucket+"/feeds")
		if got := run(t.Context(), env, args); got != want || !strings.Contains(out.String(), says) {
			t.Fatalf("%v: exit status %d, want %d\n%s", args, got, want, &out)
		}
	}
	put("feeds/config.yaml", "votes: 3\n")
	do(misuse, "config.yaml: line 1: must be a list of numbers of votes", "publish", "--sample")
	put("feeds/config.yaml", "votes: [3]\n")
	do(done, "64 new papers", "publish", "--sample")
	server.Header(t, bucket, "feeds/votes/3.rss")
	do(done, "64 papers", "verify")
	do(done, "wrote 0 files", "rebuild")
	do(done, "topics in the archive", "topics", "--explain", "2605.90201")

	put("feeds/all.rss", "<rss>")
	do(failed, "all.rss: is not well-formed: XML syntax error on line 1: unexpected EOF; paperfeeds publish --sample --out s3://"+bucket+"/feeds puts it right", "verify")
	do(done, "wrote 1 file", "publish", "--sample")
	do(done, "64 papers", "verify")
}
