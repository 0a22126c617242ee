package phrase

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Vision-Language (VLM)":  "vision language vlm",
		"R²-Tuning":              "r2 tuning",
		"ﬁne–tuning":             "fine tuning",
		"Yorùbá, Çağrı; 4D/3DGS": "yorùbá çağrı 4d 3dgs",
		"naïve":                  "naïve",
		"  ":                     "",
		"τ²-bench":               "τ2 bench",
	} {
		if got := strings.Join(Words(text), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	for _, test := range []struct {
		phrase, text string
		want         int
	}{
		{"rag", "RAG and RAGs, but not fragments", 2},
		{"moe", "a moe, the MoEs; memoes", 2},
		{"policy", "policies and policy", 2},
		{"bus", "buses", 1},
		{"theorem prov*", "theorem proving, theorem provers, theorem", 2},
		{"*bench", "OpenSTBench, SWE-bench, benches, benchmark", 3},
		{"*agent", "ChemAgents agent agenda", 2},
		{"*coder", "LiteCoder decoder", 2},
		{"*es", "theses, vases, yes; say", 3},
		{"*ss", "sss; s", 1},
		{"éa*", "Éa éair é", 2},
		{"*swe bench*", "LiveSWE benchmarks and a SWE bench", 2},
		{"*lingual*", "multilinguality", 1},
		{"large language model", "large language models; large, language; model", 2},
		{"retrieval augmented | rag", "retrieval augmented generation (RAG)", 2},
		{"x y", "x", 0},
	} {
		t.Run(test.phrase, func(t *testing.T) {
			list, err := Parse(test.phrase)
			if err != nil {
				t.Fatal(err)
			}
			l, n := NewLexicon(), 0
			for _, p := range list {
				l.Add(p)
			}
			l.Finder().Find(Words(test.text), func(_, _, _ int) { n++ })
			if n != test.want {
				t.Errorf("found %d times in %q, want %d", n, test.text, test.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", " ", "*", "**", "x*", "*x", "é*", "*é", "a*b", "state-of-the-art", "RAG", "two  blanks", " rag", "rag |", "rag | ", "ﬁne", "…"} {
		if p, err := Parse(text); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", text, p)
		} else if text != "" && text != " " && !strings.Contains(err.Error(), text) {
			t.Errorf("Parse(%q): %v does not name it", text, err)
		}
	}
}

func TestLexiconAddsOnce(t *testing.T) {
	list, err := Parse("gan | gan")
	if err != nil {
		t.Fatal(err)
	}
	l := NewLexicon()
	if a, b := l.Add(list[0]), l.Add(list[1]); a != b || l.Len() != 1 || l.Text(a) != "gan" {
		t.Errorf("places %d and %d of %d", a, b, l.Len())
	}
}

// FuzzParse: what is accepted can match. A phrase finds itself, and so does its plural.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"rag", "retrieval augmented | rag", "*swe bench*", "théorie", "policy", "a b c*", "policy*"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Parse(text)
		if err != nil {
			return
		}
		for _, p := range list {
			for _, form := range Forms(p.last()) {
				if p.stem && !strings.HasPrefix(form, p.last()) { // "policy*" is not how "policies" begins
					continue
				}
				words := append(slices.Clone(p.words[:len(p.words)-1]), form)
				l, n := NewLexicon(), 0
				l.Add(p)
				l.Finder().Find(words, func(_, _, _ int) { n++ })
				if n == 0 {
					t.Errorf("phrase %q of %q is not found in %q", p.Text, text, words)
				}
			}
			if diff := cmp.Diff(p.words, Words(strings.Join(p.words, " "))); diff != "" {
				t.Errorf("words of %q are not normal:\n%s", text, diff)
			}
		}
	})
}
