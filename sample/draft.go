package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

// A draft is a paper as the data files tell it: what sets it apart. The rest — internal ids, thumbnails, the outer copies of fields —
// follows from that.
type draft struct {
	ID            string            `json:"id"`
	Title         string            `json:"title"`
	Abstract      string            `json:"abstract"`
	Summary       string            `json:"summary"`
	Keywords      []string          `json:"keywords"`
	Authors       []string          `json:"authors"`
	Crowd         int               `json:"crowd"`    // so many authors more, with names out of names.json
	Accounts      map[string]string `json:"accounts"` // author → login
	Hidden        []string          `json:"hidden"`   // authors not to be shown
	Organization  string            `json:"organization"`
	Code          string            `json:"code"`
	Stars         *int              `json:"stars"`
	Project       string            `json:"project"`
	Media         []string          `json:"media"`
	Submitter     string            `json:"submitter"` // login; empty where the account is gone
	Published     string            `json:"published"` // "2006-01-02", arXiv's
	Votes         int               `json:"votes"`
	Comments      int               `json:"comments"`
	Participating bool              `json:"participating"`
}

// with is the draft with a change: only the fields it names. They go over a copy that shares no list with the draft, whose own lists
// stand in items already made.
func (d draft) with(change json.RawMessage) (draft, error) {
	var changed draft
	body, err := json.Marshal(d)
	if err == nil {
		err = json.Unmarshal(body, &changed)
	}
	if err == nil {
		err = json.Unmarshal(change, &changed)
	}
	return changed, err
}

// item makes the list item of a draft on a list day.
func (d data) item(draft draft, day string) (Item, error) {
	p := Paper{
		ID: draft.ID, Title: draft.Title, Summary: draft.Abstract,
		PublishedAt: draft.Published + "T00:00:00.000Z", SubmittedOnDailyAt: day + "T00:00:00.000Z",
		MediaURLs: draft.Media, AISummary: draft.Summary, AIKeywords: draft.Keywords,
		GithubRepo: draft.Code, GithubStars: draft.Stars, ProjectPage: draft.Project,
		Upvotes: draft.Votes, DiscussionID: objectID(draft.ID + "/discussion"),
	}
	if draft.Code != "" {
		p.GithubRepoAddedBy = "user"
	}
	names := slices.Clone(draft.Authors)
	crowd := rand.New(rand.NewChaCha8(sha256.Sum256([]byte(draft.ID)))) // the same names in every reading, whatever has changed
	for most := len(names) + draft.Crowd; len(names) < most; {
		if name := d.names.author(crowd); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for i, name := range names {
		a := Author{ID: objectID(fmt.Sprint(draft.ID, "/", i)), Name: name, Hidden: slices.Contains(draft.Hidden, name)}
		if login := draft.Accounts[name]; login != "" {
			a.User, a.Status, a.StatusChangedAt = user(login, name), "claimed_verified", day+"T12:47:21.531Z"
		}
		p.Authors = append(p.Authors, a)
	}
	if login := draft.Submitter; login != "" {
		fullname, ok := d.submitters[login]
		if !ok {
			return Item{}, fmt.Errorf("sample paper %s: unknown submitter %q", draft.ID, login)
		}
		p.SubmittedOnDailyBy = user(login, fullname)
	}
	if slug := draft.Organization; slug != "" {
		a, ok := d.organizations[slug]
		if !ok {
			return Item{}, fmt.Errorf("sample paper %s: unknown organization %q", draft.ID, slug)
		}
		p.Organization = a.organization(slug)
	}
	item := NewItem(p, draft.Comments)
	item.Participating = draft.Participating
	return item, nil
}

// objectID is an internal id in the source's form, 24 hexadecimal digits, always the same for the same thing.
func objectID(thing string) string {
	sum := sha256.Sum256([]byte(thing))
	return hex.EncodeToString(sum[:12])
}
