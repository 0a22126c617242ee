package topic

import "paperfeeds/topic/abstract"

// Places beside the parts of a text.
const (
	inKeywords abstract.Place = abstract.Places + iota
	inAbstract                // all parts of it, and the title
	inPaper                   // not a phrase, but something about the whole
)

// places a phrase can stand in.
const places = int(inKeywords) + 1

func placeName(p abstract.Place) string {
	if p < inKeywords {
		return p.String()
	}
	return [...]string{"keywords", "abstract", "paper"}[p-inKeywords]
}
