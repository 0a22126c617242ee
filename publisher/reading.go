package publisher

import (
	"context"
	"time"

	"paperfeeds/archive"
	"paperfeeds/parser"
)

// A Reader reads the listings of a run. What it could not read stands in its days; the error is for a run that must not go on.
type Reader interface {
	Read(ctx context.Context, a *archive.Archive, now time.Time) (Reading, error)
}

// A Reading is what a run read: the listings that can be trusted, newest day first, and how each day went.
type Reading struct {
	Listings []parser.Listing
	Days     []DayReport
	Warnings []string
	// Past dates what is new into the past.
	Past bool
	// Follows: the newest list day was looked for, so what comes after it is yet to come.
	Follows bool
	// Read are the list days that were read well, with papers or without; nil is for saved listings, of which nobody expects all.
	Read []string
	// Unread are list days that should have been read and could not be; they are tried again by later runs, in this order. Nil is for a
	// reading that does not look after them: those that are known stay.
	Unread []string
	// Backfilled are list days that were read for good, and that a backfill need not ask for again.
	Backfilled []string
	// Texts are listings without ids, whose papers are looked up in the archive by their titles.
	Texts []TextListing
	// Refreshed: the older open days were read for their counts.
	Refreshed bool
}
