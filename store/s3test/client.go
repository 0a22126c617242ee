package s3test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	accessKey = "test-access"
	secretKey = "test-secret"
	region    = "us-east-1"
)

// Client is a plain client of the server, for what a test wants to see or do behind the back of the program.
func (s *Server) Client() *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: &s.Endpoint,
		Region:       region,
		Credentials:  credentials.NewStaticCredentialsProvider(accessKey, secretKey, ""),
		UsePathStyle: true,
	})
}

// Bucket makes a new, empty bucket and returns its name.
func (s *Server) Bucket(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("feeds-%d", s.buckets.Add(1))
	if _, err := s.Client().CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name}); err != nil {
		t.Fatalf("make bucket %s: %v", name, err)
	}
	return name
}

// Header is what the server tells of an object, without its body.
func (s *Server) Header(t testing.TB, bucket, key string) *s3.HeadObjectOutput {
	t.Helper()
	out, err := s.Client().HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
	if err != nil {
		t.Fatalf("look at %s/%s: %v", bucket, key, err)
	}
	return out
}

// Env is the environment of a child process that is to use the server, for [os/exec.Cmd]: nothing of the tester's own AWS settings.
func (s *Server) Env() []string {
	return append([]string{
		"AWS_ENDPOINT_URL_S3=" + s.Endpoint,
		"AWS_REGION=" + region,
		"AWS_ACCESS_KEY_ID=" + accessKey,
		"AWS_SECRET_ACCESS_KEY=" + secretKey,
	}, noSettings()...)
}

// Setenv makes the test's own process use the server, until the test is over. Not for parallel tests.
func (s *Server) Setenv(t testing.TB) {
	t.Helper()
	setenv(t, s.Env())
}

// Unset hides the tester's own AWS settings from a test, until it is over. Not for parallel tests.
func Unset(t testing.TB) {
	t.Helper()
	setenv(t, noSettings())
}

// noSettings keeps the AWS client from files in the home folder, and from asking the network for a role.
func noSettings() []string {
	return []string{
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
	}
}

func setenv(t testing.TB, variables []string) {
	t.Helper()
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "AWS_") || name == "S3_PATH_STYLE" {
			t.Setenv(name, "") // so that it comes back afterwards
			if err := os.Unsetenv(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, entry := range variables {
		name, value, _ := strings.Cut(entry, "=")
		t.Setenv(name, value)
	}
}
