package parser

import (
	"errors"
	"fmt"
	"strings"
)

// Page reads a listing page twice, by its JSON and by its cards, and judges the two readings:
//
//   - both name the same papers: the JSON
//   - they differ by less than a fifth of all papers named: all of them, the JSON's fields where it has the paper, and a warning;
//     a paper that only its card names has no abstract yet
//   - they differ by more: [ErrDisagree], beside it the day
//   - no cards: the JSON, with a warning
//   - the JSON missing or unreadable: [ErrCardsOnly], beside it what the cards tell
//   - neither: [ErrNoListing]
//
// A paper of the JSON that could not be read is in Skipped, an unreadable card costs a warning, and neither counts as a difference of
// papers. What the cards themselves warn of is kept only beside [ErrCardsOnly]. The day is the JSON's; its dateString is right
// where the page of an empty day shows an older one.
func Page(page []byte) (Listing, error) {
	if listing, ok := readTrimmed(page); ok {
		return listing, nil
	}
	return readTwice(page)
}

// readTwice reads a page whole, whatever it is like.
func readTwice(page []byte) (Listing, error) {
	doc, err := document(page)
	if err != nil {
		return Listing{}, err
	}
	cards, cardsErr := readCards(doc)
	if cardsErr == nil && len(cards.Papers) == 0 {
		cardsErr = errNoCards(cards)
	}
	own, _ := hydration(doc)
	props, propsErr := readHydration([]byte(own))
	switch {
	case errors.Is(propsErr, errNotDay):
		return Listing{}, fmt.Errorf("read the page: %w: %w", ErrNoListing, propsErr)
	case propsErr == nil && cardsErr != nil:
		if len(props.Papers) > 0 { // an empty day has no cards
			props.warn("no second reading: %v", cardsErr)
		}
		return props.Listing, nil
	case propsErr == nil:
		listing, err := judge(props, cards)
		if err != nil {
			err = fmt.Errorf("read the page: %w", err)
		}
		return listing, err
	case cardsErr != nil:
		return Listing{}, fmt.Errorf("read the page: %w: %w; %w", ErrNoListing, propsErr, cardsErr)
	}
	if props.Date != "" { // read before the JSON broke off
		cards.Date = props.Date
	}
	return cards.Listing, fmt.Errorf("read the page: %w: %w", ErrCardsOnly, propsErr)
}

// judge compares two good readings of one page.
func judge(props, cards *reading) (Listing, error) {
	listed := map[string]bool{} // by the JSON, readable or not
	for _, p := range props.Papers {
		listed[p.ID] = true
	}
	for _, s := range props.Skipped {
		listed[s.ID] = true
	}
	onCards := map[string]bool{}
	for _, s := range cards.Skipped {
		onCards[s.ID] = true
	}
	var cardOnly []Paper
	for _, p := range cards.Papers {
		onCards[p.ID] = true
		if !listed[p.ID] {
			cardOnly = append(cardOnly, p)
		}
	}
	jsonOnly := 0
	for _, p := range props.Papers {
		if !onCards[p.ID] {
			jsonOnly++
		}
	}
	// Papers without a readable id on one side are most likely those the other side alone can name.
	missing := max(0, len(cardOnly)-props.nameless()) + max(0, jsonOnly-cards.nameless())
	union := len(props.Papers) + len(props.Skipped) + max(0, len(cardOnly)-props.nameless())
	if 5*missing >= union && missing > 0 {
		return Listing{Date: props.Date}, fmt.Errorf("%w: of %d papers %d only in the JSON, %d only on cards", ErrDisagree, union,
			jsonOnly, len(cardOnly))
	}
	if jsonOnly+len(cardOnly) > 0 {
		props.warn("JSON and cards differ: %d papers only in the JSON, %d only on cards", jsonOnly, len(cardOnly))
	}
	if n := len(cards.Skipped); n > 0 {
		props.warn("%d cards unreadable, the first: %s", n, cards.Skipped[0].Reason)
	}
	props.compareFields(cards)
	props.Papers = append(props.Papers, cardOnly...)
	return props.Listing, nil
}

// compareFields warns of papers that both readings have but tell differently. On no captured page there is one: it would mean that
// the site changed, or that one of the readings is wrong.
func (r *reading) compareFields(cards *reading) {
	fields := [...]struct {
		name string
		same func(p, c *Paper) bool
	}{
		{"titles", func(p, c *Paper) bool { return p.Title == c.Title }},
		{"votes", func(p, c *Paper) bool { return shownAs(p.Upvotes, c.Upvotes) }},
		{"comments", func(p, c *Paper) bool { return shownAs(p.Comments, c.Comments) }},
		{"organizations", func(p, c *Paper) bool { return sameOrganization(p.Organization, c.Organization) }},
		{"numbers of authors", func(p, c *Paper) bool { // which not every card tells
			return cards.authors[p.ID] == 0 || shownAs(r.authors[p.ID], cards.authors[p.ID])
		}},
	}
	byID := make(map[string]*Paper, len(cards.Papers))
	for i := range cards.Papers {
		byID[cards.Papers[i].ID] = &cards.Papers[i]
	}
	var counts []string
	for _, field := range fields {
		n := 0
		for i := range r.Papers {
			if c := byID[r.Papers[i].ID]; c != nil && !field.same(&r.Papers[i], c) {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, field.name))
		}
	}
	if len(counts) > 0 {
		r.warn("JSON and cards tell papers differently: %s", strings.Join(counts, ", "))
	}
}

// shownAs tells whether a card shows n as shown: from 1,000 on in three digits, "1.09k".
func shownAs(n, shown int) bool {
	return n == shown || shown >= 1000 && max(n, shown)-min(n, shown) <= shown/100
}

// sameOrganization compares what a card tells of one.
func sameOrganization(a, b *Organization) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Slug == b.Slug && a.Name == b.Name
}
