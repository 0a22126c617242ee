package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
)

// S3Options say how to reach a bucket beyond what the usual AWS variables and files say. The zero value adds nothing.
type S3Options struct {
	// PathStyle is "true" to put the bucket into the path of the address, "false" to put it into the host; empty: into the path where
	// an endpoint is set, since few such servers have a host name for each bucket.
	PathStyle string
}

// OpenS3 opens the part of a bucket under prefix ("" for all of it). It looks up the credentials, so that a run without any ends before
// it has begun, but does not yet ask for the bucket.
func OpenS3(ctx context.Context, bucket, prefix string, options S3Options) (*S3, error) {
	s := &S3{bucket: bucket}
	if bucket == "" || strings.ContainsAny(bucket, "/ ") {
		return nil, fmt.Errorf("open s3://%s/%s: a place in S3 is written s3://bucket or s3://bucket/prefix", bucket, prefix)
	}
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		if err := checkPath(prefix); err != nil {
			return nil, fmt.Errorf("open %v: %w", s, err)
		}
		s.prefix = prefix + "/"
	}
	pathStyle, err := strconv.ParseBool(options.PathStyle)
	if err != nil && options.PathStyle != "" {
		return nil, fmt.Errorf("open %v: path style %q is neither true nor false", s, options.PathStyle)
	}
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("open %v: read the AWS settings: %w", s, err)
	}
	s.client = s3.NewFromConfig(settings, func(o *s3.Options) {
		s.endpoint = aws.ToString(o.BaseEndpoint)
		if s.endpoint != "" {
			suitOthers(o)
		}
		if options.PathStyle != "" {
			o.UsePathStyle = pathStyle
		}
		s.region = o.Region
		// Else each file without a checksum is said on standard error.
		o.DisableLogOutputChecksumValidationSkipped = true
	})
	if s.region == "" {
		return nil, fmt.Errorf("open %v: no region is set; set AWS_REGION to the bucket's region", s)
	}
	if err := checkCredentials(ctx, settings); err != nil {
		return nil, fmt.Errorf("open %v: %w", s, err)
	}
	return s, nil
}

// suitOthers sets the client up for servers other than Amazon's. Those that do not know the checksums that the client adds since 2025
// refuse them (R2, Linode, Backblaze at the time); and a region must be named for the signature, but most do not care which.
func suitOthers(o *s3.Options) {
	o.UsePathStyle = true
	o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
	if o.Region == "" {
		o.Region = "us-east-1"
	}
}

func checkCredentials(ctx context.Context, settings aws.Config) error {
	if settings.Credentials == nil {
		return errors.New(noCredentials)
	}
	if _, err := settings.Credentials.Retrieve(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &explained{noCredentials, err}
	}
	return nil
}

// attempts counts how often the client sent one request.
type attempts int

// count is an option of one request.
func (a *attempts) count(o *s3.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("CountAttempts",
			func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
				middleware.FinalizeOutput, middleware.Metadata, error) {
				*a++
				return next.HandleFinalize(ctx, in)
			}), "Retry", middleware.After)
	})
}
