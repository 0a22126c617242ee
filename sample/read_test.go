package sample

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The tests read pages with their own few lines, so that they do not lean on the parser they are to serve.

// document parses a page as a browser would.
func document(t testing.TB, page []byte) *html.Node {
	t.Helper()
	n, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// all are the elements below n with that tag and, where given, attributes, in document order.
func allOf(n *html.Node, tag string, attrs ...html.Attribute) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type != html.ElementNode || d.Data != tag {
			continue
		}
		fits := true
		for _, a := range attrs {
			fits = fits && attr(d, a.Key) == a.Val
		}
		if fits {
			found = append(found, d)
		}
	}
	return found
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func class(n *html.Node, names ...string) bool {
	for _, name := range names {
		if !strings.Contains(" "+attr(n, "class")+" ", " "+name+" ") {
			return false
		}
	}
	return true
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// hydration is the value of data-props, unescaped.
func hydration(t testing.TB, page []byte) string {
	t.Helper()
	divs := allOf(document(t, page), "div", html.Attribute{Key: "data-target", Val: "DailyPapers"})
	if len(divs) != 1 {
		t.Fatalf("%d elements for DailyPapers, want 1", len(divs))
	}
	return attr(divs[0], "data-props")
}

// A card is what the markup of one paper tells.
type card struct {
	ID, Title, Hero, Submitter, Slug, Organization, Stars string
	Votes, Comments, Authors                              int
	Faces                                                 []string
	Video                                                 bool
}

var authorCount = regexp.MustCompile(`(\d+) authors`)

func cards(t testing.TB, page []byte) []card {
	t.Helper()
	var read []card
	for _, article := range allOf(document(t, page), "article") {
		var c card
		title := allOf(allOf(article, "h3")[0], "a")[0]
		href := attr(title, "href")
		c.ID, c.Title = strings.TrimPrefix(href, "/papers/"), words(title)
		hero := allOf(article, "a", html.Attribute{Key: "href", Val: href})[0]
		for _, n := range append(allOf(hero, "img"), allOf(hero, "video")...) {
			c.Hero, c.Video = attr(n, "src"), n.Data == "video"
		}
		for _, n := range allOf(article, "div") {
			text := strings.TrimSpace(words(n))
			switch {
			case strings.HasPrefix(text, "Submitted by") && class(n, "leading-none"):
				c.Submitter = strings.TrimSpace(strings.TrimPrefix(text, "Submitted by"))
			case class(n, "leading-none") && text != "-":
				votes, err := strconv.Atoi(text)
				if err != nil {
					t.Fatalf("votes of %s: %v", c.ID, err)
				}
				c.Votes = votes
			}
		}
		for _, n := range allOf(article, "a") {
			switch {
			case class(n, "inline-flex"):
				c.Slug, c.Organization = strings.TrimPrefix(attr(n, "href"), "/"), words(allOf(n, "span")[0])
			case attr(n, "href") == href && class(n, "translate-y-px"):
				c.Stars = words(allOf(n, "span")[0])
			case attr(n, "href") == href+"#community":
				c.Comments, _ = strconv.Atoi(strings.TrimSpace(words(n)))
			}
		}
		for _, n := range allOf(article, "li") {
			if m := authorCount.FindStringSubmatch(words(n)); m != nil {
				c.Authors, _ = strconv.Atoi(m[1])
			} else {
				c.Faces = append(c.Faces, attr(n, "title"))
			}
		}
		read = append(read, c)
	}
	return read
}

// wanted is the card an item should have.
func wanted(item Item) card {
	c := card{
		ID: item.Paper.ID, Title: item.Title, Hero: item.Thumbnail, Votes: item.Paper.Upvotes, Comments: item.NumComments,
	}
	if v := video(item.MediaURLs); v != "" {
		c.Hero, c.Video = v, true
	}
	if item.SubmittedBy != nil {
		c.Submitter = item.SubmittedBy.Name
	}
	if item.Paper.GithubRepo != "" {
		c.Stars = short(item.Paper.GithubStars)
	}
	if o := item.Organization; o != nil {
		c.Slug, c.Organization = o.Name, o.Fullname
		return c
	}
	c.Authors = len(item.Paper.Authors)
	for _, a := range faces(item.Paper.Authors) {
		c.Faces = append(c.Faces, label(a))
	}
	return c
}
