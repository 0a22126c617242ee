package topic_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/topic"
)

func defaults(t testing.TB) *topic.Rules {
	t.Helper()
	r, err := topic.Default()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The slugs are addresses of feeds: final, in number and in spelling.
func TestTopicsAreFinal(t *testing.T) {
	want := strings.Fields(`agents gui-agents multi-agent code math reasoning reinforcement-learning alignment retrieval long-context
		efficient-inference architectures pretraining fine-tuning distillation training diffusion-language-models interpretability safety
		hallucination society benchmarks datasets multilingual surveys science healthcare vision-language-models unified-multimodal
		image-generation image-editing video-generation video-understanding world-models 3d humans computer-vision documents
		spatial-reasoning diffusion audio robotics autonomous-driving graphs time-series recommendation games embeddings dialogue`)
	var got []string
	for _, topic := range defaults(t).Topics() {
		got = append(got, topic.Slug)
		if topic.Name == "" || topic.Description == "" {
			t.Errorf("%s has no name or no description", topic.Slug)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("slugs (-want +got):\n%s", diff)
	}
}

// A slug is part of an address and of file names.
func TestValidSlug(t *testing.T) {
	for slug, want := range map[string]bool{
		"bees": true, "3d": true, "honey-bees": true, strings.Repeat("b", 60): true,
		"": false, "Bees": false, "-bees": false, "bees-": false, "honey--bees": false, "bees\n": false, "bées": false, "a/b": false,
		strings.Repeat("b", 61): false,
	} {
		if got := topic.ValidSlug(slug); got != want {
			t.Errorf("%q: %t, want %t", slug, got, want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	const good = `[{"slug":"bees","name":"Bees","description":"d","any":["honey bee"],"title":["bee"],"hint":["bee"]}]`
	if _, err := topic.Load([]byte(good)); err != nil {
		t.Fatalf("the rules the cases are made from: %v", err)
	}
	for _, test := range []struct {
		name, old, new string
		want           []string
	}{
		{"unknown field", `"hint"`, `"hints"`, []string{"bees", "hints"}},
		{"field twice", `"title":["bee"]`, `"title":["bee"],"title":["wasp"]`, []string{"bees", "title", "twice"}},
		{"field twice but for case", `"title":["bee"]`, `"title":["bee"],"Title":["wasp"]`, []string{"bees", "Title", "twice"}},
		{"more than one value", `]}]`, `]}] []`, []string{"more than one"}},
		{"slug of an address", `"bees"`, `"Honey Bees"`, []string{"Honey Bees", "slug"}},
		{"slug with a hyphen at the end", `"bees"`, `"bees-"`, []string{"bees-", "slug"}},
		{"no name", `"Bees"`, `""`, []string{"bees", "name"}},
		{"nothing that could assign it", `"any":["honey bee"],"title":["bee"]`, `"any":[],"title":[]`, []string{"bees", "no phrase"}},
		{"empty phrase", `"honey bee"`, `""`, []string{"bees", "any", "empty"}},
		{"upper case", `"honey bee"`, `"Honey bee"`, []string{"bees", "Honey bee", "never match"}},
		{"hyphen", `"honey bee"`, `"honey-bee"`, []string{"bees", "honey-bee", "honey bee"}},
		{"star in the middle", `"honey bee"`, `"ho*ney"`, []string{"bees", "ho*ney", "never match"}},
		{"a stem of one letter", `"honey bee"`, `"h*"`, []string{"bees", "h*", "letters"}},
		{"phrase twice", `"honey bee"`, `"honey bee","honey bee"`, []string{"bees", "honey bee", "same"}},
		{"plural of another", `"honey bee"`, `"honey bees","honey bee"`, []string{"bees", "honey bees", "same"}},
		{"strong and a hint", `"honey bee"`, `"bee"`, []string{"bees", "bee", "title", "same"}},
		{"spelling twice", `"honey bee"`, `"honey bee | honey bees"`, []string{"bees", "honey bees", "same"}},
		{"not a list", `[{`, `{{`, []string{"topics"}},
		{"nothing", good, ``, []string{"topics"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := topic.Load([]byte(strings.Replace(good, test.old, test.new, 1)))
			if err == nil {
				t.Fatal("no error")
			}
			for _, word := range test.want {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("error %q does not say %q", err, word)
				}
			}
		})
	}
	t.Run("topic twice", func(t *testing.T) {
		_, err := topic.Load([]byte(strings.Replace(good, "]}]", "]},"+good[1:], 1)))
		if err == nil || !strings.Contains(err.Error(), `"bees": stands twice`) {
			t.Errorf("error %v", err)
		}
	})
}

func TestWithLearnedRefuses(t *testing.T) {
	r := defaults(t)
	for _, test := range []struct{ name, data, want string }{
		{"unknown topic", `{"need":{"bees":80}}`, `learned need: "bees": no such topic`},
		{"theme of an unknown topic", `{"themes":[{"gives":{"bees":10}}]}`, `learned themes: theme 0: "bees": no such topic`},
		{"theme of a topic without need", `{"themes":[{"gives":{"agents":10}}]}`, `"agents": no such topic, or nothing it needs`},
		{"theme that gives twice", `{"need":{"agents":80},"themes":[{"gives":{"agents":1,"agents":50}}]}`, "twice"},
		{"theme that gives more than it has", `{"need":{"agents":80},"themes":[{"gives":{"agents":101}}]}`, "101 percent"},
		{"theme that begins too high", `{"themes":[{"start":40000}]}`, "40000 is too much"},
		{"too many points", `{"themes":[{}],"words":{"tool":{"text":"` + strings.Repeat("A", 1100) + strings.Repeat("-", 1100) + `"}}}`, "too many"},
		{"too many themes", `{"themes":[` + strings.Repeat("{},", 64) + `{}]}`, "65, 64 at most"},
		{"unknown field", `{"needs":{}}`, "needs"},
		{"unknown place", `{"themes":[{}],"words":{"tool":{"texts":"Aa"}}}`, "texts"},
		{"topic twice", `{"need":{"agents":80,"agents":90}}`, "twice"},
		{"word twice", `{"need":{"agents":80},"words":{"tool":{},"tool":{}}}`, "twice"},
		{"word that cannot match", `{"themes":[{}],"words":{"Tool":{"text":"Aa"}}}`, "Tool"},
		{"two spellings", `{"themes":[{}],"words":{"a b | c":{"text":"Aa"}}}`, "one spelling"},
		{"word of no theme", `{"themes":[{}],"words":{"tool":{"aim":"Ba"}}}`, `learned words: "tool": row "Ba"`},
		{"half a row", `{"themes":[{}],"words":{"tool":{"aim":"AAa"}}}`, `row "AAa"`},
		{"no digit of a row", `{"themes":[{}],"words":{"tool":{"aim":"A*"}}}`, `row "A*"`},
		{"phrases of no list", `{"phrases":{"strong":{"title":[1,2]}}}`, "strong"},
		{"phrases of no place", `{"phrases":{"any":{"footnote":[1,2]}}}`, "footnote"},
		{"phrases without a second", `{"phrases":{"any":{"title":[1]}}}`, "two numbers"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := r.WithLearned([]byte(test.data)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %s", err, test.want)
			}
		})
	}
}

func TestWith(t *testing.T) {
	r := defaults(t)
	bees := topic.Definition{Name: "Bees", Any: []string{"honey bee | bee"}, Hint: []string{"hive"}}
	mine, err := r.With(map[string]topic.Definition{"wasps": {Name: "Wasps", Any: []string{"wasp"}}, "bees": bees})
	if err != nil {
		t.Fatal(err)
	}
	topics := mine.Topics()
	if n := len(topics); n != 51 || topics[49].Slug != "bees" || topics[50].Slug != "wasps" {
		t.Errorf("%d topics, the last %q and %q", n, topics[n-2].Slug, topics[n-1].Slug)
	}
	for _, test := range []struct {
		name, title, abstract string
		want                  bool
	}{
		{"strong phrase in the title", "How Bees Dance", "", true},
		{"once in passing", "Swarm Motion", "Like a bee.", false},
		{"said twice, with a hint", "Swarm Motion", "A honey bee leaves its hive; the bee returns.", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := slices.Contains(mine.Match(test.title, test.abstract, nil), "bees"); got != test.want {
				t.Errorf("bees assigned: %v, want %v", got, test.want)
			}
		})
	}
	versions := map[string]bool{r.Version(): true, mine.Version(): true}
	bees.Name, bees.Description = "The Bees", "Insects."
	renamed, err := r.With(map[string]topic.Definition{"bees": bees, "wasps": {Name: "W", Any: []string{"wasp"}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(versions) != 2 || renamed.Version() != mine.Version() {
		t.Errorf("versions %q, %q, %q: want them to differ by what decides and by nothing else", r.Version(), mine.Version(), renamed.Version())
	}
	for _, test := range []struct {
		name string
		add  map[string]topic.Definition
		want string
	}{
		{"slug taken", map[string]topic.Definition{"agents": bees}, `"agents"`},
		{"phrase that cannot match", map[string]topic.Definition{"bees": {Name: "Bees", Any: []string{"Bee"}}}, `"Bee"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := r.With(test.add); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %s", err, test.want)
			}
		})
	}
}

// The verdicts are the decision: nothing else may decide.
func TestExplainAgreesWithMatch(t *testing.T) {
	r := defaults(t)
	const title = "HiveBench: Do Multi-Agent Systems of Language Models Share Work?"
	const abstract = "We introduce HiveBench, a benchmark of multi-agent systems. Teams of LLM agents divide tool calls; we evaluate ten models."
	var assigned []string
	for _, v := range r.Explain(title, abstract, []string{"LLM agents"}) {
		sum := 0.0
		for _, e := range slices.Concat(v.For, v.Against) {
			sum += e.Points
		}
		if diff := sum - v.Score; diff > .001 || diff < -.001 {
			t.Errorf("%s: the reasons give %.2f points, the score is %.2f", v.Topic.Slug, sum, v.Score)
		}
		if v.Assigned != (v.Score >= v.Threshold) || v.Assigned && v.Nearly {
			t.Errorf("%v: contradicts itself", v)
		}
		if v.Assigned {
			assigned = append(assigned, v.Topic.Slug)
		}
	}
	if diff := cmp.Diff(r.Match(title, abstract, []string{"LLM agents"}), assigned); diff != "" {
		t.Errorf("topics (-Match +Explain):\n%s", diff)
	}
	for _, slug := range []string{"agents", "multi-agent", "benchmarks"} {
		if !slices.Contains(assigned, slug) {
			t.Errorf("%s is missing in %v", slug, assigned)
		}
	}
}

func TestVerdictString(t *testing.T) {
	r, err := topic.Load([]byte(`[{"slug":"bees","name":"Bees","description":"d","any":["bee"],"title":[],"hint":["hive"]}]`))
	if err != nil {
		t.Fatal(err)
	}
	learned := `{"phrases":{"any":{"aim":[90,5]},"hint":{"aim":[20,5]}},"rivals":30,"even":60,"need":{"bees":90},
		"themes":[{"start":5,"gives":{"bees":-50}},{"start":-90,"gives":{"bees":50}}],
		"words":{"spelling":{"text":"AB00","title":"Al"}}}`
	if r, err = r.WithLearned([]byte(learned)); err != nil {
		t.Fatal(err)
	}
	got := r.Explain("A Spelling Game", "Bees, bees: the hive.", nil)[0].String()
	if want := "bees: nearly, 8.56 points of 9; for: bee (aim ×2, +9), hive (aim, +2); against: spelling (abstract, -1.74), spelling (title, -0.45), its themes and small words (paper, -0.25)"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A phrase of a learned topic that stands only in a keyword is weighed like one in the method, but a reader who looks for it there
// would look in vain.
func TestExplainNamesKeywords(t *testing.T) {
	r, err := topic.Load([]byte(`[{"slug":"bees","name":"Bees","description":"d","any":["bee"],"title":[],"hint":["hive"]}]`))
	if err != nil {
		t.Fatal(err)
	}
	learned := `{"phrases":{"any":{"aim":[70,5],"method":[30,5]},"hint":{"method":[20,5]}},"need":{"bees":90}}`
	if r, err = r.WithLearned([]byte(learned)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, abstract, want string }{
		{"nowhere else", "We weigh wax.", "bees: no, 3 points of 9; for: bee (keywords, +3)"},
		{"in the abstract too", "We weigh a bee.", "bees: nearly, 7 points of 9; for: bee (aim, +7)"},
		{"another phrase in the method", "We weigh wax. A hive hums.", "bees: no, 5 points of 9; for: bee (keywords, +3), hive (method, +2)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := r.Explain("On Wax", test.abstract, []string{"Bees"})[0].String(); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestMatchAtOnce(t *testing.T) {
	r := defaults(t)
	want := r.Match("Reinforcement Learning for Robots", "A robot learns a policy by reinforcement learning.", nil)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if got := r.Match("Reinforcement Learning for Robots", "A robot learns a policy by reinforcement learning.", nil); !slices.Equal(got, want) {
					t.Errorf("got %v, want %v", got, want)
				}
			}
		})
	}
	group.Wait()
}

// The built-in words are read without the checks that a file of somebody's own gets, at every start of a function; here they are made.
func TestBuiltinWords(t *testing.T) {
	rules, err := topic.Load(read(t, "topics.json"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rules.WithLearned(read(t, "words.json")); err != nil {
		t.Error(err)
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// The built-in files must stay small enough to be read at every start of a function.
func TestFilesAreSmall(t *testing.T) {
	for file, most := range map[string]int64{"topics.json": 150 << 10, "words.json": 1 << 20} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > most {
			t.Errorf("%s has %d bytes, more than %d", file, info.Size(), most)
		}
	}
}
