package text

import (
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"},
		{"http", "http://example.org", "http://example.org"},
		{"line break inside", "https://github.com/doe/\nSome-Repo", "https://github.com/doe/Some-Repo"},
		{"blank before", " https://example.org/", "https://example.org/"},
		{"two addresses", "https://example.org/a https://example.org/b", "https://example.org/a"},
		{"zero-width blank", "https://example.org/\u200ba", "https://example.org/a"},
		{"capitals", "HTTPS://Example.ORG:8080/A", "https://example.org:8080/A"},
		{"international host", "https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"},
		{"underscore in host", "https://doe_lab.example.org/", "https://doe_lab.example.org/"},
		{"quotes and brackets", `https://example.org/"'<>\^{}|` + "`[]", "https://example.org/%22%27%3C%3E%5C%5E%7B%7D%7C%60%5B%5D"},
		{"percent alone", "https://example.org/100%zz%", "https://example.org/100%25zz%25"},
		{"two fragments", "https://example.org/#a#b", "https://example.org/#a%23b"},
		{"bad bytes", "https://example.org/\xff", "https://example.org/"},

		{"empty", "", ""},
		{"no scheme", "github.com/doe/repo", ""},
		{"relative", "/avatars/x.svg", ""},
		{"any scheme", "//example.org/x", ""},
		{"no host", "https:///x", ""},
		{"script", "javascript://example.org/%0aalert(1)", ""},
		{"data", "data:text/html,x", ""},
		{"credentials", "https://user:pass@example.org/", ""},
		{"looks like another host", "https://example.org@evil.example/", ""},
		{"backslash host", `https://evil.example\@example.org/`, ""},
		{"port of letters", "https://example.org:x/", ""},
		{"IPv6", "https://[::1]/", ""},
		{"empty label", "https://example..org/", ""},
		{"blanks only", " \n", ""},
		{"too long", "https://example.org/" + strings.Repeat("a", 2048), ""},
		{"blanks beside it", strings.Repeat(" ", 4000) + "https://example.org/", "https://example.org/"},
		{"too many of them", strings.Repeat(" ", 4096) + "https://example.org/", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := URL(c.in); got != c.want {
				t.Errorf("URL(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}
