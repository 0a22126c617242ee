package sample

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"time"
)

// The page escapes as Svelte does, which is less than html/template would: a parser that copes with the fuller escapes only has not
// been tested. Hence text/template, with every value through text or attr.
//
//go:embed page.html.tmpl
var pageSource string

var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"attr": attribute, "text": escaped, "tile": tile, "video": video, "faces": faces, "short": short, "label": label,
	}).Parse(pageSource)
})

// props is the hydration JSON of a page, keys in the source's order.
type props struct {
	CanSubmit   bool     `json:"canSubmit"`
	DateString  string   `json:"dateString"`
	DailyPapers []Item   `json:"dailyPapers"`
	PrevDate    string   `json:"prevDate"`
	Publisher   User     `json:"publisher"`
	PeriodType  string   `json:"periodType"`
	NextDate    string   `json:"nextDate,omitempty"`
	Query       struct{} `json:"query"`
	IsTrending  bool     `json:"isTrending"`
}

// Page is the listing page of a day in the form of spring 2026 (Svelte 5), shrunk to what a reader of it may meet: the hydration data,
// the cards, and enough of the rest to mislead a careless one.
func Page(day Day) ([]byte, error) {
	p := props{
		DateString: day.Date, PrevDate: day.Prev, NextDate: day.Next, PeriodType: "day",
		DailyPapers: make([]Item, len(day.Items)),
		Publisher:   User{ID: objectID("curator"), AvatarURL: avatar("curator"), Fullname: "The Curator", User: "example-curator", Type: "user"},
	}
	for i, item := range day.Items {
		if item.Upvoted == nil {
			item.Upvoted = new(bool)
		}
		p.DailyPapers[i] = item
	}
	blob, err := marshal(p)
	if err != nil {
		return nil, fmt.Errorf("sample page of %s: %w", day.Date, err)
	}
	t, err := pageTemplate()
	if err != nil {
		return nil, fmt.Errorf("sample page: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, struct {
		Day
		Props string
	}{day, string(blob)}); err != nil {
		return nil, fmt.Errorf("sample page of %s: %w", day.Date, err)
	}
	return b.Bytes(), nil
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;")

// escaped is foreign text between tags: > and ' stay as they are, as on the real page.
func escaped(s string) string { return escapes.Replace(strings.ToValidUTF8(s, "\ufffd")) }

// attribute is foreign text in double quotes.
func attribute(s string) string { return strings.ReplaceAll(escaped(s), `"`, "&quot;") }

// tile is a date as the page's heading shows it, "Jun 3".
func tile(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("Jan 2")
}

// video is the first of the media that is one, or empty: the page shows it in place of the thumbnail.
func video(media []string) string {
	for _, m := range media {
		for _, ending := range []string{".mp4", ".qt", ".webm"} {
			if strings.HasSuffix(m, ending) {
				return m
			}
		}
	}
	return ""
}

// faces are the at most five authors a card shows: those with an account first, all from right to left.
func faces(authors []Author) []Author {
	shown := slices.Clone(authors)
	slices.SortStableFunc(shown, func(a, b Author) int {
		switch {
		case (a.User != nil) == (b.User != nil):
			return 0
		case a.User != nil:
			return -1
		}
		return 1
	})
	shown = shown[:min(5, len(shown))]
	slices.Reverse(shown)
	return shown
}

// label is the title of a face: the login, where there is an account.
func label(a Author) string {
	if a.User != nil {
		return a.User.User
	}
	return a.Name
}

// short is a count of stars as a card shows it, three digits at most: "0", "949", "1.04k", "15.9k", "58k". Numbers from 999,500 on were
// never seen and are not imitated.
func short(stars *int) string {
	if stars == nil {
		return "0"
	}
	n := *stars
	if n < 1000 {
		return strconv.Itoa(n)
	}
	unit := 10
	for n/unit >= 1000 {
		unit *= 10
	}
	return strconv.FormatFloat(float64((n+unit/2)/unit*unit)/1000, 'f', -1, 64) + "k"
}
