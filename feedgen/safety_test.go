package feedgen

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"paperfeeds/text"
)

// checkDocument holds for a document of any items.
func checkDocument(t rapid.TB, ending string, document []byte) {
	t.Helper()
	checkCharacters(t, ending, string(document))
	var texts, bodies []string
	if ending == jsonEnding {
		texts, bodies = checkJSON(t, document)
	} else {
		if bytes.Contains(bytes.ToLower(document), []byte("<script")) {
			t.Fatalf("%s: a script in\n%s", ending, document)
		}
		texts, bodies = checkXML(t, document)
	}
	for _, s := range texts { // once more: a character may have been spelled as a reference or an escape
		checkCharacters(t, ending, s)
	}
	for _, s := range bodies {
		checkHTML(t, s)
	}
}

// checkCharacters refuses what XML 1.0 does not allow, and what it allows and validators warn of. It does not rely on a decoder: those
// of Go let some of it pass.
func checkCharacters(t rapid.TB, where, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatalf("%s: not UTF-8: %q", where, s)
	}
	for _, r := range s {
		bad := r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef ||
			r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		if bad {
			t.Fatalf("%s: %U in %q", where, r, s)
		}
	}
}

// checkXML returns all texts of a document, and those that are HTML.
func checkXML(t rapid.TB, document []byte) (texts, bodies []string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(document))
	isHTML := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts, bodies
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, document)
		}
		switch token := token.(type) {
		case xml.StartElement:
			isHTML = token.Name.Local == "encoded" || token.Name.Local == "description" // and, below, what Atom says is
			for _, a := range token.Attr {
				texts = append(texts, a.Value)
				isHTML = isHTML || a.Name.Local == "type" && a.Value == "html"
				if a.Name.Local == "href" || a.Name.Local == "url" || a.Name.Local == "domain" || a.Name.Local == "scheme" {
					checkAddress(t, a.Value)
				}
			}
		case xml.CharData:
			texts = append(texts, string(token))
			if isHTML {
				bodies = append(bodies, string(token))
			}
		case xml.EndElement:
			isHTML = false
		case xml.ProcInst:
			if token.Target != "xml" {
				t.Fatalf("processing instruction %s", token.Target)
			}
		default:
			t.Fatalf("%T in\n%s", token, document)
		}
	}
}

func checkJSON(t rapid.TB, document []byte) (texts, bodies []string) {
	t.Helper()
	if !json.Valid(document) {
		t.Fatalf("not JSON:\n%s", document)
	}
	var feed map[string]any
	if err := json.Unmarshal(document, &feed); err != nil {
		t.Fatal(err)
	}
	if _, ok := feed["items"].([]any); !ok {
		t.Fatal("no items")
	}
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case string:
			texts = append(texts, v)
			switch {
			case key == "content_html":
				bodies = append(bodies, v)
			case strings.HasSuffix(key, "url") || slices.Contains([]string{"id", "icon", "image", "code", "project", "discussion", "about"}, key):
				checkAddress(t, v)
			case key != "content_text" && strings.Contains(v, "\n"):
				t.Fatalf("%s of several lines: %q", key, v)
			}
		case map[string]any:
			for k, e := range v {
				walk(k, e)
			}
		case []any:
			for _, e := range v {
				walk(key, e)
			}
		default:
			t.Fatalf("%s is %v", key, v)
		}
	}
	walk("", feed)
	return texts, bodies
}

func checkAddress(t rapid.TB, address string) {
	t.Helper()
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") || strings.ContainsAny(address, " <>\"'\n") {
		t.Fatalf("address %q", address)
	}
}

// checkHTML lets only the elements and attributes pass that bodies are made of, and only addresses of the web.
func checkHTML(t rapid.TB, s string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(s))
	depth := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) || depth != 0 {
				t.Fatalf("%v, %d open elements in %q", z.Err(), depth, s)
			}
			return
		case html.StartTagToken:
			token := z.Token()
			if !slices.Contains([]string{"p", "a", "img", "strong", "ol", "li"}, token.Data) {
				t.Fatalf("<%s> in %q", token.Data, s)
			}
			if token.Data != "img" {
				depth++
			}
			for _, a := range token.Attr {
				switch a.Key {
				case "href", "src":
					checkAddress(t, a.Val)
				case "alt":
				default:
					t.Fatalf("attribute %s in %q", a.Key, s)
				}
			}
		case html.EndTagToken:
			depth--
		case html.TextToken:
		default:
			t.Fatalf("%s in %q", z.Token(), s)
		}
	}
}

// nastyText draws text with what breaks feeds in it, and bytes that are not text.
func nastyText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.OneOf(
			rapid.String(),
			rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 6), func(b []byte) string { return string(b) }),
			rapid.SampledFrom([]string{
				"]]>", "<![CDATA[", "<script>", "</script>", "<!--", "-->", "&", "&amp;", "&#0;", "&lt;", "<?xml?>", `"`, "'", "\\", "\\u0000",
				"\x00", "\ufffe", "\ufeff", "\u2028", "\u202e", "\x80", "\xed\xa0\x80", "👩‍👩‍👧", "https://", "javascript:", "x onerror=1 ", " ", "\n",
			}),
		), 0, 8).Draw(t, "parts")
		return strings.Join(parts, "")
	})
}

// nastyAddress draws addresses: good ones, ones that are nearly good, and anything.
func nastyAddress() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		start := rapid.SampledFrom([]string{"", "https://example.org/", "http://example.org?", "javascript:", " JavaScript:", "data:text/html,", "//", "https://a\"b"}).Draw(t, "start")
		return start + nastyText().Draw(t, "rest")
	})
}

func nastyItem(n int) *rapid.Generator[Item] {
	return rapid.Custom(func(t *rapid.T) Item {
		s, u := nastyText(), nastyAddress()
		item := Item{
			ID: fmt.Sprintf("https://huggingface.co/papers/2606.%05d", n), URL: u.Draw(t, "url"), Title: s.Draw(t, "title"),
			Abstract: s.Draw(t, "abstract"), Summary: s.Draw(t, "summary"), Authors: rapid.SliceOfN(s, 0, 13).Draw(t, "authors"),
			Keywords: rapid.SliceOfN(s, 0, 4).Draw(t, "keywords"), ExternalURL: u.Draw(t, "external"), PDF: u.Draw(t, "pdf"), Code: u.Draw(t, "code"),
			Project: u.Draw(t, "project"), Discussion: u.Draw(t, "discussion"), Image: u.Draw(t, "image"), ArXivID: s.Draw(t, "arxiv"), ListDay: s.Draw(t, "day"),
		}
		if rapid.Bool().Draw(t, "organization") {
			item.Organization = &Organization{s.Draw(t, "slug"), s.Draw(t, "name"), u.Draw(t, "page"), u.Draw(t, "feed")}
			item.Published = time.Unix(rapid.Int64Range(-1e11, 1e11).Draw(t, "published"), 0)
			item.Updated = noon.Add(time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "updated")))
		}
		for range rapid.IntRange(0, 3).Draw(t, "topics") {
			item.Topics = append(item.Topics, Topic{s.Draw(t, "slug"), s.Draw(t, "name"), u.Draw(t, "feed")})
		}
		if rapid.Bool().Draw(t, "digest") {
			item.Digest = &Digest{RestText: s.Draw(t, "rest"), RestURL: u.Draw(t, "rest url")}
			for range rapid.IntRange(0, 3).Draw(t, "lines") {
				item.Digest.Lines = append(item.Digest.Lines, Line{s.Draw(t, "title"), u.Draw(t, "url"), s.Draw(t, "organization"), s.Draw(t, "sentence")})
			}
		}
		return item
	})
}

// No string can break a document, or put anything active or foreign into it; and what it says comes out again.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		items := []Item{nastyItem(1).Draw(rt, "first"), nastyItem(2).Draw(rt, "second")}
		d := sampleDocument(t, items...)
		s, u := nastyText(), nastyAddress()
		d.Title, d.Description, d.Author = "Title "+s.Draw(rt, "title"), s.Draw(rt, "description"), s.Draw(rt, "author")
		d.Icon, d.Hub, d.About = u.Draw(rt, "icon"), u.Draw(rt, "hub"), u.Draw(rt, "about")
		for _, f := range writers {
			checkDocument(rt, f.ending, write(rt, f.write, d))
		}
		checkTitles(rt, items, d)
	})
}

// checkTitles reads titles and people with decoders that, unlike gofeed, change nothing.
func checkTitles(t rapid.TB, items []Item, d Document) {
	t.Helper()
	var rss struct {
		Titles []string `xml:"channel>item>title"`
	}
	var atom struct {
		Entries []struct {
			Title string   `xml:"title"`
			Names []string `xml:"author>name"`
		} `xml:"entry"`
	}
	var feed struct {
		Items []struct {
			Title   string
			Authors []struct{ Name string }
		}
	}
	errs := errors.Join(xml.Unmarshal(write(t, WriteRSS, d), &rss), xml.Unmarshal(write(t, WriteAtom, d), &atom), json.Unmarshal(write(t, WriteJSON, d), &feed))
	if errs != nil {
		t.Fatal(errs)
	}
	for i, item := range items {
		want := text.Excerpt(text.Clean(item.Title), 256)
		if want == "" {
			want = item.ID
		}
		// Atom's whatever its type, as a reader that takes everything for HTML shows it.
		for format, got := range map[string]string{"RSS": rss.Titles[i], "Atom": html.UnescapeString(atom.Entries[i].Title), "JSON": feed.Items[i].Title} {
			if got != want {
				t.Errorf("%s: title %q, want %q", format, got, want)
			}
		}
		var wantNames, got []string
		for _, a := range item.Authors {
			if a = text.Excerpt(text.Clean(a), 100); a != "" {
				wantNames = append(wantNames, a)
			}
		}
		for _, a := range feed.Items[i].Authors {
			got = append(got, a.Name)
		}
		if diff := cmp.Diff(wantNames, got); diff != "" {
			t.Errorf("JSON authors (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(wantNames, atom.Entries[i].Names); diff != "" {
			t.Errorf("Atom authors (-want +got):\n%s", diff)
		}
	}
}

func FuzzEncode(f *testing.F) {
	h := hostilePaper()
	f.Add(h.ID, h.Title, h.Abstract, h.Image)
	f.Add("https://huggingface.co/papers/1", "<b>&amp;]]>", strings.Repeat("& ", 50), "https://example.org/?a=1&b='\"")
	f.Add("javascript:x", "", "", "")
	f.Fuzz(func(t *testing.T, id, title, words, address string) {
		item := Item{
			ID: id, URL: address, Title: title, Abstract: words, Summary: title, Authors: strings.Split(words, " "), Keywords: strings.Split(title, " "),
			Organization: &Organization{title, words, address, address}, Topics: []Topic{{title, words, address}},
			ExternalURL: address, PDF: address, Code: address, Project: address, Discussion: address, Image: address, ArXivID: title, ListDay: words,
		}
		digest := item
		digest.ID += "#digest"
		digest.Digest = &Digest{Lines: []Line{{title, address, words, words}, {words, address, title, title}}, RestText: words, RestURL: address}
		var items []Item
		for _, i := range []Item{item, digest} {
			if _, err := Encode(i); err == nil {
				items = append(items, i)
			}
		}
		if len(items) == 0 {
			t.Skip("the id is none")
		}
		for _, format := range writers {
			checkDocument(t, format.ending, write(t, format.write, sampleDocument(t, items...)))
		}
	})
}
