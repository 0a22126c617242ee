package publisher

import (
	"context"
	"fmt"
	"strings"

	"paperfeeds/archive"
	"paperfeeds/parser"
)

// A TextListing is what the text of a search page named.
type TextListing struct {
	Name   string
	Papers []parser.TextPaper
}

// unknownNamed bounds how many unknown papers are named one by one.
const unknownNamed = 10

// matchTexts looks the papers of text listings up in the archive by their titles, and reports those it does not know. They have no ids,
// so nothing is published of them.
func (r *run) matchTexts(ctx context.Context, vault *vault, a *archive.Archive) error {
	if len(r.reading.Texts) == 0 {
		return nil
	}
	if err := vault.load(ctx, a, a.NeedsAll); err != nil {
		return err
	}
	titles := a.Titles()
	for _, text := range r.reading.Texts {
		var unknown []string
		for _, p := range text.Papers {
			if _, known := titles[archive.TitleKey(p.Title)]; !known {
				unknown = append(unknown, p.Title)
			}
		}
		note := fmt.Sprintf("%s: %d of %d papers are in the archive", text.Name, len(text.Papers)-len(unknown), len(text.Papers))
		if len(unknown) > 0 {
			named := unknown[:min(unknownNamed, len(unknown))]
			note += "; not there: " + strings.Join(named, "; ")
			if more := len(unknown) - len(named); more > 0 {
				note += fmt.Sprintf("; and %d more", more)
			}
		}
		r.report.warn(note)
	}
	return nil
}
