package main

import (
	"cmp"
	"strconv"
	"time"

	"paperfeeds/source"
)

// maxAttempts bounds how often an address may be asked: whoever wants more wants another hour.
const maxAttempts = 10

// patience sets how long one request to the source may take (PAPERFEEDS_TIMEOUT, "30s") and how often one address is asked at most
// (PAPERFEEDS_ATTEMPTS, "4"). Behind a slow proxy one wants more of both, and a test of a broken source less.
func patience(env *environment, o *source.Options) error {
	timeout, err := time.ParseDuration(cmp.Or(env.Getenv("PAPERFEEDS_TIMEOUT"), "0s"))
	if err != nil || timeout < 0 {
		return usagef("PAPERFEEDS_TIMEOUT is %q; set it to what a request may take, such as 30s", env.Getenv("PAPERFEEDS_TIMEOUT"))
	}
	attempts, err := strconv.Atoi(cmp.Or(env.Getenv("PAPERFEEDS_ATTEMPTS"), "0"))
	if err != nil || attempts < 0 || attempts > maxAttempts {
		return usagef("PAPERFEEDS_ATTEMPTS is %q; set it to a number from 1 to %d", env.Getenv("PAPERFEEDS_ATTEMPTS"), maxAttempts)
	}
	o.Timeout, o.Attempts = timeout, attempts // 0 is the default of package source
	return nil
}
