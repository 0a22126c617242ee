// Package parser reads the listings of Hugging Face Daily Papers.
//
// In: the bytes of a listing page, of an answer of the listing API, or of the text of a search page. Out: a [Listing] — the list day
// and its papers — or the [TextPaper]s of a search page, which have no ids; every string cleaned by package text. It never asks the
// network, never reads a clock, and never loses a whole listing to one bad paper: a malformed paper of a listing is skipped and said in
// Listing.Skipped.
package parser
