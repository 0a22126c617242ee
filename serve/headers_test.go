package serve

import "testing"

// The sample has too few papers for archive documents.
func TestCacheControl(t *testing.T) {
	const feed, document = "public, max-age=300", "public, max-age=86400"
	for name, want := range map[string]string{
		"all.rss": feed, "all/1.rss": document, "code/12.atom": document, "topics/agents/3.json": document, "orgs/nvidia/1.rss": document,
		"votes/10.rss": feed, "votes/10/1.rss": document, "orgs/42.json": feed, "orgs/42/1.json": document, "digest/daily/1.rss": document,
		"digest/weekly.rss": feed, "digest/topics/agents/2.atom": document, "digest/topics/3.rss": feed, "days/2026-06-03.json": feed,
		"feeds/mine/1.rss": document, "families/google/1.rss": document, "all/1.html": feed, "index.html": feed, "status.json": "no-store",
		"manifest.json": "no-store", "archive/index.json": "no-store", "archive/2026-06.jsonl.gz": "no-store",
	} {
		if got := cacheControl(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
