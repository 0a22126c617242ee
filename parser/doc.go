// Package parser reads the listings of Hugging Face Daily Papers.
//
// In: the bytes of a listing page, of an answer of the listing API, or of the text of a search page. Out: a [Listing] — the list day
// and its papers, every string cleaned by package text. It never asks the network, never reads a clock, and never loses a whole
// listing to one bad paper: what cannot be read is skipped, counted and said in [Listing.Skipped].
package parser
