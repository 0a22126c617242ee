// Package publisher does one run: read the listings, merge them into the archive, keep the archive, plan the feeds, put what changed,
// report.
//
// In: a place, a source or saved listings, settings, the time. Out: files in the place and a [Report]. [Publisher.Run] is the recipe;
// how a listing is parsed, a paper remembered, a feed rendered or a file stored is the business of the packages it calls.
package publisher
