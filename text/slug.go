package text

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

const (
	maxSlug  = 80 // bytes; leaves room for folders and endings within the 255 of common file systems
	hashSize = 10 // hex digits of a SHA-256
)

// Slug makes an organization's slug the segment of a path, the same in every letter case: lower-case ASCII letters, digits,
// '-', '_', '.', beginning with a letter or digit, at most 80 bytes. "" stays "".
//
// Slugs as the source gives them ([A-Za-z0-9][A-Za-z0-9._-]*) are only lower-cased. What would not be safe as a file, a folder
// and part of an address — other characters, too long, all digits (taken by archive documents: "1.rss"), an ending the feeds
// have (".rss"), a trailing '.', a name Windows keeps for a device ("con") — becomes its harmless characters and a hash of the
// whole, so that two such slugs stay two. Slug(Slug(s)) is Slug(s).
func Slug(s string) string {
	low := lowerASCII(s)
	if low == "" || isSafeSlug(low) {
		return low
	}
	sum := sha256.Sum256([]byte(low))
	hash := hex.EncodeToString(sum[:])[:hashSize]
	base := strings.Trim(strings.Map(slugChar, low), "-_")
	if base == "" {
		base = "x"
	}
	return base[:min(len(base), maxSlug-hashSize-1)] + "-" + hash
}

// lowerASCII lowers A–Z alone: bytes that are not UTF-8 must stay apart for the hash.
func lowerASCII(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return 'A' <= r && r <= 'Z' }) < 0 {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// slugChar gives '-' for what is not harmless; '.' too, which Windows and the feeds' endings give a meaning.
func slugChar(r rune) rune {
	if isSlugChar(r) && r != '.' {
		return r
	}
	return '-'
}

func isSlugChar(r rune) bool {
	return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '_' || r == '.'
}

func isSafeSlug(s string) bool {
	if len(s) > maxSlug || strings.ContainsFunc(s, func(r rune) bool { return !isSlugChar(r) }) {
		return false
	}
	if strings.ContainsRune("-_.", rune(s[0])) || strings.HasSuffix(s, ".") || strings.Trim(s, "0123456789") == "" {
		return false
	}
	for _, ending := range []string{".rss", ".atom", ".json", ".html"} {
		if strings.HasSuffix(s, ending) {
			return false
		}
	}
	device, _, _ := strings.Cut(s, ".") // "con.rss" is the console too
	return !isWindowsDevice(device)
}

// isWindowsDevice: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func isWindowsDevice(s string) bool {
	switch s {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(s) == 4 && (s[:3] == "com" || s[:3] == "lpt") && '0' <= s[3] && s[3] <= '9'
}
