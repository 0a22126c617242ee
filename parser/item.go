package parser

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"paperfeeds/text"
)

// An item is one element of "dailyPapers" and of the API's array, as far as we need it. Times are strings here because a
// time that cannot be read must cost that field only. Names count in their exact case, and the last one of a name given twice.
type item struct {
	Paper *struct {
		ID           string       `json:"id"`
		Title        string       `json:"title"`
		Abstract     string       `json:"summary"`
		Authors      []author     `json:"authors"`
		PublishedAt  string       `json:"publishedAt"`
		SubmittedAt  string       `json:"submittedOnDailyAt"`
		Upvotes      int          `json:"upvotes"`
		Summary      string       `json:"ai_summary"`
		Keywords     []string     `json:"ai_keywords"`
		Code         string       `json:"githubRepo"`
		Stars        int          `json:"githubStars"`
		Project      string       `json:"projectPage"`
		MediaURLs    []string     `json:"mediaUrls"`
		Organization organization `json:"organization"`
	} `json:"paper"`
	Title       string   `json:"title"`
	Abstract    string   `json:"summary"`
	PublishedAt string   `json:"publishedAt"`
	Thumbnail   string   `json:"thumbnail"`
	MediaURL    string   `json:"mediaUrl"` // until 2024-06-11
	MediaURLs   []string `json:"mediaUrls"`
	Comments    int      `json:"numComments"`
	// The same object as the paper's own. submitterOrganization (2025-09-29 to 10-02) is not read: who submits a paper to the list need
	// not be who wrote it.
	Organization organization `json:"organization"`
}

type author struct {
	Name   string `json:"name"`
	Hidden bool   `json:"hidden"`
}

type organization struct {
	ID       string `json:"_id"`
	Name     string `json:"name"`
	Fullname string `json:"fullname"`
	Avatar   string `json:"avatar"`
}

// decodeItems reads the elements of an array whose "[" has been read, and its "]". A value of another type than expected costs
// its field alone, with a warning for the first one of a paper (see decode). Anything else is an error of the whole array. The array is
// read piece by piece so that one of a million papers is refused at the first too many.
func (r *reading) decodeItems(dec *jsontext.Decoder) ([]item, error) {
	var items []item
	for dec.PeekKind() != jsontext.KindEndArray {
		if len(items) == maxPapers {
			return nil, fmt.Errorf("more than %d papers", maxPapers)
		}
		items = append(items, item{})
		it := &items[len(items)-1]
		var mistyped *jsonv1.UnmarshalTypeError
		switch err := json.UnmarshalDecode(dec, it); {
		case errors.As(err, &mistyped):
			if it.Paper != nil && idForm.MatchString(it.Paper.ID) { // else it is skipped anyway
				_, field, _ := strings.Cut(mistyped.Field, fmt.Sprintf("%d.", len(items)-1)) // "dailyPapers.3.paper.upvotes"
				kind, _, _ := strings.Cut(mistyped.Value, " ")
				r.warn("paper %s: %s is of another type: %s", it.Paper.ID, field, kind)
			}
		case err != nil:
			return nil, fmt.Errorf("paper %d: %w", len(items)-1, err)
		}
	}
	_, err := dec.ReadToken()
	return items, err
}

// addItems turns items into papers of the list day r.Date.
func (r *reading) addItems(items []item) {
	r.Papers = slices.Grow(r.Papers, len(items))
	for place := range items {
		r.addItem(place, &items[place])
	}
}

func (r *reading) addItem(place int, it *item) {
	in := it.Paper
	if in == nil {
		r.skip(place, "", "no paper")
		return
	}
	if !idForm.MatchString(in.ID) {
		reason := "no id"
		if in.ID != "" {
			reason = fmt.Sprintf("%.40q is not an arXiv id of a daily paper", in.ID)
		}
		r.skip(place, "", reason)
		return
	}
	p := Paper{ID: in.ID}
	// The outer title is what the site shows. Until 2025-03-10 it was also the better one, with its TeX whole and on one line;
	// since then both are the same.
	if p.Title = r.line(in.ID, "title", it.Title, maxTitle); p.Title == "" {
		p.Title = r.line(in.ID, "title", in.Title, maxTitle)
	}
	if p.Title == "" {
		r.skip(place, in.ID, "no title")
		return
	}
	if p.Abstract = r.line(in.ID, "abstract", in.Abstract, maxAbstract); p.Abstract == "" {
		p.Abstract = r.line(in.ID, "abstract", it.Abstract, maxAbstract)
	}
	if p.Abstract == "" {
		r.skip(place, in.ID, "no abstract")
		return
	}
	p.Summary = r.line(in.ID, "summary", in.Summary, maxSummary)
	p.Authors = r.names(in.ID, in.Authors)
	p.Published = instant(in.PublishedAt) // never the outer one: since 2025-03-11 it is the same, shifted to the day before
	p.Submitted = submitted(r.Date, in.SubmittedAt, it.PublishedAt)
	if o := cmp.Or(in.Organization, it.Organization); o != (organization{}) {
		p.Organization = r.organization(in.ID, o.ID, o.Name, o.Fullname, o.Avatar)
	}
	p.Keywords = keywords(in.Keywords)
	p.Code, p.Project = text.URL(in.Code), text.URL(in.Project)
	p.Image = image(it.Thumbnail, it.MediaURLs, in.MediaURLs, []string{it.MediaURL})
	p.Upvotes, p.Comments, p.Stars = count(in.Upvotes), count(it.Comments), count(in.Stars)
	r.add(p, len(in.Authors))
}

// names are the authors who want to be seen, each once.
func (r *reading) names(id string, authors []author) []string {
	var names []string
	seen := make(map[string]bool, min(len(authors), maxAuthors))
	for _, a := range authors {
		name, _ := bound(a.Name, maxName, text.Clean)
		if a.Hidden || name == "" || seen[name] {
			continue
		}
		if len(names) == maxAuthors {
			r.warn("paper %s: only the first %d authors are kept", id, maxAuthors)
			break
		}
		seen[name] = true
		names = append(names, name)
	}
	return names
}

// keywords are distinct whatever their case, in the first spelling.
func keywords(raw []string) []string {
	var words []string
	seen := map[string]bool{}
	for _, word := range raw {
		word, cut := bound(word, maxKeyword, text.Readable)
		folded := strings.ToLower(word)
		if word == "" || cut || seen[folded] || len(words) == maxKeywords {
			continue
		}
		seen[folded] = true
		words = append(words, word)
	}
	return words
}

// stills are the endings of media a feed reader can show as a picture; .mp4, .qt and .webm are listed too.
var stills = []string{".png", ".jpg", ".jpeg", ".gif", ".webp"}

// image is the thumbnail, else the first still picture of the media.
func image(thumbnail string, media ...[]string) string {
	if thumbnail = text.URL(thumbnail); thumbnail != "" {
		return thumbnail
	}
	for _, raw := range slices.Concat(media...) {
		if still(raw) {
			if address := text.URL(raw); address != "" {
				return address
			}
		}
	}
	return ""
}

func still(address string) bool {
	address, _, _ = strings.Cut(address, "?")
	return slices.Contains(stills, strings.ToLower(path.Ext(strings.TrimSpace(address))))
}
