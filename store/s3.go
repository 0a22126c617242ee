package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// An S3 is a place in a bucket of Amazon S3 or of a server that speaks its language: every key under a prefix. Its methods may be called
// by several goroutines at once, and its conditional puts are safe among all programs.
type S3 struct {
	client   *s3.Client
	bucket   string
	prefix   string // "" or with a slash at its end
	region   string // for messages
	endpoint string // for messages; empty on AWS
	counter
}

// String names the place in messages.
func (s *S3) String() string {
	return strings.TrimSuffix("s3://"+s.bucket+"/"+s.prefix, "/")
}

// Get reads the file at path; an error that is [ErrNotFound] where there is none. The body is never unpacked.
func (s *S3) Get(ctx context.Context, path string) (body []byte, etag string, err error) {
	s.get.Add(1)
	if err := checkPath(path); err != nil {
		return nil, "", s.explain(get, path, err)
	}
	// The client tries a request again, but not an answer that breaks off in its middle.
	for try := 1; ; try++ {
		body, etag, err = s.getOnce(ctx, path)
		if err == nil {
			return body, etag, nil
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) || try == 3 {
			return nil, "", s.explain(get, path, err)
		}
	}
}

func (s *S3) getOnce(ctx context.Context, path string) (body []byte, etag string, err error) {
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: s.key(path)})
	if err != nil {
		return nil, "", err
	}
	defer out.Body.Close()
	body, err = io.ReadAll(out.Body)
	return body, plainETag(out.ETag), err
}

// Put writes a file with its headers and returns its ETag. Where the condition does not hold, or another put is under way, the error is
// [ErrChanged]; where the server cannot do conditions it is [ErrUnconditional].
func (s *S3) Put(ctx context.Context, file File, condition Condition) (etag string, err error) {
	s.put.Add(1)
	if err := errors.Join(checkPath(file.Path), condition.check()); err != nil {
		return "", s.explain(put, file.Path, err)
	}
	in := &s3.PutObjectInput{
		Bucket:       &s.bucket,
		Key:          s.key(file.Path),
		Body:         bytes.NewReader(bytes.Clone(file.Body)), // a request given up may go on sending for a while
		ContentType:  header(file.ContentType),
		CacheControl: header(file.CacheControl),
	}
	doing := put
	if condition != (Condition{}) {
		doing = putIf
	}
	if condition.IfMatch != "" {
		in.IfMatch = aws.String(`"` + condition.IfMatch + `"`)
	}
	if condition.IfAbsent {
		in.IfNoneMatch = aws.String("*")
	}
	var tries attempts
	out, err := s.client.PutObject(ctx, in, tries.count)
	if err != nil {
		err = s.explain(doing, file.Path, err)
		if tries > 1 && errors.Is(err, ErrChanged) {
			return s.putBefore(ctx, file, err)
		}
		return "", err
	}
	return plainETag(out.ETag), nil
}

// putBefore finds out whether a put that was tried again met its own work: the first try arrived, its answer was lost, and so the
// condition did not hold any more. Then it was a success, else lost is its error.
func (s *S3) putBefore(ctx context.Context, file File, lost error) (etag string, err error) {
	there, etag, err := s.Get(ctx, file.Path)
	if err != nil || !bytes.Equal(there, file.Body) {
		return "", lost
	}
	return etag, nil
}

// List tells of the files whose paths start with prefix ("" for all), sorted by path. Keys that no path may have (such as "a/", which
// some tools make for a folder) are left out.
func (s *S3) List(ctx context.Context, prefix string) ([]Object, error) {
	var objects []Object
	pages := s3.NewListObjectsV2Paginator(s.client, &s3.ListObjectsV2Input{Bucket: &s.bucket, Prefix: s.key(prefix)})
	for pages.HasMorePages() {
		s.list.Add(1)
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, s.explain(list, "", err)
		}
		for _, found := range page.Contents {
			path := strings.TrimPrefix(aws.ToString(found.Key), s.prefix)
			if wrongPath(path) == "" {
				objects = append(objects, Object{Path: path, ETag: plainETag(found.ETag), Size: aws.ToInt64(found.Size)})
			}
		}
	}
	// S3 lists by bytes already; servers that keep keys as files on a disk may go folder by folder.
	slices.SortFunc(objects, func(a, b Object) int { return strings.Compare(a.Path, b.Path) })
	return objects, nil
}

// Delete removes the file at path. No file there is no error.
func (s *S3) Delete(ctx context.Context, path string) error {
	s.delete.Add(1)
	if err := checkPath(path); err != nil {
		return s.explain(del, path, err)
	}
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: s.key(path)})
	if err != nil {
		if err = s.explain(del, path, err); errors.Is(err, ErrNotFound) {
			return nil
		}
	}
	return err
}

// Lock does nothing: every put to S3 has its own condition, and a lock left by a killed run would block all others.
func (s *S3) Lock(context.Context) (unlock func() error, err error) {
	return func() error { return nil }, nil
}

func (s *S3) key(path string) *string { return aws.String(s.prefix + path) }

// header leaves out what is empty, so that the server's default stands.
func header(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

// plainETag is an ETag without its quotes: not all servers put them into lists.
func plainETag(etag *string) string {
	return strings.Trim(aws.ToString(etag), `"`)
}
