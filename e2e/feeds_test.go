package e2e

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// An item is what is looked at of an item of a JSON feed.
type item struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Published time.Time `json:"date_published"`
}

// paperID is the arXiv id of a paper's item.
func (i item) paperID() string { return strings.TrimPrefix(i.ID, "https://huggingface.co/papers/") }

// A document is one file of a JSON feed.
type document struct {
	NextURL string `json:"next_url"`
	Items   []item `json:"items"`
}

// follow reads a feed from its newest document back to its first by next_url: newest item first. Documents that are known are not read.
func (p *place) follow(t *testing.T, feed string, known map[string]document) []item {
	t.Helper()
	var items []item
	for url := baseURL + feed + ".json"; url != ""; {
		file := strings.TrimPrefix(url, baseURL)
		doc, ok := known[file]
		if !ok {
			readJSON(t, p.file(file), &doc)
			known[file] = doc
		}
		items = append(items, doc.Items...)
		url = doc.NextURL
	}
	return items
}

var (
	feedFile     = regexp.MustCompile(`^(all|code|(topics|orgs|families|votes|feeds|digest)/.+)\.(rss|atom|json)$`)
	documentFile = regexp.MustCompile(`^(.+)/\d+$`)
)

// feedOf is the feed that a file is a document of, if it is one.
func (p *place) feedOf(file string) (feed string, ok bool) {
	m := feedFile.FindStringSubmatch(file)
	if m == nil {
		return "", false
	}
	feed = m[1]
	if d := documentFile.FindStringSubmatch(feed); d != nil {
		if _, err := os.Stat(p.file(d[1] + ".json")); err == nil { // "votes/10" is a feed, "all/1" a document of one
			feed = d[1]
		}
	}
	return feed, true
}

// pathForm is all that may stand in a published path, whatever the source says.
var pathForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*(/[a-z0-9_][a-z0-9._~-]*)*$`)

// checkFiles holds files to their format, as strict readers do.
func (p *place) checkFiles(t *testing.T, files []string) {
	t.Helper()
	for _, file := range files {
		if !pathForm.MatchString(file) || strings.Contains(file, "..") {
			t.Errorf("published under the path %q", file)
		}
		body, err := os.ReadFile(p.file(file))
		if err != nil {
			t.Errorf("%s was removed: %v", file, err)
			continue
		}
		switch ending := path.Ext(file); ending {
		case ".json":
			if !json.Valid(body) {
				t.Errorf("%s is no JSON", file)
			}
		case ".rss", ".atom", ".opml":
			if err := wellFormed(body); err != nil {
				t.Errorf("%s is not well-formed: %v", file, err)
			}
		}
		if _, ok := p.feedOf(file); ok && len(body) > 1_000_000 {
			t.Errorf("%s has %d bytes", file, len(body))
		}
	}
}

// checkReadable has feeds read by a feed library.
func (p *place) checkReadable(t *testing.T, files []string) {
	t.Helper()
	for _, file := range files {
		if _, ok := p.feedOf(file); !ok || path.Ext(file) == ".html" {
			continue
		}
		body, err := os.ReadFile(p.file(file))
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := gofeed.NewParser().Parse(bytes.NewReader(body)); err != nil {
			t.Errorf("%s: a reader says: %v", file, err)
		}
	}
}

// checkHarmless looks for what hostile papers would have browsers and readers run.
func (p *place) checkHarmless(t *testing.T, files []string) {
	t.Helper()
	for _, file := range files {
		var pages []string
		switch feed, isFeed := p.feedOf(file); {
		case path.Ext(file) == ".html":
			body, err := os.ReadFile(p.file(file))
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, string(body))
		case isFeed && path.Ext(file) == ".json":
			var doc struct {
				Items []struct {
					HTML string `json:"content_html"`
				}
			}
			readJSON(t, p.file(file), &doc)
			for _, it := range doc.Items {
				pages = append(pages, it.HTML)
			}
			if len(pages) == 0 && feed == "all" {
				t.Errorf("%s has no content", file)
			}
		}
		for _, page := range pages {
			for _, evil := range []string{"<script>alert", "<img src=x", `"javascript:`, `"data:text`, `"file:`, "evil.example/x\"", "\u202e"} {
				if strings.Contains(page, evil) {
					t.Errorf("%s has %q", file, evil)
				}
			}
		}
	}
}

func wellFormed(body []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(body)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
