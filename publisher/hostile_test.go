package publisher_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"paperfeeds/publisher"
	"paperfeeds/settings"
)

// hostileText draws what a stranger may write where a title is asked for: what breaks formats, what acts on terminals, and bytes that
// are no text.
func hostileText() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.OneOf(
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 6), func(b []byte) string { return string(b) }),
		rapid.SampledFrom([]string{
			"]]>", "<![CDATA[", "<script>alert(1)</script>", "</title>", "</textarea>", "<!--", "-->", "&", "&amp;", "&#0;", "&lt;script&gt;", "<?xml?>", `"`, "'",
			"\\", "\\u0000", "\x00", "\x1b[2J", "\u009b31m", "\x1b]0;evil\x07", "\ufffe", "\ufeff", "\u2028", "\u202e", "\u2066", "\x80", "\xed\xa0\x80",
			"\r\nSet-Cookie: a=b\r\n", "../", "..\\", "/", "C:", "CON", "{{.}}", "{{template \"head\"}}", "${x}", "$\\href{javascript:x}{y}$", "\\def\\x{\\x\\x}\\x",
			"javascript:", "https://", "//example.org", " onerror=alert(1) ", `" onmouseover="x`, "%0d%0a", "agent", "model", "\n", "👩‍👩‍👧",
		}),
	), 0, 8), func(parts []string) string { return strings.Join(parts, "") })
}

func hostileAddress() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		start := rapid.SampledFrom([]string{"", "https://example.org/", "http://example.org?", "javascript:", " JavaScript:", "data:text/html,", "//", "https://a\"b", "file:///"}).Draw(t, "start")
		return start + hostileText().Draw(t, "rest")
	})
}

// quoted writes a JSON string that leaves bytes which are no text as they are, as no encoder of Go does.
func quoted(s string) string {
	out := []byte{'"'}
	for _, b := range []byte(s) {
		switch {
		case b == '"' || b == '\\':
			out = append(out, '\\', b)
		case b < ' ':
			out = fmt.Appendf(out, `\u%04x`, b)
		default:
			out = append(out, b)
		}
	}
	return string(append(out, '"'))
}

// hostileListing is an answer of the API with such texts and addresses in every field that there is.
func hostileListing(t *rapid.T) []byte {
	s := func(name string) string {
		if rapid.IntRange(0, 15).Draw(t, "of another type") == 0 {
			return rapid.SampledFrom([]string{"null", "7", "-1e999", "[]", `["\u001b[2J"]`, `{"\u001b]0;x\u0007":{}}`}).Draw(t, name)
		}
		return quoted(hostileText().Draw(t, name))
	}
	u := func(name string) string { return quoted(hostileAddress().Draw(t, name)) }
	var items []string
	for i := range rapid.IntRange(1, 3).Draw(t, "papers") {
		id := fmt.Sprintf(`"2606.%05d"`, 90000+i)
		if i == 2 {
			id = s("id")
		}
		slug := s("slug")
		if rapid.Bool().Draw(t, "tame slug") {
			slug = quoted(rapid.SampledFrom([]string{"example-tern", "..", "Con", "1", "a.rss", "ÄÖ", "x.", ".hidden", "-", "EXAMPLE-TERN"}).Draw(t, "a slug"))
		}
		organization := fmt.Sprintf(`{"_id":"0123456789abcdef0123456%d","name":%s,"fullname":%s,"avatar":%s}`, i, slug, s("fullname"), u("avatar"))
		field := func(name, value string) string { return fmt.Sprintf("%q:%s", name, value) }
		object := func(fields ...string) string { return "{" + strings.Join(fields, ",") + "}" }
		title, abstract := quoted("A title "+hostileText().Draw(t, "title")), quoted("An abstract. "+hostileText().Draw(t, "abstract"))
		paper := object(field("id", id), field("title", title), field("summary", abstract),
			field("authors", "["+object(field("name", s("author")))+","+object(field("name", s("author")), field("user", object(field("user", s("user")))))+"]"),
			field("upvotes", fmt.Sprint(rapid.IntRange(-1, 200).Draw(t, "votes"))), field("publishedAt", s("published")), field("submittedOnDailyAt", s("submitted")),
			field("projectPage", u("project")), field("githubRepo", u("code")), field("githubStars", "5"), field("ai_summary", s("summary")),
			field("ai_keywords", "["+s("keyword")+","+s("keyword")+"]"), field("organization", organization))
		items = append(items, object(field("paper", paper), field("title", title), field("summary", abstract), field("thumbnail", u("thumbnail")),
			field("numComments", "3"), field("publishedAt", s("published")), field("organization", organization), field("mediaUrls", "["+u("media")+"]"),
			field("submittedBy", object(field("name", s("login")), field("fullname", s("name"))))))
	}
	return []byte("[" + strings.Join(items, ",") + "]")
}

// elementsOf are the elements and attributes that the pages of a place are made of.
func elementsOf(t *testing.T, place *memory) map[string]bool {
	t.Helper()
	elements := map[string]bool{}
	for name, f := range place.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		root, err := html.Parse(bytes.NewReader(f.Body))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			elements[n.Data] = true
			for _, a := range n.Attr {
				elements[n.Data+" "+a.Key] = true
			}
		}
	}
	return elements
}

// Whatever strangers write, in every field that the source has and in whatever bytes: what is published is of its format and harmless,
// by the reckoning of parsers that have nothing in common with what wrote it; paths and headers are ours; and no line of the report can
// act on a terminal.
func TestHostileListing(t *testing.T) {
	tame := newMemory()
	mustRun(t, tame, publisher.Request{Reader: saved(t, listDays(t, 3)...), Now: utc("2026-07-08 12:00:00"), Past: true})
	allowed := elementsOf(t, tame)
	if len(allowed) < 40 || allowed["script onload"] || allowed["iframe"] {
		t.Fatalf("pages are made of %v", allowed)
	}
	harmless := smallPublisher(t, newMemory())
	rapid.Check(t, func(t *rapid.T) {
		place := newMemory()
		p := *harmless
		p.Place = place
		if title, err := settings.Parse([]byte("title: " + quoted(hostileText().Draw(t, "site")))); err == nil {
			p.Settings.Title = title.Title
		}
		listing := publisher.SavedListing{Name: "2026-06-03.json", Body: hostileListing(t)}
		now := utc("2026-06-10 12:00:00") // digests of day and week are due
		report, err := p.Run(t.Context(), publisher.Request{Reader: publisher.SavedListings{listing}, Now: now, Past: true})
		if err != nil {
			harmlessText(t, "error", err.Error())
		}
		if err == nil && report.Papers == 0 {
			t.Fatalf("no paper was read: %q", report.Warnings)
		}
		for _, w := range report.Warnings {
			harmlessText(t, "warning", w)
		}
		seen := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(place.files)) {
			f := place.files[name]
			harmlessPath(t, name)
			if other := seen[strings.ToLower(name)]; other != "" {
				t.Fatalf("%s and %s are one file on many disks", name, other)
			}
			seen[strings.ToLower(name)] = name
			if !headerValue.MatchString(f.ContentType) || !headerValue.MatchString(f.CacheControl) {
				t.Fatalf("%s: headers %q, %q", name, f.ContentType, f.CacheControl)
			}
			switch filepath.Ext(name) {
			case ".rss", ".atom", ".opml":
				harmlessXML(t, name, f.Body)
			case ".json":
				harmlessJSON(t, name, f.Body)
			case ".html":
				harmlessPage(t, name, f.Body, allowed)
			}
		}
	})
}

var (
	headerValue = regexp.MustCompile(`^[a-z0-9/+=;, -]+$`)
	safePath    = regexp.MustCompile(`^[a-z0-9][A-Za-z0-9._-]*(/[a-z0-9][A-Za-z0-9._-]*)*$`)
)

func harmlessPath(t *rapid.T, name string) {
	t.Helper()
	if !safePath.MatchString(name) || path.Clean(name) != name || !filepath.IsLocal(name) || len(name) > 200 || strings.Contains(name, "./") {
		t.Fatalf("path %q", name)
	}
}

// harmlessText refuses what is no text, and what acts on terminals and on the order of writing.
func harmlessText(t *rapid.T, where, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatalf("%s: not UTF-8: %q", where, s)
	}
	for _, r := range s {
		if r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r&0xfffe == 0xfffe {
			t.Fatalf("%s: %U in %q", where, r, s)
		}
	}
}

func harmlessAddress(t *rapid.T, where, address string) {
	t.Helper()
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") || strings.ContainsAny(address, " <>\"'\\\n\t") {
		t.Fatalf("%s: address %q", where, address)
	}
}

func harmlessXML(t *rapid.T, name string, body []byte) {
	t.Helper()
	harmlessText(t, name, string(body))
	d := xml.NewDecoder(bytes.NewReader(body))
	isHTML := false // by the format
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s is not well-formed: %v\n%s", name, err, body)
		}
		switch token := token.(type) {
		case xml.StartElement:
			isHTML = slices.Contains([]string{"description", "encoded"}, token.Name.Local)
			for _, a := range token.Attr {
				isHTML = isHTML || a.Name.Local == "type" && a.Value == "html"
				harmlessText(t, name, a.Value)
				if slices.Contains([]string{"href", "url", "xmlUrl", "htmlUrl"}, a.Name.Local) {
					harmlessAddress(t, name, a.Value)
				}
			}
		case xml.CharData:
			harmlessText(t, name, string(token))
			if isHTML {
				harmlessFragment(t, name, string(token))
			}
		case xml.EndElement:
			isHTML = false
		case xml.Comment, xml.Directive:
			t.Fatalf("%s: %T in\n%s", name, token, body)
		}
	}
}

// harmlessFragment looks at a text as a reader would that takes it for HTML.
func harmlessFragment(t *rapid.T, name, s string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(s))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if token.Type == html.StartTagToken || token.Type == html.SelfClosingTagToken {
			harmlessElement(t, name, token.Data, token.Attr, fragmentElements)
		}
	}
}

var fragmentElements = map[string]bool{"p": true, "a": true, "a href": true, "img": true, "img src": true, "img alt": true, "strong": true, "ol": true, "li": true}

func harmlessElement(t *rapid.T, name, element string, attributes []html.Attribute, allowed map[string]bool) {
	t.Helper()
	if !allowed[element] {
		t.Fatalf("%s: <%s>", name, element)
	}
	for _, a := range attributes {
		if !allowed[element+" "+a.Key] {
			t.Fatalf("%s: <%s %s=%q>", name, element, a.Key, a.Val)
		}
		harmlessText(t, name, a.Val)
		relative := !strings.Contains(strings.SplitN(a.Val, "/", 2)[0], ":") && !strings.HasPrefix(a.Val, "/") && !strings.Contains(a.Val, "\\")
		if (a.Key == "href" || a.Key == "src") && !relative {
			harmlessAddress(t, name, a.Val)
		}
	}
}

func harmlessPage(t *rapid.T, name string, body []byte, allowed map[string]bool) {
	t.Helper()
	harmlessText(t, name, string(body))
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for n := range root.Descendants() {
		switch n.Type {
		case html.ElementNode:
			harmlessElement(t, name, n.Data, n.Attr, allowed)
			if n.Data == "script" && n.FirstChild != nil {
				t.Fatalf("%s: a script of its own: %q", name, n.FirstChild.Data)
			}
		case html.TextNode:
			harmlessText(t, name, n.Data)
		case html.CommentNode:
			t.Fatalf("%s: a comment %q", name, n.Data)
		}
	}
}

func harmlessJSON(t *rapid.T, name string, body []byte) {
	t.Helper()
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, body)
	}
	harmlessText(t, name, string(body))
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case string:
			harmlessText(t, name+" "+key, v)
			if v != "" && slices.Contains([]string{"url", "external_url", "image", "icon", "code", "project", "home_page_url", "feed_url", "next_url", "discussion"}, key) {
				harmlessAddress(t, name+" "+key, v)
			}
			if key == "content_html" {
				harmlessFragment(t, name, v)
			}
		case map[string]any:
			for k, e := range v {
				harmlessText(t, name, k)
				walk(k, e)
			}
		case []any:
			for _, e := range v {
				walk(key, e)
			}
		}
	}
	walk("", document)
}
