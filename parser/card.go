package parser

import (
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A card is what one <article> says, as it says it.
type card struct {
	linked, voted              bool // it leads to some paper; its votes were read
	id, title                  string
	upvotes, comments, stars   int
	authors                    int // 0 where it does not say: an organization stands in the authors' place
	slug, organization, avatar string
	code, image                string
}

// readCard goes once through a card. It holds on to structure and addresses, which have been the same from 2024 to 2026; style
// classes changed with every redesign. The first of each thing counts: a trending card holds everything twice, for two widths.
func readCard(article *html.Node) card {
	var c card
	hero := false
	for n := range article.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.A:
			c.readLink(n)
		case atom.Img, atom.Video: // the first inside of a link to the paper; a video is no picture
			if !hero && c.linked && within(n, article, "/papers/") {
				hero = true
				if n.DataAtom == atom.Img {
					c.image = attr(n, "src")
				}
			}
		case atom.Input: // <div><input type="checkbox"/> <svg/> <div>80</div></div>, also where the votes are no link to the login
			if !c.voted && attr(n, "type") == "checkbox" {
				c.voted = true
				c.upvotes, _ = parseCount(lastWord(content(n.Parent)))
			}
		case atom.Li: // <li title="…"> is one of the first five authors, by name or by login; the last <li> has "· 13 authors"
			if words := strings.Fields(content(n)); c.authors == 0 && len(words) > 1 && strings.HasPrefix(words[len(words)-1], "author") {
				c.authors, _ = parseCount(words[len(words)-2])
			}
		}
	}
	return c
}

// readLink reads one of a card's links; where it leads tells what it is.
func (c *card) readLink(a *html.Node) {
	href := attr(a, "href")
	id, ofPaper := strings.CutPrefix(href, "/papers/")
	id, fragment, _ := strings.Cut(id, "#")
	switch {
	case ofPaper && fragment == "community":
		if n, ok := parseCount(lastWord(content(a))); ok && c.comments == 0 {
			c.comments = n
		}
	case ofPaper:
		c.linked = true
		if a.Parent.DataAtom == atom.H3 {
			if c.id == "" {
				c.id, c.title = id, content(a)
			}
		} else if n, ok := parseCount(strings.TrimSpace(content(a))); ok && c.stars == 0 { // all it says is a number: stars
			c.stars = n
		}
	case strings.HasPrefix(href, "https://github.com/"): // trending only
		if c.code == "" {
			c.code = href
			c.stars, _ = parseCount(lastWord(content(a)))
		}
	case c.slug == "" && c.id != "" && organizationPath.MatchString(href): // after the title; before it there are people
		if slug, err := url.PathUnescape(href[1:]); err == nil && strings.TrimSpace(content(a)) != "" {
			c.slug, c.organization, c.avatar = slug, content(a), picture(a)
		}
	}
}

// organizationPath is a path of one segment, as only people's and organizations' pages have it on a card.
var organizationPath = regexp.MustCompile(`^/[^/?#]+$`)

// within tells whether n stands inside of a link, up to root, whose address starts so.
func within(n, root *html.Node, prefix string) bool {
	for ; n != root; n = n.Parent {
		if n.DataAtom == atom.A && strings.HasPrefix(attr(n, "href"), prefix) {
			return true
		}
	}
	return false
}

// picture is the address of the first picture in n.
func picture(n *html.Node) string {
	for d := range n.Descendants() {
		if d.DataAtom == atom.Img {
			return attr(d, "src")
		}
	}
	return ""
}

// content is the text of n, or the beginning of one too long for any field. Svelte 5 scatters comments between text nodes, so it has
// to be put together.
func content(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
		if b.Len() > 10*maxTitle {
			break
		}
	}
	return b.String()
}

func lastWord(s string) string {
	words := strings.Fields(s)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// countForm is how the site shows a number: "17", "2.35k"; never seen: "1,024", "1.2M".
var countForm = regexp.MustCompile(`^\d[\d,]{0,12}(\.\d{1,3})?[kKmM]?$`)

// parseCount reads a number as the site shows it. "-" is how it shows no votes.
func parseCount(s string) (int, bool) {
	if s == "-" {
		return 0, true
	}
	if !countForm.MatchString(s) {
		return 0, false
	}
	scale := 1.0
	switch s[len(s)-1] {
	case 'k', 'K':
		scale = 1e3
	case 'm', 'M':
		scale = 1e6
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(s, "kKmM"), ",", ""), 64)
	if err != nil || n*scale > maxCount {
		return 0, false
	}
	return int(math.Round(n * scale)), true
}
