package serve

import (
	"path"
	"strings"

	"paperfeeds/feedgen"
)

// types are the media types by the endings of the files that a place has, and of what an operator may lay beside them.
var types = map[string]string{
	".rss":  "application/rss+xml; charset=utf-8",
	".atom": "application/atom+xml; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".opml": "text/x-opml; charset=utf-8",
	".txt":  "text/plain; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".xml":  "application/xml; charset=utf-8",
	".svg":  "image/svg+xml",
	".png":  "image/png",
	".ico":  "image/x-icon",
	// The archive's files are downloads. Said to be Content-Encoding: gzip, clients would unpack them on the way.
	".gz": "application/gzip",
}

const feedJSON = "application/feed+json; charset=utf-8"

// contentType is the media type of the file at a path. A .json is a feed unless it is one of the documents that are none.
func contentType(name string) string {
	ending := path.Ext(name)
	if ending == ".json" && isFeed(name) {
		return feedJSON
	}
	if t, ok := types[ending]; ok {
		return t
	}
	return "application/octet-stream"
}

// isFeed tells whether a .json lies where feeds do.
func isFeed(name string) bool {
	switch folder, _, _ := strings.Cut(name, "/"); folder {
	case "days", "archive", ".well-known", "feeds.json", "status.json", "manifest.json":
		return false
	}
	return true
}

// cacheControl is how long clients may keep the file at a path: as the files are put to a bucket.
func cacheControl(name string) string {
	switch {
	case name == "status.json", name == "manifest.json", strings.HasPrefix(name, "archive/"):
		return "no-store"
	case feedgen.IsDocument(name):
		return "public, max-age=86400"
	}
	return "public, max-age=300"
}

// isText tells whether a media type is worth packing.
func isText(mediaType string) bool {
	return strings.HasSuffix(mediaType, "charset=utf-8") || mediaType == "image/svg+xml"
}
