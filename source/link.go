package source

import (
	"net/url"
	"strings"
)

// sameEndpoint resolves the link to the next page of an answer. Only its query is taken: a link elsewhere is an error, and one that
// says http where https was asked (a server that does not know its proxy) still goes by https.
func sameEndpoint(from *url.URL, link string) (*url.URL, error) {
	to, err := from.Parse(link)
	if err != nil || !strings.EqualFold(to.Host, from.Host) || to.Path != from.Path {
		return nil, &failure{url: from, what: "the link to the next page leads elsewhere", words: link}
	}
	next := *from
	next.RawQuery = to.RawQuery
	return &next, nil
}

// nextLink returns the target of the first link with the relation "next" in the values of Link headers (RFC 8288, section 3), or "".
// What is malformed is passed over, like RFC 8288 B.2 does.
func nextLink(values []string) string {
	for _, value := range values {
		for value != "" {
			_, rest, found := strings.Cut(value, "<")
			if !found {
				break
			}
			target, rest, found := strings.Cut(rest, ">")
			if !found {
				break
			}
			var params string
			params, value = cutUnquoted(rest, ',')
			if hasRelNext(params) {
				return strings.TrimSpace(target)
			}
		}
	}
	return ""
}

// hasRelNext looks for next among the relations; only the first rel parameter counts (RFC 8288, section 3.3).
func hasRelNext(params string) bool {
	for params != "" {
		var param string
		param, params = cutUnquoted(params, ';')
		name, value, _ := strings.Cut(param, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "rel") {
			continue
		}
		for relation := range strings.FieldsSeq(strings.Trim(strings.TrimSpace(value), `"`)) {
			if strings.EqualFold(relation, "next") {
				return true
			}
		}
		return false
	}
	return false
}

// cutUnquoted cuts at the first separator outside of "quoted \" strings".
func cutUnquoted(s string, separator byte) (before, after string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case !quoted && s[i] == separator:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}
