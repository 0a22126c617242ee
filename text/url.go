package text

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// maxURL is the longest address that is still passed on, in bytes; browsers and readers begin to fail beyond.
const maxURL = 2048

// URL returns s as an absolute http or https address that is safe in a feed, or "" where it is none: another scheme, no host,
// a user name or password before the host (a link that looks like another site's), or longer than 2,048 bytes. Blanks and
// controls inside and around are removed; of two addresses in one field the first counts. Host in lower case and ASCII
// (IDNA); what RFC 3986 does not allow in path, query and fragment is percent-encoded, and ' too, which ends an attribute in
// HTML. URL(URL(s)) is URL(s). A text of more than 4,096 bytes is no address, however much of it were blanks.
func URL(s string) string {
	if isPlainURL(s) {
		return s
	}
	return makeURL(s)
}

func makeURL(s string) string {
	if len(s) > 2*maxURL {
		return ""
	}
	scheme, rest, ok := strings.Cut(join(s), "://")
	scheme = strings.ToLower(scheme)
	if !ok || scheme != "http" && scheme != "https" {
		return ""
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host := asciiHost(rest[:end])
	if host == "" {
		return ""
	}
	address := scheme + "://" + host + encode(rest[end:])
	u, err := url.Parse(address)
	if err != nil || len(address) > maxURL || u.Host != host || u.User != nil {
		return ""
	}
	return address
}

// isPlainURL reports whether URL would change nothing, quickly for the addresses that nearly all are: a host by its name, perhaps a port (a
// place on this machine has one in every address), and after it only what needs no encoding.
func isPlainURL(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	if !ok || len(s) > maxURL {
		return false
	}
	end := strings.IndexByte(rest, '/')
	if end < 0 {
		return false
	}
	host, port, ok := strings.Cut(rest[:end], ":")
	if len(host) < 1 || len(host) > 253 || ok && !isPort(port) {
		return false
	}
	last := byte('.')
	for i := range len(host) {
		c := host[i]
		if !isSlugChar(rune(c)) || c == '.' && last == '.' {
			return false
		}
		last = c
	}
	fragment := false
	for i := end; i < len(rest); i++ {
		if c := rest[i]; c == '#' && !fragment {
			fragment = true
		} else if !plainURL[c] {
			return false
		}
	}
	return true
}

// plainURL has the characters that may stand in path, query and fragment as they are.
var plainURL = func() (plain [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&()*+,;=:@/?") {
		plain[c] = true
	}
	return plain
}()

// join removes blanks and invisible characters: real repositories' addresses have come with a line break inside (2510.05342).
func join(s string) string {
	fields := strings.Fields(s)
	for i, f := range fields {
		low := strings.ToLower(f)
		if i > 0 && (strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://")) {
			fields = fields[:i]
			break
		}
	}
	return strings.Map(func(r rune) rune {
		if isForbidden(r) || r == 0x200c || r == 0x200d || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.Join(fields, ""))
}

// asciiHost returns "host" or "host:port" in lower-case ASCII, or "" where it is not one.
func asciiHost(s string) string {
	host, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		host, port = s[:i], s[i+1:]
		if !isPort(port) {
			return ""
		}
		port = ":" + port
	}
	if strings.ContainsFunc(host, func(r rune) bool { return r >= 0x80 }) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return ""
		}
		host = ascii
	}
	host = strings.ToLower(host)
	if host == "" || len(host) > 253 || strings.HasPrefix(host, ".") || strings.Contains(host, "..") || strings.ContainsFunc(host, func(r rune) bool { return !isSlugChar(r) }) {
		return "" // an address by IPv6 number is no project's home page either
	}
	return host + port
}

func isPort(s string) bool { return s != "" && len(s) <= 5 && strings.Trim(s, "0123456789") == "" }

// encode percent-encodes what may not stand in path, query and fragment, and a '%' that encodes nothing.
func encode(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	fragment := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		ok := plainURL[c]
		switch c {
		case '%':
			ok = i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
		case '#':
			ok, fragment = !fragment, true
		}
		if ok {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
