package parser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// readItem reads one item on the list of a day, and wants it read without a skip.
func readItem(t *testing.T, listDay string, item object) (Paper, Listing) {
	t.Helper()
	got, err := API(marshal(t, []object{item}), listDay)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Papers) != 1 {
		t.Fatalf("%d papers, skipped %v", len(got.Papers), got.Skipped)
	}
	return got.Papers[0], got
}

// What the source did and does, one case each: what stands in one field of the paper that comes of it. An id in a name is of the real
// paper that does so.
func TestQuirks(t *testing.T) {
	id := "3102.00001"
	media := func(urls ...any) func(item, paper object) {
		return func(item, _ object) { delete(item, "thumbnail"); item["mediaUrls"] = urls }
	}
	authors := func(names ...any) func(item, paper object) {
		return inPaper("authors", names)
	}
	visible := func(name string) object { return object{"name": name, "hidden": false} }
	title := func(p Paper) any { return p.Title }
	abstract := func(p Paper) any { return p.Abstract }
	names := func(p Paper) any { return strings.Join(p.Authors, "|") }
	words := func(p Paper) any { return strings.Join(p.Keywords, "|") }
	image := func(p Paper) any { return p.Image }
	code := func(p Paper) any { return p.Code }
	project := func(p Paper) any { return p.Project }
	slug := func(p Paper) any {
		if p.Organization == nil {
			return nil
		}
		return p.Organization.ID + " " + p.Organization.Slug + " " + p.Organization.Name
	}
	avatar := func(p Paper) any { return p.Organization.Avatar }
	larkspur := object{"_id": "65448bef5b5d9185ba3202b9", "name": "Larkspur-Lab", "fullname": "Larkspur Laboratory"}
	for _, test := range []struct {
		name  string
		edit  func(item, paper object)
		field func(Paper) any
		want  any
	}{
		{"title over two lines (2509.24002)", both("title", "A Comprehensive\n  Title"), title, "A Comprehensive Title"},
		{"outer title is the site's (2405.14906)", inPaper("title", "A Poorer Title"), title, "Invented Paper 3102.00001"},
		{"no outer title", inItem("title", nil), title, "Invented Paper 3102.00001"},
		{"outer title of white space", inItem("title", " \n"), title, "Invented Paper 3102.00001"},
		{"a name in another case is another name", func(item, _ object) { item["Title"] = "Another" }, title, "Invented Paper 3102.00001"},
		{"markup in a title is text (2504.07128)", both("title", "On <think> & <1 GB of \"text\""), title, `On <think> & <1 GB of "text"`},
		{"a title that looks like an entity", both("title", "AT&amp;T &lt;b&gt;"), title, "AT&amp;T &lt;b&gt;"},
		{"control and invisible characters in a title", both("title", "a\x00b\x1b\u202ec"), title, "abc"},
		{"hard-wrapped abstract (to 2025-11)", both("summary", "Text that is\nwrapped at\nforty."), abstract, "Text that is wrapped at forty."},
		{"a link in an abstract is text (2507.03745)", both("summary", `See <a href="https://x.example">this</a>, p < .001.`), abstract,
			`See <a href="https://x.example">this</a>, p < .001.`},
		{"abstract only outside", inPaper("summary", nil), abstract, "We invent paper 3102.00001 and find that it can be read."},
		{"abstract only inside (to 2025-03-10)", inItem("summary", nil), abstract, "We invent paper 3102.00001 and find that it can be read."},
		{"hidden author (2406.17774)", authors(visible("Ada"), object{"name": "Ghost", "hidden": true}, visible("Ben")), names, "Ada|Ben"},
		{"author listed twice", authors(visible("Ada"), visible("Ben"), visible(" Ada\n")), names, "Ada|Ben"},
		{"author hidden once and visible once", authors(object{"name": "Ada", "hidden": true}, visible("Ada")), names, "Ada"},
		{"collective author", authors(visible("Team Larkspur"), visible("o9 contributors")), names, "Team Larkspur|o9 contributors"},
		{"author with an account", authors(object{"name": "Ada", "user": object{"user": "ada99"}, "status": "extracted_pending"}), names, "Ada"},
		{"author's name keeps its backslash", authors(visible(`Jos\'e`), visible("A & B")), names, `Jos\'e|A & B`},
		{"no authors", authors(), names, ""},
		{"broken authors", authors(nil, object{"name": nil}, object{}, "A", visible("Ben")), names, "Ben"},
		{"keywords empty, double in another case, too long", inPaper("ai_keywords", []any{"LLMs", "", " ", "llms", strings.Repeat("k", 101), "grpo"}),
			words, "LLMs|grpo"},
		{"keywords beyond fifty", inPaper("ai_keywords", numbered(60)), func(p Paper) any { return p.Keywords[49] + fmt.Sprint(len(p.Keywords)) }, "keyword 4950"},
		{"no keywords (2026-07-13 to 08-11)", inPaper("ai_keywords", nil), words, ""},
		{"no summary (2026-07-13 to 08-11)", inPaper("ai_summary", nil), func(p Paper) any { return p.Summary }, ""},
		{"thumbnail", func(_, _ object) {}, image, "https://cdn-thumbnails.example.com/3102.00001.png"},
		{"one medium as a string (to 2024-06-11)", func(item, _ object) { delete(item, "thumbnail"); item["mediaUrl"] = "https://cdn.example.com/a.jpeg" },
			image, "https://cdn.example.com/a.jpeg"},
		{"first still picture of the media", media("https://cdn.example.com/a.mp4", "https://cdn.example.com/b.qt", "https://cdn.example.com/c.webm",
			"https://cdn.example.com/d.GIF?x=1.mp4", "https://cdn.example.com/e.png"), image, "https://cdn.example.com/d.GIF?x=1.mp4"},
		{"only films", media("https://cdn.example.com/a.mp4", "https://cdn.example.com/b.qt"), image, ""},
		{"no media in the array", media(), image, ""},
		{"media inside the paper", func(item, paper object) {
			delete(item, "thumbnail")
			paper["mediaUrls"] = []any{"https://cdn.example.com/p.webp"}
		}, image, "https://cdn.example.com/p.webp"},
		{"script as a picture", func(item, _ object) {
			item["thumbnail"], item["mediaUrls"] = "javascript:alert(1)//.png", []any{"file:///etc/x.png"}
		}, image, ""},
		{"line break in a repository (2510.05342)", inPaper("githubRepo", "https://github.com/example/\nMargin"), code, "https://github.com/example/Margin"},
		{"blank before a project (2503.11646)", inPaper("projectPage", " https://example.com/p"), project, "https://example.com/p"},
		{"project by http (2603.11382)", inPaper("projectPage", "http://example.com/p"), project, "http://example.com/p"},
		{"script as a project", inPaper("projectPage", "javascript:alert(1)"), project, ""},
		{"address too long", inPaper("projectPage", "https://example.com/"+strings.Repeat("p", 2048)), project, ""},
		{"organization", func(_, _ object) {}, slug, "65448bef5b5d9185ba3202b9 Larkspur-Lab Larkspur Laboratory"},
		{"organization only outside", func(_, paper object) { delete(paper, "organization") }, slug, "65448bef5b5d9185ba3202b9 Larkspur-Lab Larkspur Laboratory"},
		{"organization of the submitter (2025-09-29 to 10-02)", func(item, paper object) {
			drop("organization")(item, paper)
			item["submitterOrganization"] = larkspur
		}, slug, nil},
		{"no organization (to 2025-09-28)", drop("organization"), slug, nil},
		{"organization's name untrimmed, with &", both("organization", object{"_id": "1", "name": "exam", "fullname": " Example A&M\n University "}), slug,
			"1 exam Example A&M University"},
		{"organization's name not Latin", both("organization", object{"_id": "1", "name": "fanli", "fullname": "範例大學"}), slug, "1 fanli 範例大學"},
		{"organization without full name", both("organization", object{"_id": "1", "name": "fanli"}), slug, "1 fanli fanli"},
		{"organization without avatar", both("organization", larkspur), avatar, ""},
		{"avatar at Gravatar", both("organization", object{"name": "x", "avatar": "https://www.gravatar.com/avatar/1?d=retro&size=100"}), avatar,
			"https://www.gravatar.com/avatar/1?d=retro&size=100"},
		{"avatar of the site's own", both("organization", object{"name": "x", "avatar": "/avatars/1.svg"}), avatar, ""},
		{"no submitter (2603.16733)", func(item, paper object) { delete(item, "submittedBy") }, title, "Invented Paper 3102.00001"},
		{"stars lag behind the repository", func(_, paper object) { delete(paper, "githubStars") }, func(p Paper) any { return fmt.Sprint(p.Stars, len(p.Code)) },
			"0 37"},
		{"negative votes", inPaper("upvotes", -5), func(p Paper) any { return p.Upvotes }, 0},
		{"absurd votes", inPaper("upvotes", 1<<40), func(p Paper) any { return p.Upvotes }, 0},
		{"unknown keys", inPaper("source", nil), title, "Invented Paper 3102.00001"},
		{"id with four digits (trending)", inPaper("id", "1802.0897"), func(p Paper) any { return p.ID }, "1802.0897"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, listing := readItem(t, listDay, paperItem(id, test.edit))
			if got := test.field(p); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if strings.HasPrefix(test.name, "broken") {
				return
			}
			wantWarning(t, listing, "")
		})
	}
}

func numbered(n int) []any {
	var all []any
	for i := range n {
		all = append(all, fmt.Sprintf("keyword %d", i))
	}
	return all
}

// What a paper cannot be without. It alone is left out, and said why.
func TestSkipped(t *testing.T) {
	spoiled := "3102.00009"
	for _, test := range []struct {
		name   string
		item   any
		id     string
		reason string
	}{
		{"null", nil, "", "no paper"},
		{"text", "text", "", "no paper"},
		{"no paper", object{"title": "x"}, "", "no paper"},
		{"array for the paper", object{"paper": []any{1}}, "", "no id"},
		{"no id", paperItem(spoiled, drop("id")), "", "no id"},
		{"number for the id", paperItem(spoiled, inPaper("id", 2606.0374)), "", "no id"},
		{"id of nothing", paperItem(spoiled, inPaper("id", "no-arxiv-id")), "", `"no-arxiv-id" is not an arXiv id of a daily paper`},
		{"id of the old form", paperItem(spoiled, inPaper("id", "hep-th/9901001")), "", "is not an arXiv id"},
		{"id with a path", paperItem(spoiled, inPaper("id", "3102.00001/../../x")), "", "is not an arXiv id"},
		{"id with a line break", paperItem(spoiled, inPaper("id", "3102.00001\n")), "", "is not an arXiv id"},
		{"id without its zeros (read as a number)", paperItem(spoiled, inPaper("id", "2503.021")), "", "is not an arXiv id"},
		{"no title", paperItem(spoiled, drop("title")), spoiled, "no title"},
		{"title of white space", paperItem(spoiled, both("title", " \t\n ")), spoiled, "no title"},
		{"object for the title", paperItem(spoiled, both("title", object{"a": 1})), spoiled, "no title"},
		{"no abstract", paperItem(spoiled, drop("summary")), spoiled, "no abstract"},
		{"array for the abstract", paperItem(spoiled, both("summary", []any{"a"})), spoiled, "no abstract"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := API(marshal(t, []any{paperItem("3102.00001"), test.item, paperItem("3102.00002")}), listDay)
			if err != nil {
				t.Fatal(err)
			}
			wantIDs(t, got, "3102.00001", "3102.00002")
			if len(got.Skipped) != 1 || got.Skipped[0].Place != 1 || got.Skipped[0].ID != test.id ||
				!strings.Contains(got.Skipped[0].Reason, test.reason) {
				t.Errorf("skipped %+v, want %q for %q", got.Skipped, test.id, test.reason)
			}
		})
	}
}

// A value of another type costs its field alone, and is said once.
func TestMistyped(t *testing.T) {
	whole, _ := readItem(t, listDay, paperItem("3102.00001"))
	for _, test := range []struct {
		name    string
		edit    func(item, paper object)
		warning string
		without func(p *Paper)
	}{
		{"votes", inPaper("upvotes", "12"), "paper 3102.00001: paper.upvotes is of another type: string", func(p *Paper) { p.Upvotes = 0 }},
		{"votes not whole", inPaper("upvotes", 3.7), "paper.upvotes is of another type: number", func(p *Paper) { p.Upvotes = 0 }},
		{"votes beyond all numbers", inPaper("upvotes", 1e300), "paper.upvotes", func(p *Paper) { p.Upvotes = 0 }},
		{"comments", inItem("numComments", "2"), "numComments", func(p *Paper) { p.Comments = 0 }},
		{"stars", inPaper("githubStars", "many"), "githubStars", func(p *Paper) { p.Stars = 0 }},
		{"authors", inPaper("authors", object{}), "authors", func(p *Paper) { p.Authors = nil }},
		{"keywords", inPaper("ai_keywords", "a, b"), "ai_keywords", func(p *Paper) { p.Keywords = nil }},
		{"some keywords", inPaper("ai_keywords", []any{nil, 3, "", []any{"x"}, "reading"}), "ai_keywords", func(p *Paper) { p.Keywords = []string{"reading"} }},
		{"summary", inPaper("ai_summary", 1), "ai_summary", func(p *Paper) { p.Summary = "" }},
		{"repository", inPaper("githubRepo", 5), "githubRepo", func(p *Paper) { p.Code = "" }},
		{"project", inPaper("projectPage", object{}), "projectPage", func(p *Paper) { p.Project = "" }},
		{"organization", both("organization", "nvidia"), "organization", func(p *Paper) { p.Organization = nil }},
		{"organizations", both("organization", []any{object{"name": "a"}}), "organization", func(p *Paper) { p.Organization = nil }},
		{"organization's parts", both("organization", object{"_id": 1, "name": nil}), "organization", func(p *Paper) { p.Organization = nil }},
		{"date", inPaper("publishedAt", 1767225600), "publishedAt", func(p *Paper) { p.Published = time.Time{} }},
		{"no date", inPaper("publishedAt", "yesterday"), "", func(p *Paper) { p.Published = time.Time{} }},
		{"impossible date", inPaper("submittedOnDailyAt", "2031-02-31T99:00"), "", func(*Paper) {}},
		{"thumbnail", inItem("thumbnail", 1), "thumbnail", func(p *Paper) { p.Image = "" }},
		{"media", inItem("mediaUrls", []any{nil, 4}), "mediaUrls", func(*Paper) {}},
		{"everything optional null", func(item, paper object) {
			for _, key := range []string{"ai_summary", "ai_keywords", "githubRepo", "githubStars", "projectPage", "organization", "upvotes", "authors",
				"publishedAt", "submittedOnDailyAt", "mediaUrls"} {
				paper[key] = nil
			}
			for _, key := range []string{"thumbnail", "mediaUrls", "numComments", "submittedBy", "organization"} {
				item[key] = nil
			}
		}, "", func(p *Paper) { *p = Paper{ID: p.ID, Title: p.Title, Abstract: p.Abstract} }},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, listing := readItem(t, listDay, paperItem("3102.00001", test.edit))
			want := whole
			test.without(&want)
			wantSame(t, got, want)
			wantWarning(t, listing, test.warning)
		})
	}
}

// Times: what stands where, by list day.
func TestSubmitted(t *testing.T) {
	for _, test := range []struct {
		name, listDay, daily, outer, want string
	}{
		{"2024, the outer date", "2024-08-01", "", "2024-08-01T03:15:00.123Z", "2024-08-01T03:15:00.123Z"},
		{"2024, of another day", "2024-08-01", "", "2024-07-31T23:15:00.000Z", ""},
		{"winter, New York's clock, the evening before", "2024-12-02", "", "2024-12-01T23:06:57.000Z", "2024-12-02T04:06:57Z"},
		{"winter, New York's clock, at 21:31", "2025-03-06", "", "2025-03-05T21:31:01.000Z", "2025-03-06T02:31:01Z"},
		{"winter, until New York's next list", "2025-01-09", "", "2025-01-09T21:24:30.000Z", "2025-01-10T02:24:30Z"},
		{"winter, after it", "2025-01-09", "", "2025-01-09T21:40:00.000Z", ""},
		{"the first of summer time", "2025-03-10", "", "2025-03-09T22:02:39.000Z", "2025-03-10T02:02:39Z"},
		{"from 2025-03-11 the outer date says nothing", "2025-03-11", "", "2025-03-11T03:00:01.000Z", ""},
		{"submittedOnDailyAt", "2026-02-20", "2026-02-20T07:31:12.000Z", "2026-02-18T20:00:00.000Z", "2026-02-20T07:31:12Z"},
		{"submittedOnDailyAt of another zone", "2026-02-20", "2026-02-20T07:31:12-05:00", "", "2026-02-20T12:31:12Z"},
		{"midnight is no time of day", "2026-06-03", "2026-06-03T00:00:00.000Z", "2026-06-01T20:00:00.000Z", ""},
		{"no day to check by", "", "2026-02-20T07:31:12.000Z", "", "2026-02-20T07:31:12Z"},
		{"no day, no submittedOnDailyAt", "", "", "2023-10-14T13:01:37.000Z", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, _ := readItem(t, test.listDay, paperItem("3102.00001", inPaper("submittedOnDailyAt", test.daily), inItem("publishedAt", test.outer)))
			var want time.Time
			if test.want != "" {
				var err error
				if want, err = time.Parse(time.RFC3339, test.want); err != nil {
					t.Fatal(err)
				}
			}
			if !got.Submitted.Equal(want) {
				t.Errorf("got %v, want %v", got.Submitted, want)
			}
			if !got.Published.Equal(date("2031-02-01")) {
				t.Errorf("published %v: only the paper's own date counts", got.Published)
			}
		})
	}
}

// A hostile listing cannot make a large paper.
func TestBounds(t *testing.T) {
	var crowd []any
	for i := range 20_000 {
		crowd = append(crowd, object{"name": fmt.Sprintf("Author %d", i)})
	}
	p, listing := readItem(t, listDay, paperItem("3102.00001", both("title", strings.Repeat("t ", 1<<19)), both("summary", strings.Repeat("ä", 1<<20)),
		inPaper("ai_summary", strings.Repeat("s", 10_000)), inPaper("authors", crowd)))
	got := []int{len([]rune(p.Title)), len([]rune(p.Abstract)), len([]rune(p.Summary)), len(p.Authors)}
	if want := []int{499, 10_000, 2_000, 5_000}; !slices.Equal(got, want) {
		t.Errorf("characters of title, abstract, summary, and authors: %v, want %v", got, want)
	}
	if len(listing.Warnings) != 4 {
		t.Errorf("warnings %q, want 4", listing.Warnings)
	}
	p, _ = readItem(t, listDay, paperItem("3102.00001", inPaper("authors", []any{object{"name": strings.Repeat("n", 300)}}),
		both("organization", object{"name": "x", "fullname": strings.Repeat("n", 300)})))
	if len(p.Authors[0]) != 200 || len(p.Organization.Name) != 200 {
		t.Errorf("names of %d and %d characters, want 200", len(p.Authors[0]), len(p.Organization.Name))
	}
}

// A slug is part of addresses: one that is no segment of a path costs the organization, never the paper.
func TestHostileOrganization(t *testing.T) {
	for _, slug := range []string{"../../x", "..", "/etc/passwd", "a/b", `a\..\b`, "%2e%2e%2fx", "x\x00y", ".htaccess", "a\nb", strings.Repeat("n", 5000),
		"ü?#&x", "a b", "<b>"} {
		p, listing := readItem(t, listDay, paperItem("3102.00001", both("organization", object{"_id": "1", "name": slug, "fullname": "X"})))
		if p.Organization != nil {
			t.Errorf("%.20q: organization %+v", slug, p.Organization)
		}
		wantWarning(t, listing, "organization without a usable name")
	}
	p, listing := readItem(t, listDay, paperItem("3102.00001", both("organization", object{"_id": "../../y", "name": "x"})))
	if p.Organization == nil || p.Organization.ID != "" {
		t.Errorf("organization %+v, want one without id", p.Organization)
	}
	wantWarning(t, listing, "without a usable _id")
}
