package parser

import "errors"

// Only [ErrCardsOnly] changes what a run does next; the others name the kind, and the rest of an error's text says what was found.
var (
	// ErrNoListing: the bytes hold no listing of a day — a firewall's challenge, a refusal, a paper's page, a week's or month's page.
	ErrNoListing = errors.New("no listing of a day")
	// ErrCardsOnly: the page's JSON is missing or unreadable and only its cards could be read. [Page] returns what they tell beside
	// this error: papers without abstracts, so the API is to be asked for the day.
	ErrCardsOnly = errors.New("only the cards could be read")
	// ErrDisagree: the two readings of the page differ by a fifth or more of all papers they name, so neither is trusted. [Page]
	// returns the day alone beside it, for the API to be asked.
	ErrDisagree = errors.New("JSON and cards disagree")
	// ErrFormat: an answer of the API is not a whole JSON array of papers — HTML, cut off, an object with "error" — or none of the
	// papers in it could be read.
	ErrFormat = errors.New("not a list of papers")
)

// errNotDay is a listing that is whole, but of a week or a month: neither reading of such a page may be used.
var errNotDay = errors.New("not the listing of a day")
