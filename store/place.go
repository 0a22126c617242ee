package store

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// A Place keeps files: a [Folder] or a part of a bucket ([S3]). Its methods may be called by several goroutines at once. Consumers that
// need less say so with an interface of their own.
type Place interface {
	// Get reads a file and its ETag; ErrNotFound.
	Get(ctx context.Context, path string) (body []byte, etag string, err error)
	// Put writes a file, whole or not at all, and returns its ETag; ErrChanged, ErrUnconditional. It does not touch the body after it
	// returned.
	Put(ctx context.Context, file File, condition Condition) (etag string, err error)
	// List tells of all files whose paths start with prefix, sorted by path.
	List(ctx context.Context, prefix string) ([]Object, error)
	// Delete removes a file; none there is no error.
	Delete(ctx context.Context, path string) error
	// Lock keeps other runs away until unlock, where the place can; ErrLocked.
	Lock(ctx context.Context) (unlock func() error, err error)
	// Requests tells what was asked of the place so far.
	Requests() Requests
	// String names the place in messages.
	String() string
}

var (
	_ Place = (*Folder)(nil)
	_ Place = (*S3)(nil)
)

// Open opens the place that a user named: "s3://bucket" or "s3://bucket/prefix", else a folder, which is made when it is missing. S3 is
// set up by the usual AWS variables and files, and S3_PATH_STYLE (true or false).
func Open(ctx context.Context, place string) (Place, error) {
	if rest, ok := strings.CutPrefix(place, "s3://"); ok {
		bucket, prefix, _ := strings.Cut(rest, "/")
		return OpenS3(ctx, bucket, prefix, S3Options{PathStyle: os.Getenv("S3_PATH_STYLE")})
	}
	if strings.Contains(place, "://") {
		return nil, fmt.Errorf("open place %q: a place is a folder or s3://bucket/prefix", place)
	}
	return OpenFolder(place)
}
