package settings_test

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperfeeds/settings"
	"paperfeeds/topic"
)

var withoutRules = cmpopts.IgnoreFields(settings.Settings{}, "Topics")

func TestDefault(t *testing.T) {
	got, err := settings.Default()
	if err != nil {
		t.Fatal(err)
	}
	want := settings.Settings{Title: "Hugging Face Daily Papers", Votes: []int{10, 25, 50, 100}, BackfillDays: 30}
	if diff := cmp.Diff(want, got, withoutRules, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if n := len(got.Topics.Topics()); n != 49 {
		t.Errorf("%d topics, not the 49 that have addresses", n)
	}
}

// default.yaml is what operators copy from: it must say what the defaults are, and be right itself.
func TestDefaultFileIsTheDefault(t *testing.T) {
	body, err := os.ReadFile("default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	written, err := settings.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	unwritten, err := settings.Default()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(unwritten, written, withoutRules, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

const full = `
title: Robot Reading
votes: [100, 5]
backfill_days: 7
hub: https://hub.example/
families:
  google: {title: Google, of: [google, deepmind]}
  labs:
    of: [polder-ai]
feeds:
  robot-agents: {title: Agents that move, all: [topic:agents, topic:robotics], none: [word:survey], min_votes: 5}
  google-code: {any: [org:google, organization:deepmind], all: ["word:program synthesis"]}
topics:
  off: [surveys]
  add:
    baking: {name: Baking, description: Bread., any: [sourdough], hint: [oven]}
hide: ["2606.00010", "2606.12345"]
`

func TestParse(t *testing.T) {
	got, err := settings.Parse([]byte(full))
	if err != nil {
		t.Fatal(err)
	}
	want := settings.Settings{
		Title: "Robot Reading", Votes: []int{5, 100}, BackfillDays: 7, Hub: "https://hub.example/",
		Families: []settings.Family{{Name: "google", Title: "Google", Of: []string{"google", "deepmind"}}, {Name: "labs", Title: "labs", Of: []string{"polder-ai"}}},
		Combinations: []settings.Combination{
			{Name: "google-code", Title: "google-code", All: []settings.Term{{Kind: settings.TermWord, Value: "program synthesis"}},
				Any: []settings.Term{{Kind: settings.TermOrganization, Value: "google"}, {Kind: settings.TermOrganization, Value: "deepmind"}}},
			{Name: "robot-agents", Title: "Agents that move", All: []settings.Term{{Kind: settings.TermTopic, Value: "agents"}, {Kind: settings.TermTopic, Value: "robotics"}},
				None: []settings.Term{{Kind: settings.TermWord, Value: "survey"}}, MinVotes: 5},
		},
		Off: []string{"surveys"}, Hide: []string{"2606.00010", "2606.12345"},
	}
	if diff := cmp.Diff(want, got, withoutRules); diff != "" {
		t.Error(diff)
	}
	if slugs := got.Topics.Match("A sourdough for every oven", "", nil); !slices.Contains(slugs, "baking") {
		t.Errorf("the added topic is not decided: %v", slugs)
	}
	if !slices.ContainsFunc(got.Topics.Topics(), func(t topic.Topic) bool { return t.Slug == "surveys" }) {
		t.Error("a topic that is switched off is not decided any more; its address would end")
	}
}

// An operator mends a file by what the message says: which line, what is wrong there, what would be right.
func TestMistakes(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"unknown key", "title: a\ntitel: b", `line 2: unknown key "titel" in settings; known are backfill_days, families, feeds, hide, hub, title, topics, votes`},
		{"unknown key of a family", "families:\n  labs:\n    of: [a]\n    off: [b]", `line 4: unknown key "off" in family labs; known are of, title`},
		{"unknown key of a feed", "feeds:\n  mine: {all: [word:a], votes: 5}", `line 2: unknown key "votes" in feed mine; known are all, any, min_votes, none, title`},
		{"unknown key of topics", "topics: {on: []}", `line 1: unknown key "on" in topics; known are add, off`},
		{"unknown key of a topic", "topics:\n  add:\n    a:\n      phrases: [b]", `line 4: unknown key "phrases" in topic a; known are any, description, hint, name, title`},
		{"key twice", "votes: [1]\ntitle: a\nvotes: [2]", `line 3: "votes" stands twice in settings`},
		{"no mapping", "- a", "line 1: settings must be keys with values, such as {a: b}"},
		{"no YAML", "title: [", "line 1: did not find expected node content"},
		{"a tab", "families:\n\tlabs: {}", "line 2: found character that cannot start any token"},
		{"title is a list", "title: [a]", "line 1: must be a title: some text"},
		{"title is empty", "title: ''", "line 1: must be a title: some text"},
		{"title of nothing to see", "title: \"\\u200b \"", "line 1: must be a title: some text"},
		{"votes are no list", "votes: 10", "line 1: must be a list of numbers of votes, such as [a, b]"},
		{"votes are words", "votes: [ten]", `line 1: must be a whole number from 1 to 1000000, not "ten"`},
		{"votes are none", "votes: [0]", `line 1: must be a whole number from 1 to 1000000, not "0"`},
		{"votes are fractions", "votes: [1.5]", `line 1: must be a whole number from 1 to 1000000, not "1.5"`},
		{"votes twice", "votes: [10, 10]", "line 1: the same number of votes stands twice"},
		{"days before", "backfill_days: -1", `line 1: must be a whole number from 0 to 365, not "-1"`},
		{"too many days", "backfill_days: 100000", `line 1: must be a whole number from 0 to 365, not "100000"`},
		{"hub is no address", "hub: hub.example", `line 1: must be an address that begins with https:// or http://, not "hub.example"`},
		{"hub is a script", "hub: javascript:alert(1)", `line 1: must be an address that begins with https:// or http://`},
		{"family is no address", "families:\n  Our Labs: {of: [a]}", `line 2: "Our Labs" cannot be part of an address: use lower case letters, digits and single hyphens`},
		{"family leads out", "families:\n  ..: {of: [a]}", `line 2: ".." cannot be part of an address`},
		{"family is too long", "families:\n  " + strings.Repeat("a", 61) + ": {of: [a]}", "line 2: "},
		{"family of nobody", "families:\n  labs: {title: Labs}", `line 2: family "labs" has no organizations: say of: [slug, slug]`},
		{"family is a text", "families: labs", "line 1: families must be keys with values"},
		{"feed without conditions", "feeds:\n  mine: {title: Mine}", `line 2: feed "mine" has no conditions: give it all, any, none or min_votes`},
		{"term of no kind", "feeds:\n  mine:\n    all: [robots]", `line 3: "robots" is no term; write topic:SLUG, organization:SLUG or word:WORD`},
		{"term of another kind", "feeds:\n  mine: {any: [\"author:me\"]}", `line 2: "author:me" is no term`},
		{"term of nothing", "feeds:\n  mine: {none: [\"word: \"]}", `line 2: "word: " is no term`},
		{"word with a sign that is not compared", "feeds:\n  mine: {any: [\"word:C++\"]}", `line 2: "word:C++" cannot be looked for`},
		{"word of signs", "feeds:\n  mine: {any: [\"word:--\"]}", `line 2: "word:--" cannot be looked for`},
		{"term with a blank is a mapping", "feeds:\n  mine: {all: [topic: agents]}", `line 2: "" is no term`},
		{"term of an unknown topic", "feeds:\n  mine:\n    all: [topic:robots]", `line 3: there is no topic "robots"; known are agents, `},
		{"unknown topic off", "topics:\n  off: [agents, robots]", `line 2: there is no topic "robots"; known are agents, `},
		{"topic that exists", "topics:\n  add:\n    agents: {any: [agent]}", `line 3: topics.add: add topic "agents": the slug is taken`},
		{"topic without phrases", "topics:\n  add:\n    baking: {name: Baking}\n    code-review: {any: [code review]}", "line 3: topics.add: "},
		{"id is none", "hide:\n  - paper", `line 2: "paper" is no paper id; they look like "2606.03748" (in quotes, or the last zeros get lost)`},
		{"id in another form", "hide: [\"https://huggingface.co/papers/2606.03748\"]", "line 1: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := settings.Parse([]byte(test.yaml))
			if err == nil {
				t.Fatalf("no mistake in %q", test.yaml)
			}
			if !slices.ContainsFunc(strings.Split(err.Error(), "\n"), func(line string) bool { return strings.HasPrefix(line, test.want) }) {
				t.Errorf("%q says\n%v\nwant %s", test.yaml, err, test.want)
			}
		})
	}
}

func TestAllMistakesAreNamedAtOnce(t *testing.T) {
	_, err := settings.Parse([]byte("titel: a\nvotes: [x]\nhide: [b]\nfamilies:\n  C: {}\n"))
	if err == nil {
		t.Fatal("no mistake")
	}
	for i, line := range strings.Split(err.Error(), "\n") {
		if want := []string{"line 1:", "line 2:", "line 3:", "line 5:"}[i]; !strings.HasPrefix(line, want) {
			t.Errorf("mistake %d is %q, want %s", i, line, want)
		}
	}
}

func TestNothingIsWishedForByAnEmptyFile(t *testing.T) {
	for _, doc := range []string{"", "# nothing\n", "---\n", "families:\nfeeds:\ntopics:\nhide:\n", "topics: {off: , add: }\n"} {
		got, err := settings.Parse([]byte(doc))
		if err != nil {
			t.Errorf("%q: %v", doc, err)
		}
		if got.BackfillDays != 30 || len(got.Families)+len(got.Combinations)+len(got.Hide) > 0 {
			t.Errorf("%q: %+v", doc, got)
		}
	}
}

// Anchors save writing; they must not be a way round the checks, or blow up.
func TestAnchors(t *testing.T) {
	got, err := settings.Parse([]byte("families:\n  a: &labs {of: [x, y]}\n  b: *labs\n"))
	if err != nil || len(got.Families) != 2 || !reflect.DeepEqual(got.Families[0].Of, got.Families[1].Of) {
		t.Errorf("%+v, %v", got.Families, err)
	}
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'j'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 8) + "*" + string(c-1) + "]\n"
	}
	if _, err := settings.Parse([]byte(bomb)); err == nil {
		t.Error("a bomb of anchors is no mistake")
	}
}

// Whatever is written, the answer is settings that can be used or lines that can be mended.
func FuzzParse(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("topics: {off: [surveys]}"))
	f.Add([]byte("families: {a: &x {of: [b]}, c: *x}"))
	f.Add([]byte("feeds: {a: {all: [[b]]}}"))
	f.Add([]byte("? [a]\n: b"))
	f.Add([]byte("a: *a"))
	f.Add([]byte("&a [*a]"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		got, err := settings.Parse(doc)
		if err != nil {
			for _, line := range strings.Split(err.Error(), "\n") {
				if line == "" {
					t.Errorf("an empty line in %q", err)
				}
			}
			return
		}
		if got.Title == "" || got.Topics == nil || got.BackfillDays < 0 || got.BackfillDays > 365 || !slices.IsSorted(got.Votes) {
			t.Errorf("%q gives %+v", doc, got)
		}
		for _, c := range got.Combinations {
			if len(c.All)+len(c.Any)+len(c.None) == 0 && c.MinVotes == 0 {
				t.Errorf("%q gives a feed of everything: %+v", doc, c)
			}
		}
		again, err := settings.Parse(doc)
		if err != nil || !cmp.Equal(got, again, withoutRules) || got.Topics.Version() != again.Topics.Version() {
			t.Errorf("%q is read in two ways (%v)", doc, errors.Unwrap(err))
		}
	})
}
