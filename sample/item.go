package sample

import "time"

// A Day is one list day. Date, Prev and Next are "2006-01-02"; Next is empty on the newest day, which links to no later one. The
// items stand in the order of the page, which is by votes.
type Day struct {
	Date  string
	Prev  string
	Next  string
	Items []Item
}

// An Item is one row of a listing with the source's own keys in the source's own order. Strings are raw: neither escaped nor cleaned,
// so that a test can put anything into a page.
type Item struct {
	Paper         Paper         `json:"paper"`
	PublishedAt   string        `json:"publishedAt"`
	Title         string        `json:"title"`
	Summary       string        `json:"summary"`
	MediaURLs     []string      `json:"mediaUrls,omitempty"`
	Thumbnail     string        `json:"thumbnail"`
	NumComments   int           `json:"numComments"`
	Upvoted       *bool         `json:"upvoted,omitempty"` // pages only; Page sets it, API leaves it out
	SubmittedBy   *Submitter    `json:"submittedBy,omitempty"`
	Organization  *Organization `json:"organization,omitempty"`
	Participating bool          `json:"isAuthorParticipating"`
}

// A Paper is the inner object of an [Item].
type Paper struct {
	ID                 string        `json:"id"`
	Authors            []Author      `json:"authors"`
	MediaURLs          []string      `json:"mediaUrls,omitempty"`
	PublishedAt        string        `json:"publishedAt"`
	SubmittedOnDailyAt string        `json:"submittedOnDailyAt,omitempty"`
	Title              string        `json:"title"`
	SubmittedOnDailyBy *User         `json:"submittedOnDailyBy,omitempty"`
	Summary            string        `json:"summary"` // the abstract
	Upvotes            int           `json:"upvotes"`
	DiscussionID       string        `json:"discussionId"`
	ProjectPage        string        `json:"projectPage,omitempty"`
	GithubRepo         string        `json:"githubRepo,omitempty"`
	GithubRepoAddedBy  string        `json:"githubRepoAddedBy,omitempty"`
	AISummary          string        `json:"ai_summary,omitempty"`
	AIKeywords         []string      `json:"ai_keywords,omitempty"`
	AISummaryModel     string        `json:"ai_summary_model,omitempty"` // since 2026-06-03
	GithubStars        *int          `json:"githubStars,omitempty"`      // 0 is told; absent for a while after a repository is named
	Organization       *Organization `json:"organization,omitempty"`
}

// An Author is a name on a paper, with an account where its owner claimed the paper.
type Author struct {
	ID              string `json:"_id"`
	User            *User  `json:"user,omitempty"`
	Name            string `json:"name"`
	Status          string `json:"status,omitempty"`
	StatusChangedAt string `json:"statusLastChangedAt,omitempty"`
	Hidden          bool   `json:"hidden"`
}

// A User is an account as it stands at an author or in submittedOnDailyBy; User is its login. Name repeats the login since 2026-03-12.
type User struct {
	ID        string `json:"_id"`
	AvatarURL string `json:"avatarUrl"`
	IsPro     bool   `json:"isPro"`
	Fullname  string `json:"fullname"`
	User      string `json:"user"`
	Type      string `json:"type"`
	Name      string `json:"name,omitempty"`
}

// A Submitter is an account as it stands in submittedBy; Name is its login.
type Submitter struct {
	ID              string `json:"_id"`
	AvatarURL       string `json:"avatarUrl"`
	Fullname        string `json:"fullname"`
	Name            string `json:"name"`
	Type            string `json:"type"`
	IsPro           bool   `json:"isPro"`
	IsHf            bool   `json:"isHf"`
	IsHfAdmin       bool   `json:"isHfAdmin"`
	IsMod           bool   `json:"isMod"`
	FollowerCount   int    `json:"followerCount,omitempty"`
	IsUserFollowing bool   `json:"isUserFollowing"`
}

// An Organization is who a paper comes from; Name is the slug.
type Organization struct {
	ID       string `json:"_id"`
	Name     string `json:"name"`
	Fullname string `json:"fullname"`
	Avatar   string `json:"avatar,omitempty"`
}

// stamp is how the source writes a time.
const stamp = "2006-01-02T15:04:05.000Z"

// NewItem puts a paper into a list item as the source does: the outer copies of its fields, the address of its thumbnail, and the
// submitter told a second time in other words.
func NewItem(p Paper, comments int) Item {
	item := Item{
		Paper:        p,
		PublishedAt:  shifted(p.PublishedAt),
		Title:        p.Title,
		Summary:      p.Summary,
		MediaURLs:    p.MediaURLs,
		Thumbnail:    "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/" + p.ID + ".png",
		NumComments:  comments,
		Organization: p.Organization,
	}
	if u := p.SubmittedOnDailyBy; u != nil {
		item.SubmittedBy = &Submitter{ID: u.ID, AvatarURL: u.AvatarURL, Fullname: u.Fullname, Name: u.User, Type: u.Type, IsPro: u.IsPro}
	}
	return item
}

// shifted is the outer publishedAt: since 2025-03 it is the inner one moved by New York's offset, on to the day before (here always
// that of its summer time). It must never be taken for a date.
func shifted(published string) string {
	t, err := time.Parse(stamp, published)
	if err != nil {
		return published
	}
	return t.Add(-4 * time.Hour).Format(stamp)
}
