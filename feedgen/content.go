package feedgen

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"paperfeeds/text"
)

// A content is the full text of an item, built twice side by side so that both say the same: as HTML, for content:encoded, Atom content
// and content_html, and as plain text, for content_text. The HTML has no active element, no style and no class: readers drop them, and
// some drop what is inside too.
type content struct{ html, plain strings.Builder }

// add adds a block element and its plain form, if there is one.
func (c *content) add(element, html, plain string) {
	if plain == "" {
		return
	}
	for _, s := range []string{"<", element, ">", html, "</", element, ">"} {
		c.html.WriteString(s)
	}
	if c.plain.Len() > 0 {
		c.plain.WriteString("\n\n")
	}
	c.plain.WriteString(plain)
}

func (c *content) paragraph(html, plain string) { c.add("p", html, plain) }

// content returns the full text of the item: the picture first, because readers that know no other place for one (NetNewsWire) show
// it from there, and previews take the first they find; then who, what, and where to go on.
func (r *row) content() (asHTML, plain string) {
	var c content
	n := 1000 + len(r.Summary) + len(r.Abstract) // what it comes to, about
	if r.Digest != nil {
		n += len(r.Digest.Lines) * 500
	}
	c.html.Grow(n + n/4)
	c.plain.Grow(n)
	if r.Image != "" {
		c.html.WriteString(`<p><img src="` + html.EscapeString(r.Image) + `" alt=""></p>`)
	}
	if r.Digest == nil { // a digest has the author of its feed, which readers show anyway
		authors := r.byline()
		c.paragraph(escape(authors), authors)
	}
	c.paragraph(r.provenance())
	if r.Summary != "" && r.Digest == nil {
		c.paragraph("<strong>AI summary:</strong> "+escape(r.Summary), "AI summary: "+r.Summary)
	}
	c.paragraph(escape(r.Abstract), r.Abstract)
	r.addDigest(&c)
	c.paragraph(links([]link{{"arXiv", r.ExternalURL}, {"PDF", r.PDF}, {"Code", r.Code}, {"Project page", r.Project}, {"Discussion", r.Discussion}}))
	c.paragraph(r.feeds())
	if c.plain.Len() == 0 { // JSON Feed requires content, and NetNewsWire drops an item that has none
		c.paragraph(escape(r.Title), r.Title)
	}
	return c.html.String(), c.plain.String()
}

// byline names the first authors and says how many there are besides, however many of them the fields for authors have room for.
func (r *row) byline() string {
	if more := len(r.Authors) - namedAuthors; more > 0 {
		return strings.Join(r.Authors[:namedAuthors], ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return strings.Join(r.Authors, ", ")
}

// provenance tells the organization and arXiv's date. That date is no feed's date: most papers are a day old and more when they are
// listed, and bots silently drop what is dated yesterday (MonitoRSS).
func (r *row) provenance() (asHTML, plain string) {
	var htmlParts, plainParts []string
	if o := r.Organization; o != nil && o.Name != "" {
		h, _ := anchor(link{o.Name, o.URL})
		htmlParts, plainParts = append(htmlParts, h), append(plainParts, o.Name)
	}
	if !r.Published.IsZero() {
		day := "arXiv, " + r.Published.UTC().Format("2 January 2006")
		htmlParts, plainParts = append(htmlParts, day), append(plainParts, day)
	}
	return strings.Join(htmlParts, " · "), strings.Join(plainParts, " · ")
}

// feeds leads to the feeds the item also stands in: its topics' and its organization's.
func (r *row) feeds() (asHTML, plain string) {
	var list []link
	for _, t := range r.Topics {
		list = append(list, link{t.Name, t.FeedURL})
	}
	if o := r.Organization; o != nil {
		list = append(list, link{o.Name, o.FeedURL})
	}
	asHTML, plain = links(list)
	if plain == "" {
		return "", ""
	}
	return "Feeds: " + asHTML, "Feeds:\n" + plain
}

func (r *row) addDigest(c *content) {
	if r.Digest == nil {
		return
	}
	var asHTML, plain strings.Builder
	asHTML.Grow(500 * r.listed)
	plain.Grow(400 * r.listed)
	for i, l := range r.Digest.Lines[:r.listed] {
		tail := ""
		if l.Organization != "" {
			tail = " (" + l.Organization + ")"
		}
		if l.Sentence != "" {
			tail += ": " + l.Sentence
		}
		h, _ := anchor(link{l.Title, l.URL})
		for _, s := range []string{"<li>", h, escape(tail), "</li>"} {
			asHTML.WriteString(s)
		}
		fmt.Fprintf(&plain, "\n%d. %s%s", i+1, l.Title, tail)
		if l.URL != "" {
			plain.WriteString("\n" + l.URL)
		}
	}
	c.add("ol", asHTML.String(), strings.TrimPrefix(plain.String(), "\n"))
	if more := len(r.Digest.Lines) - r.listed; more > 0 {
		s := "and " + strconv.Itoa(more) + " more"
		c.paragraph(s, s)
	}
	c.paragraph(links([]link{{r.Digest.RestText, r.Digest.RestURL}}))
}

// excerpt is the short text: plain, and whole words, because chat bots post it as it is.
func (r *row) excerpt() string {
	s := r.Summary
	if s == "" {
		s = r.Abstract
	}
	if s == "" && r.Digest != nil {
		titles := make([]string, 0, len(r.Digest.Lines))
		for _, l := range r.Digest.Lines {
			titles = append(titles, l.Title)
		}
		s = strings.Join(titles, "; ")
	}
	if s == "" { // Slack and Discord show nothing but this
		s = r.Title
	}
	return text.Excerpt(s, maxExcerpt)
}

// A subject is what an item is about: a topic, which has a scheme and a label, or a keyword.
type subject struct{ term, label, scheme string }

// subjects returns the topics and then the keywords, each once whatever its case: JSON tags are one list, and all formats tell the same.
// There is always one, since filters need something to go by.
func (r *row) subjects() []subject {
	var list []subject
	seen := map[string]bool{}
	for _, t := range r.Topics {
		if fold := strings.ToLower(t.Name); !seen[fold] {
			seen[fold] = true
			list = append(list, subject{t.Slug, t.Name, t.FeedURL[:strings.LastIndexByte(t.FeedURL, '/')+1]})
		}
	}
	for _, k := range r.Keywords {
		if fold := strings.ToLower(k); !seen[fold] {
			seen[fold] = true
			list = append(list, subject{term: k, label: k})
		}
	}
	switch {
	case len(list) > 0:
		return list
	case r.Digest != nil:
		return []subject{{term: "digest", label: "digest"}}
	}
	return []subject{{term: "other", label: "other"}}
}

type link struct{ label, url string }

// links sets those of list that lead somewhere, in HTML on one line, in plain text one a line.
func links(list []link) (asHTML, plain string) {
	var htmlParts, plainParts []string
	for _, l := range list {
		if l.url != "" && l.label != "" {
			h, p := anchor(l)
			htmlParts, plainParts = append(htmlParts, h), append(plainParts, p)
		}
	}
	return strings.Join(htmlParts, " · "), strings.Join(plainParts, "\n")
}

func anchor(l link) (asHTML, plain string) {
	if l.url == "" {
		return escape(l.label), l.label
	}
	return `<a href="` + html.EscapeString(l.url) + `">` + escape(l.label) + `</a>`, l.label + ": " + l.url
}

// escape writes plain text as HTML text. Quotes mean nothing there, and stay.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// escapeIfNeeded is escape for short texts that some take for HTML, as most readers do, and some for plain text, as chat bots do, who
// would show &amp;. What reads the same either way ("R&D", "a > b") stays as it is.
func escapeIfNeeded(s string) string {
	if !strings.Contains(s, "<") && html.UnescapeString(s) == s {
		return s
	}
	return escape(s)
}
