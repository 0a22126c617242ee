package topic_test

import (
	"path/filepath"
	"strings"
	"testing"

	"paperfeeds/captured"
	"paperfeeds/parser"
	"paperfeeds/topic"
)

const (
	benchTitle    = "NectarNet: Reinforcement Learning of Vision-Language Agents for Long Video Understanding"
	benchAbstract = `Large language model agents have shown strong reasoning, yet they still struggle with hour-long videos. We introduce
NectarNet, a framework that trains a multimodal large language model to search a video with tools. The agent keeps a memory of what it
saw, retrieves frames by text embeddings, and verifies its answer with a chain of thought. We train it with reinforcement learning from
verifiable rewards (RLVR), using a group-relative policy optimization and a curriculum from short to long videos. We also release
NectarBench, a benchmark of 2,000 questions on egocentric video. Experiments on five benchmarks show that our model outperforms
open-source baselines by 7.3% and needs 40% fewer tokens. Code and data are available.`
)

// A paper must take less than 100 µs.
func BenchmarkMatch(b *testing.B) {
	r := defaults(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(benchTitle) + len(benchAbstract)))
	for b.Loop() {
		r.Match(benchTitle, benchAbstract, nil)
	}
}

// The same of captured papers, whose texts are half as long again, one after the other: none has its words in the processor's cache.
func BenchmarkMatchCaptured(b *testing.B) {
	var papers []parser.Paper
	for _, path := range captured.Listings(b, "api", 30)[:30] {
		day, _, _ := strings.Cut(filepath.Base(path), ".")
		listing, err := parser.API(captured.Read(b, path), day)
		if err != nil {
			b.Fatal(err)
		}
		papers = append(papers, listing.Papers...)
	}
	r := defaults(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p := &papers[i%len(papers)]
		r.Match(p.Title, p.Abstract, p.Keywords)
		i++
	}
}

func BenchmarkMatchLong(b *testing.B) {
	r := defaults(b)
	long := strings.Repeat(benchAbstract+" ", 4)
	b.ReportAllocs()
	for b.Loop() {
		r.Match(benchTitle, long, []string{"reinforcement learning", "video understanding"})
	}
}

func BenchmarkExplain(b *testing.B) {
	r := defaults(b)
	b.ReportAllocs()
	for b.Loop() {
		r.Explain(benchTitle, benchAbstract, nil)
	}
}

// Default is called once at every start of a function.
func BenchmarkDefault(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := topic.Default(); err != nil {
			b.Fatal(err)
		}
	}
}
