package sample

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// kinds are the sorts of paper that have broken readers of this source (each seen for real); every one is in the sample at least once.
var kinds = map[string]func(Item) bool{
	"organization":               func(i Item) bool { return i.Organization != nil },
	"no organization":            func(i Item) bool { return i.Organization == nil },
	"organization without image": func(i Item) bool { return i.Organization != nil && i.Organization.Avatar == "" },
	"gravatar with &":            avatarWith("www.gravatar.com/", "&"),
	"uploaded avatar":            avatarWith("cdn-avatars"),
	"organization not ASCII":     nameOf(func(s string) bool { return notASCII(s) }),
	"organization all non-Latin": nameOf(func(s string) bool { return !regexp.MustCompile(`[A-Za-z]`).MatchString(s) }),
	"organization untrimmed":     nameOf(func(s string) bool { return strings.TrimSpace(s) != s }),
	"organization with &":        nameOf(func(s string) bool { return strings.Contains(s, " & ") }),
	"slug with . and _": func(i Item) bool {
		return i.Organization != nil && strings.Contains(i.Organization.Name, ".") && strings.Contains(i.Organization.Name, "_")
	},

	"code":                       func(i Item) bool { return i.Paper.GithubRepo != "" },
	"no code":                    func(i Item) bool { return i.Paper.GithubRepo == "" },
	"code with a line break":     func(i Item) bool { return strings.Contains(i.Paper.GithubRepo, "\n") },
	"code not counted yet":       func(i Item) bool { return i.Paper.GithubRepo != "" && i.Paper.GithubStars == nil },
	"no stars":                   starred(func(n int) bool { return n == 0 }),
	"stars shown as 15.9k":       starred(func(n int) bool { return n >= 10_000 }),
	"project page":               func(i Item) bool { return i.Paper.ProjectPage != "" },
	"project with leading blank": func(i Item) bool { return strings.HasPrefix(i.Paper.ProjectPage, " ") },
	"project by http":            func(i Item) bool { return strings.HasPrefix(i.Paper.ProjectPage, "http:") },

	"keywords and AI summary":    func(i Item) bool { return len(i.Paper.AIKeywords) > 0 && i.Paper.AISummary != "" },
	"no keywords, no AI summary": func(i Item) bool { return i.Paper.AIKeywords == nil && i.Paper.AISummary == "" },
	"empty keyword":              func(i Item) bool { return slices.Contains(i.Paper.AIKeywords, "") },
	"keyword twice but for case": func(i Item) bool {
		for n, k := range i.Paper.AIKeywords {
			if slices.ContainsFunc(i.Paper.AIKeywords[n+1:], func(s string) bool { return strings.EqualFold(k, s) }) {
				return true
			}
		}
		return false
	},
	"keyword with TeX": func(i Item) bool { return strings.ContainsAny(strings.Join(i.Paper.AIKeywords, ""), `$\`) },

	"no submitter":           func(i Item) bool { return i.SubmittedBy == nil && i.Paper.SubmittedOnDailyBy == nil },
	"hidden author":          author(func(a Author) bool { return a.Hidden }),
	"author with account":    author(func(a Author) bool { return a.User != nil }),
	"author of one word":     author(func(a Author) bool { return !strings.Contains(a.Name, " ") }),
	"collective author":      author(func(a Author) bool { return strings.HasPrefix(a.Name, "Team ") }),
	"author not ASCII":       author(func(a Author) bool { return notASCII(a.Name) }),
	"one author":             func(i Item) bool { return len(i.Paper.Authors) == 1 && i.Organization == nil },
	"300 authors":            func(i Item) bool { return len(i.Paper.Authors) == 300 && !twice(i) },
	"author named twice":     twice,
	"authors' account later": func(i Item) bool { return len(i.Paper.Authors) > 5 && i.Paper.Authors[6].User != nil },
	"author joins in":        func(i Item) bool { return i.Participating && i.NumComments > 0 },

	"title with TeX":           title(`$R^{3}$`),
	"title with bare TeX":      title(`2^{`),
	"title with TeX, no slash": title(`texttt{`),
	"title with escaped &":     title(`\&`),
	"title with &":             title(" & "),
	"title with markup":        title("<think>"),
	"title with quotes":        title(`"`),
	"title with apostrophe":    title("'"),
	"title with a line break":  title("\n  "),
	"abstract with \\%":        abstract(`\%`),
	"abstract with 1920times1080": func(i Item) bool {
		return regexp.MustCompile(`\dtimes\d`).MatchString(i.Summary)
	},
	"abstract with TeX":         abstract(`$\leq$`),
	"abstract with \\url":       abstract(`\url{`),
	"abstract with <":           abstract("p < .0"),
	"abstract with a closing >": abstract("</think>"),
	"abstract with a link":      abstract(`<a href="https://`),
	"abstract hard-wrapped":     abstract("\n"),

	"media is a video":      media("mp4"),
	"media is a .qt":        media("qt"),
	"media is a .webm":      media("webm"),
	"media is a picture":    media("png"),
	"media is animated":     media("gif"),
	"media, video first":    func(i Item) bool { return len(i.MediaURLs) > 1 && strings.HasSuffix(i.MediaURLs[0], "mp4") },
	"no media":              func(i Item) bool { return i.MediaURLs == nil },
	"no votes":              func(i Item) bool { return i.Paper.Upvotes == 0 },
	"10 votes to the point": func(i Item) bool { return i.Paper.Upvotes == 10 },
	"over 100 votes":        func(i Item) bool { return i.Paper.Upvotes > 100 },
	"no comments":           func(i Item) bool { return i.NumComments == 0 },
}

func TestEveryKindOfPaperIsThere(t *testing.T) {
	days := everyDay(t)
	for name, is := range kinds {
		t.Run(name, func(t *testing.T) {
			for _, day := range days[:3] {
				if slices.ContainsFunc(day.Items, is) {
					return
				}
			}
			t.Error("none in the sample")
		})
	}
}

// Kinds that only show between days.
func TestPapersAndOrganizationsAcrossDays(t *testing.T) {
	listed := map[string]int{}
	slugs := map[string]map[string]bool{} // organization id → slugs
	for _, day := range everyDay(t)[:3] {
		for _, item := range day.Items {
			listed[item.Paper.ID]++
			if o := item.Organization; o != nil {
				if slugs[o.ID] == nil {
					slugs[o.ID] = map[string]bool{}
				}
				slugs[o.ID][o.Name] = true
			}
		}
	}
	if listed["2605.90013"] != 2 {
		t.Error("no paper is on two list days")
	}
	if renamed := slugs[objectID("organization/glimmer-lab")]; len(renamed) != 2 {
		t.Errorf("the renamed organization has the slugs %v", renamed)
	}
}

func notASCII(s string) bool { return strings.ContainsFunc(s, func(r rune) bool { return r > 127 }) }

func avatarWith(parts ...string) func(Item) bool {
	return func(i Item) bool {
		return i.Organization != nil && !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(i.Organization.Avatar, p) })
	}
}

func nameOf(is func(string) bool) func(Item) bool {
	return func(i Item) bool { return i.Organization != nil && is(i.Organization.Fullname) }
}

func starred(is func(int) bool) func(Item) bool {
	return func(i Item) bool { return i.Paper.GithubStars != nil && is(*i.Paper.GithubStars) }
}

func author(is func(Author) bool) func(Item) bool {
	return func(i Item) bool { return slices.ContainsFunc(i.Paper.Authors, is) }
}

func twice(i Item) bool {
	seen := map[string]bool{}
	for _, a := range i.Paper.Authors {
		if seen[a.Name] {
			return true
		}
		seen[a.Name] = true
	}
	return false
}

func title(part string) func(Item) bool {
	return func(i Item) bool { return strings.Contains(i.Title, part) }
}

func abstract(part string) func(Item) bool {
	return func(i Item) bool { return strings.Contains(i.Summary, part) }
}

func media(ending string) func(Item) bool {
	return func(i Item) bool {
		return slices.ContainsFunc(i.MediaURLs, func(m string) bool { return strings.HasSuffix(m, "."+ending) })
	}
}
