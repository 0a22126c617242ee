package feedgen

import "testing"

// Only archive documents may be deleted, and kept for a day by caches; no feed's address is one.
func TestIsDocument(t *testing.T) {
	tests := map[string]bool{
		"all/1.rss": true, "topics/agents/12.json": true, "votes/10/3.atom": true, "digest/daily/1.rss": true, "digest/topics/agents/2.rss": true,
		"all.rss": false, "votes/10.rss": false, "orgs/42.json": false, "days/2026-06-03.json": false, "topics/1.html": false, "archive/1.rss": false,
	}
	for path, want := range tests {
		if got := IsDocument(path); got != want {
			t.Errorf("IsDocument(%q) = %v", path, got)
		}
	}
}

// A feed keeps its newest 50 to 99 items; what is older lies in documents of 50.
func TestDocuments(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 0, 99: 0, 100: 1, 149: 1, 150: 2, 1000: 19} {
		if got := documents(n, 50); got != want || n >= 50 && (n-50*got < 50 || n-50*got > 99) {
			t.Errorf("%d items: %d archive documents, want %d", n, got, want)
		}
	}
}
