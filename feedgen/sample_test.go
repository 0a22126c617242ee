package feedgen

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// writers are the three formats, for tests that hold for all of them.
var writers = []struct {
	ending string
	write  func(*bytes.Buffer, Document) error
}{
	{rssEnding, WriteRSS},
	{atomEnding, WriteAtom},
	{jsonEnding, WriteJSON},
}

func write(t rapid.TB, w func(*bytes.Buffer, Document) error, d Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := w(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encode(t rapid.TB, item Item) *Encoded {
	t.Helper()
	e, err := Encode(item)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var noon = time.Date(2026, 6, 3, 12, 0, 0, 0, time.UTC)

// entries lets items enter one second after the other, the first last.
func entries(t rapid.TB, items ...Item) []Entry {
	t.Helper()
	var list []Entry
	for i, item := range items {
		list = append(list, Entry{encode(t, item), noon.Add(-time.Duration(i) * time.Second)})
	}
	return list
}

const sampleBase = "https://feeds.example.org/"

func sampleTopic(slug, name string) Topic {
	return Topic{Slug: slug, Name: name, FeedURL: sampleBase + "topics/" + slug + ".html"}
}

// samplePaper has every field; it and its like are invented.
func samplePaper() Item {
	const id = "https://huggingface.co/papers/2606.00001"
	return Item{
		ID:    id,
		URL:   id,
		Title: "Gardeners of Sand: R²-Tuning for Tool-Using Agents",
		Abstract: "We present Gardeners of Sand, a way to tune agents that use tools when hardly any labels are at hand. " +
			"Earlier work needs a reward for every step; ours needs one for every day. On three invented benchmarks it is 12.5% better " +
			"at p < 0.01, and R&D teams can train it on one machine.",
		Summary:      "Gardeners of Sand tunes tool-using agents with one reward a day and beats step-wise rewards on three benchmarks.",
		Authors:      []string{"Ada Dünen", "Bo Sandström", "Chidi O'Hara"},
		Organization: &Organization{"Quicksand-Lab", "Quicksand Lab", "https://huggingface.co/Quicksand-Lab", sampleBase + "orgs/quicksand-lab.html"},
		Published:    time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
		Topics:       []Topic{sampleTopic("agents", "AI agents"), sampleTopic("rl", "Reinforcement learning")},
		Keywords:     []string{"tool use", "reinforcement learning", "sparse rewards", "Tool Use"},
		ExternalURL:  "https://arxiv.org/abs/2606.00001",
		PDF:          "https://arxiv.org/pdf/2606.00001",
		Code:         "https://github.com/example/gardeners",
		Project:      "https://gardeners.example.com/?lang=en&v=2",
		Discussion:   id + "#community",
		Image:        "https://cdn.example.com/papers/2606.00001.png",
		ArXivID:      "2606.00001",
		ListDay:      "2026-06-03",
	}
}

// changedPaper has many authors, and was changed after it was listed.
func changedPaper() Item {
	item := samplePaper()
	item.ID = "https://huggingface.co/papers/2606.00002"
	item.URL, item.Discussion = item.ID, item.ID+"#community"
	item.ArXivID, item.ExternalURL, item.PDF = "2606.00002", "https://arxiv.org/abs/2606.00002", "https://arxiv.org/pdf/2606.00002"
	item.Title = "Second Thoughts on Sand"
	item.Authors = nil
	for i := range 14 {
		item.Authors = append(item.Authors, fmt.Sprintf("Author Number%d", i+1))
	}
	item.Organization, item.Summary, item.Code, item.Project = nil, "", "", ""
	item.Updated = noon.Add(26*time.Hour + 300*time.Millisecond)
	return item
}

// barePaper has nothing but what every listing gives.
func barePaper() Item {
	return Item{
		ID:       "https://huggingface.co/papers/2606.00003",
		Title:    "Nothing but an Abstract",
		Abstract: strings.Repeat("This sentence is here to be longer than a short text may be. ", 6),
	}
}

// hostilePaper tries to break out of every format.
func hostilePaper() Item {
	const nasty = "a\x00\x1b\u0085\ufffe\u202e\xff ]]> <script>alert('x')</script> &amp; &#60; \"q\" \u2028 👩‍👩‍👧 שלום"
	return Item{
		ID:           "https://huggingface.co/papers/2606.00004",
		URL:          "javascript:alert(1)",
		Title:        "Title " + nasty,
		Abstract:     "Abstract " + nasty,
		Summary:      "Summary " + nasty + "<img src=x onerror=alert(1)>",
		Authors:      []string{"Name\x00 \ufffe & \"q\" ]]> שלום", "\x00", "Comma, Jr."}, // gofeed takes <> for an e-mail address's
		Organization: &Organization{"slug " + nasty, "Organization " + nasty, "data:text/html,x", "//relative.example/x"},
		Topics:       []Topic{{"slug", "Topic " + nasty, sampleBase + `topics/"><script>.html`}},
		Keywords:     []string{"Keyword " + nasty, "", " "},
		ExternalURL:  "https://arxiv.org/abs/\"onmouseover=\"alert(1)",
		PDF:          "javascript:alert(1)",
		Code:         "https://user:password@github.com/x",
		Project:      "/relative",
		Discussion:   "vbscript:x",
		Image:        "https://cdn.example.com/'><script>.png",
		ArXivID:      nasty,
		ListDay:      nasty,
	}
}

func sampleDigest() Item {
	const id = "https://huggingface.co/papers/week/2026-W23"
	return Item{
		ID: id, URL: id,
		Title:   "Hugging Face Daily Papers, week 23 of 2026",
		Authors: []string{"Hugging Face Daily Papers"}, Keywords: []string{"digest"},
		Digest: &Digest{
			Lines: []Line{
				{"Gardeners of Sand", "https://huggingface.co/papers/2606.00001", "Quicksand Lab", "Agents are tuned with one reward a day."},
				{"Nothing but an Abstract", "https://huggingface.co/papers/2606.00003", "", "Half of R&D is < 1% sand."},
				{"A Paper that Says Nothing", "", "", ""},
			},
			RestText: "All 3 papers of the week", RestURL: id,
		},
	}
}

// sampleDocument is the document people subscribe to, with archive documents behind it.
func sampleDocument(t rapid.TB, items ...Item) Document {
	return Document{
		ID:          "tag:feeds.example.org,2026:topics/agents",
		Title:       "AI agents – R&D Papers",
		Description: "Language-model agents: planning, tool use & workflows.",
		Author:      "Hugging Face Daily Papers",
		Generator:   "paperfeeds 1.0",
		HomeURL:     sampleBase + "topics/agents.html",
		Icon:        sampleBase + "icon.png",
		Hub:         "https://hub.example.org/",
		About:       sampleBase + "about.html",
		Self:        sampleBase + "topics/agents",
		Prev:        sampleBase + "topics/agents/2",
		Updated:     time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Items:       entries(t, items...),
	}
}

// sampleDocuments are documents of each sort, by name.
func sampleDocuments(t rapid.TB) map[string]Document {
	newest := sampleDocument(t, samplePaper(), changedPaper(), barePaper(), hostilePaper())

	archive := sampleDocument(t, samplePaper(), changedPaper())
	archive.Self, archive.Current = sampleBase+"topics/agents/2", archive.Self
	archive.Prev, archive.Next = sampleBase+"topics/agents/1", sampleBase+"topics/agents/3"

	oldest := sampleDocument(t, samplePaper())
	oldest.Self, oldest.Current = sampleBase+"topics/agents/1", oldest.Self
	oldest.Prev, oldest.Next = "", sampleBase+"topics/agents/2"

	empty := sampleDocument(t)
	empty.Prev, empty.Hub, empty.Icon, empty.About, empty.Author, empty.Description = "", "", "", "", "", ""

	digest := sampleDocument(t, sampleDigest())
	digest.Self, digest.HomeURL, digest.Prev = sampleBase+"digest/weekly", sampleBase+"digest/weekly.html", ""
	digest.ID = "tag:feeds.example.org,2026:digest/weekly"
	return map[string]Document{"newest": newest, "archive": archive, "oldest": oldest, "empty": empty, "digest": digest}
}
