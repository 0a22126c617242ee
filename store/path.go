package store

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxPath is the longest key S3 takes, in bytes.
	maxPath = 1024
	// maxSegment is the longest name the usual file systems take, in bytes.
	maxSegment = 255
	// ours starts the names of the lock file and of the temporary files of a folder; no path may use it.
	ours = ".paperfeeds-"
)

// checkPath refuses what is not a plain relative path: the same rule for every place, so that what was published to a bucket can be
// copied into a folder of any system, and no path leads out of either.
func checkPath(path string) error {
	if reason := wrongPath(path); reason != "" {
		return fmt.Errorf("path %q: %s", path, reason)
	}
	return nil
}

func wrongPath(path string) string {
	switch {
	case path == "":
		return "is empty"
	case len(path) > maxPath:
		return fmt.Sprintf("is longer than %d bytes", maxPath)
	case !utf8.ValidString(path):
		return "is not UTF-8"
	}
	for segment := range strings.SplitSeq(path, "/") {
		if reason := wrongSegment(segment); reason != "" {
			return reason
		}
	}
	return ""
}

func wrongSegment(segment string) string {
	switch {
	case segment == "":
		return "has an empty part; write it relative, with single slashes"
	case segment == "." || segment == "..":
		return "has a part \".\" or \"..\""
	case len(segment) > maxSegment:
		return fmt.Sprintf("has a part longer than %d bytes", maxSegment)
	case strings.HasPrefix(segment, ours):
		return fmt.Sprintf("has a part that starts with %q, which is kept for locks and temporary files", ours)
	case strings.HasSuffix(segment, ".") || strings.HasSuffix(segment, " "):
		return "has a part that ends with a dot or a space, which Windows drops"
	}
	for _, r := range segment {
		// The colon is in drive letters and named streams; the others no Windows name may have.
		if strings.ContainsRune(`\:*?"<>|`, r) || !unicode.IsPrint(r) {
			return fmt.Sprintf("has the character %q", r)
		}
	}
	return ""
}
