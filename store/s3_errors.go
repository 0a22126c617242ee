package store

import (
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// A request is a kind of request to S3, in words for messages.
type request string

const (
	get   request = "read"
	put   request = "write"
	putIf request = "write (conditionally)"
	list  request = "list"
	del   request = "delete"
)

// permissions are what a policy must allow for each kind of request. A conditional put reads; and who may not list a bucket gets "access
// denied" for every file that does not exist yet, so a first run would fail (AWS: GetObject, "Permissions").
var permissions = map[request]string{
	get:   "s3:GetObject on its files, and s3:ListBucket on the bucket itself: without that one, a file that does not exist yet is answered so too",
	put:   "s3:PutObject on its files",
	putIf: "s3:PutObject and s3:GetObject on its files",
	list:  "s3:ListBucket on the bucket itself (not on its files)",
	del:   "s3:DeleteObject on its files",
}

const noCredentials = "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is given"

// An explained error says in one sentence what happened and what to do; the client's own error, long and of its inner words, stays
// reachable for errors.As.
type explained struct {
	text string
	err  error
}

func (e *explained) Error() string { return e.text }
func (e *explained) Unwrap() error { return e.err }

// explain turns the error of a request for path ("" for the whole place) into a sentence. What a caller acts on becomes ErrNotFound,
// ErrChanged or ErrUnconditional.
func (s *S3) explain(doing request, path string, err error) error {
	what := s.String()
	if path != "" {
		what = fmt.Sprintf("%q in %v", path, s)
	}
	status, code := answer(err)
	if known := sentinel(doing, status, code); known != nil {
		return fmt.Errorf("%s %s: %w", doing, what, known)
	}
	if reason := s.reason(doing, status, code, err); reason != "" {
		return &explained{fmt.Sprintf("%s %s: %s", doing, what, reason), err}
	}
	return fmt.Errorf("%s %s: %w", doing, what, err)
}

// answer is the status and the error code of the server's answer: 0 where there was none, "" where it had no body (to a HEAD).
func answer(err error) (status int, code string) {
	if response, ok := errors.AsType[*smithyhttp.ResponseError](err); ok {
		status = response.HTTPStatusCode()
	}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		code = api.ErrorCode()
	}
	return status, code
}

// sentinel is the error for an answer that callers act on, else nil.
func sentinel(doing request, status int, code string) error {
	// Not every 404 is a missing file: it may be the bucket, or (versitygw) the user. Taken for a missing archive, it looked like a
	// first run.
	missing := status == http.StatusNotFound && (code == "NoSuchKey" || code == "NotFound" || code == "")
	switch {
	case missing && doing == putIf:
		return ErrChanged // a file of that ETag was asked for
	case missing && (doing == get || doing == del):
		return ErrNotFound
	case status == http.StatusPreconditionFailed:
		return ErrChanged
	case code == "ConditionalRequestConflict", code == "OperationAborted":
		return ErrChanged // another put of the same file is under way
	case status == http.StatusNotImplemented && doing == putIf:
		return ErrUnconditional
	}
	return nil
}

// reason says what an answer means and what to do, "" where that is not known.
func (s *S3) reason(doing request, status int, code string, err error) string {
	switch code {
	case "NoSuchBucket":
		return fmt.Sprintf("there is no bucket %q %s; make it first, or correct its name", s.bucket, s.at())
	case "InvalidAccessKeyId", "InvalidToken", "XAdminUserNotFound":
		return "the access key is not known there (" + code + "); check AWS_ACCESS_KEY_ID, AWS_PROFILE and AWS_SESSION_TOKEN"
	case "SignatureDoesNotMatch":
		return "the secret key is wrong (" + code + "); check AWS_SECRET_ACCESS_KEY, and AWS_REGION where the server asks for its own"
	case "ExpiredToken", "TokenRefreshRequired":
		return "the credentials have expired (" + code + "); sign in again"
	case "RequestTimeTooSkewed":
		return "the clock of this machine is wrong; set it"
	case "SlowDown", "ServiceUnavailable":
		return fmt.Sprintf("the server is too busy (%s), also when tried again; run later", code)
	}
	switch {
	case status == http.StatusMovedPermanently, status == http.StatusTemporaryRedirect, code == "AuthorizationHeaderMalformed":
		return fmt.Sprintf("the bucket is not %s; set AWS_REGION to %s", s.at(), rightRegion(err))
	case status == http.StatusForbidden:
		return fmt.Sprintf("access denied (403%s); the policy must allow %s", message(err), permissions[doing])
	case status == http.StatusConflict:
		return fmt.Sprintf("refused (409 %s); a file and a folder cannot have the same name there, so one of them must go", code)
	case status == http.StatusNotImplemented:
		return "the server cannot do that (501); check that the endpoint speaks S3"
	}
	if status == 0 {
		if netErr, ok := errors.AsType[*net.OpError](err); ok {
			return fmt.Sprintf("no answer %s: %v; check the network, and AWS_ENDPOINT_URL_S3 if it is set", s.at(), netErr)
		}
	}
	return ""
}

// at says where the bucket was looked for.
func (s *S3) at() string {
	if s.endpoint != "" {
		return "at " + s.endpoint
	}
	return "in region " + s.region
}

// rightRegion is the region that the answer names for the bucket.
func rightRegion(err error) string {
	if response, ok := errors.AsType[*smithyhttp.ResponseError](err); ok {
		if region := response.Response.Header.Get("X-Amz-Bucket-Region"); region != "" {
			return region
		}
	}
	return "the bucket's region"
}

// message is what the server itself said, which often names the user and the right that is missing.
func message(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok && api.ErrorMessage() != "" {
		return ": " + api.ErrorMessage()
	}
	return ""
}
