package parser

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"paperfeeds/text"
)

// Cards reads a listing page by its <article> cards, the way a reader sees it: ids, titles, votes, comments, stars, organizations
// (slug, name, avatar; no _id) and pictures, but no abstracts, authors, keywords or dates of a paper. The day is that of the page's
// date tile (2024), else of its og:url, which may be the day asked for and not the one served. The error wraps [ErrNoListing].
func Cards(page []byte) (Listing, error) {
	doc, err := document(page)
	if err != nil {
		return Listing{}, err
	}
	r, err := readCards(doc)
	if err == nil && len(r.Papers) == 0 {
		err = errNoCards(r)
	}
	if err != nil {
		return Listing{}, fmt.Errorf("%w: %w", ErrNoListing, err)
	}
	return r.Listing, nil
}

// document parses a page for both readings. It fails on what no browser would show either: more than 512 elements in one another.
func document(page []byte) (*goquery.Document, error) {
	if len(page) > maxBytes {
		return nil, fmt.Errorf("parse the page: %w: over %d MB", ErrNoListing, maxBytes>>20)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("parse the page: %w: %w", ErrNoListing, err)
	}
	return doc, nil
}

func errNoCards(r *reading) error {
	if len(r.Skipped) > 0 {
		return fmt.Errorf("cards: none of %d readable, the first: %s", len(r.Skipped), r.Skipped[0].Reason)
	}
	return errors.New("cards: none")
}

// readCards is the second reading of a page. A page without cards is no error here: an empty day has none.
func readCards(doc *goquery.Document) (*reading, error) {
	r := newReading()
	var err error
	if r.Date, err = cardsDay(doc); err != nil {
		return r, err
	}
	place := 0
	for _, article := range doc.Find("article").Nodes {
		c := readCard(article)
		if !c.linked { // an <article> that leads to no paper is not a card
			continue
		}
		if place == maxPapers {
			return newReading(), fmt.Errorf("cards: more than %d", maxPapers)
		}
		r.addCard(place, c)
		place++
	}
	return r, nil
}

func (r *reading) addCard(place int, c card) {
	if !idForm.MatchString(c.id) {
		r.skip(place, "", "no id in the link of its title")
		return
	}
	p := Paper{ID: c.id, Title: r.line(c.id, "title", c.title, maxTitle)}
	if p.Title == "" {
		r.skip(place, c.id, "no title")
		return
	}
	if c.slug != "" {
		p.Organization = r.organization(c.id, "", c.slug, c.organization, c.avatar)
	}
	p.Code, p.Image = text.URL(c.code), text.URL(c.image)
	p.Upvotes, p.Comments, p.Stars = count(c.upvotes), count(c.comments), count(c.stars)
	r.add(p, c.authors)
}

// pagePath is what og:url says of a page: …/papers, …/papers/date/2026-06-03, …/papers/week/2026-W23, …/papers/month/2026-06.
var pagePath = regexp.MustCompile(`/papers/(date|week|month)/([^/?#]+)$`)

// cardsDay is the list day of a page by what stands outside of its JSON.
func cardsDay(doc *goquery.Document) (string, error) {
	for _, tile := range doc.Find("time[datetime]").Not("article time").Nodes {
		if d := day(attr(tile, "datetime")); d != "" {
			return d, nil
		}
	}
	address, _ := doc.Find(`meta[property="og:url"]`).First().Attr("content")
	m := pagePath.FindStringSubmatch(address)
	switch {
	case m == nil:
		return "", nil
	case m[1] != "date":
		return "", fmt.Errorf("%w but of a %q", errNotDay, m[1])
	}
	return day(m[2]), nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
