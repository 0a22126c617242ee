package text

import (
	"encoding/json"
	"flag"
	"os"
	"paperfeeds/captured"
	"regexp"
	"runtime/debug"
	"slices"
	"testing"
)

var pairs = flag.String("pairs", "", "file to write every captured text that Readable changes beyond Clean, before and after")

// tex finds what a reader would take for left-over TeX: a command, dollars round a formula, scripts, braces with something
// before them, quotes of TeX, and the words that commands without backslash leave glued to their neighbours.
var tex = regexp.MustCompile(`\\[A-Za-z%&_#$"'~^]|\$[^$ ]{1,40}\$|\^[\d{*+]|\^\w\b|[\w)]_\{|[a-z0-9/]\{|[0-9]times\b|\b(?:sim[013-9]|sim2[^a-z]|[lg]eq[0-9]|pm[0-9])|\{(?:sim|times|=)\}|` + "``")

// corpus returns titles, abstracts, keywords and summaries of the captured API answers, each once.
func corpus(t testing.TB) []string {
	files := captured.Listings(t, "api", 451)
	if testing.Short() || underRace() { // one goroutine, so a sample will do
		files = slices.Collect(func(yield func(string) bool) {
			for i := 0; i < len(files) && yield(files[i]); i += 10 {
			}
		})
	}
	seen := map[string]bool{}
	var all []string
	add := func(s string) {
		if s != "" && !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	for _, name := range files {
		var items []struct {
			Title string
			Paper struct {
				Title, Summary string
				AISummary      string   `json:"ai_summary"`
				AIKeywords     []string `json:"ai_keywords"`
			}
		}
		if err := json.Unmarshal(captured.Read(t, name), &items); err != nil {
			t.Fatal(name, err)
		}
		for _, item := range items {
			add(item.Title)
			add(item.Paper.Title)
			add(item.Paper.Summary)
			add(item.Paper.AISummary)
			for _, k := range item.Paper.AIKeywords {
				add(k)
			}
		}
	}
	return all
}

// underRace reports whether the race detector runs; it makes reading everything take a minute.
func underRace() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// TestCaptured reads all real text there is: Readable must rid nearly all of it of TeX, and keep its promises on every one.
func TestCaptured(t *testing.T) {
	all := corpus(t)
	var before, after, changed int
	var out []byte
	for _, s := range all {
		clean, got := Clean(s), Readable(s)
		had := tex.MatchString(clean)
		if had {
			before++
		}
		if got == clean {
			if had {
				after++
			}
			continue
		}
		changed++
		out = append(out, "BEFORE "+clean+"\nAFTER  "+got+"\n\n"...)
		if tex.MatchString(got) {
			after++
		}
		checkClean(t, got)
		if again := Readable(got); again != got {
			t.Errorf("not idempotent:\n%s\n%s", got, again)
		}
	}
	t.Logf("%d texts: %d with TeX before, %d after; %d changed", len(all), before, after, changed)
	if after*50 > before {
		t.Errorf("%d of %d texts still hold TeX, want less than one in fifty", after, before)
	}
	if *pairs != "" {
		if err := os.WriteFile(*pairs, out, 0o644); err != nil {
			t.Error(err)
		}
	}
}
