// Package feedgen turns the archive into the files that are published.
//
// In: the archive and the settings. Out: the plan — every public file with its path, the digest of its inputs, and how to render it.
// It never uploads and never reads a clock: the same archive gives the same bytes, so files that did not change are not touched.
//
// Feeds are written in two steps, because one paper stands in many feeds. [Encode] writes an [Item] once in each format (item.go,
// content.go); a [Document] — one file of one feed — pastes what it wrote (document.go) and is written by [WriteRSS], [WriteAtom] and
// [WriteJSON] (rss.go, atom.go, jsonfeed.go). Their types and writers are those of github.com/gorilla/feeds, embedded, and extended
// where subscribers need what they lack; items in RSS and Atom are written by item.qtpl.
package feedgen
