// Package feedgen turns the archive into the files that are published.
//
// In: the archive and the settings. Out: the plan — every public file with its path, the digest of its inputs, and how to render it.
// It never uploads and never reads a clock: the same archive gives the same bytes, so files that did not change are not touched.
//
// The feeds themselves are made in two steps, because one paper stands in many feeds and three formats. [Encode] writes an [Item] once
// in each format; a [Document] — one file of one feed, the newest items or an archive document — pastes what Encode wrote. The types
// and writers are those of github.com/gorilla/feeds, embedded and extended where they lack what subscribers need:
//
//	item.go       what an item is, and how much of it there is room for
//	content.go    its text, in HTML and plain
//	document.go   what a feed document is
//	rss.go        RSS 2.0
//	atom.go       Atom 1.0
//	jsonfeed.go   JSON Feed 1.1
package feedgen
