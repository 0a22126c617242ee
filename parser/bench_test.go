package parser

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"
)

// benchPage is a captured page of 613 KB and 42 papers.
const benchPage = "html/2026-06-03.html.gz"

func BenchmarkPage(b *testing.B) {
	page := capture(b, benchPage)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Page(page); err != nil {
			b.Fatal(err)
		}
	}
}

// What BenchmarkPage is to be measured by: the tokens of the page and nothing else.
func BenchmarkTokenizeOnly(b *testing.B) {
	page := capture(b, benchPage)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		z := html.NewTokenizer(bytes.NewReader(page))
		for z.Next() != html.ErrorToken {
			_ = z.Token()
		}
	}
}

// The same without taking the tokens apart, which no reading can do without.
func BenchmarkTokenizeRaw(b *testing.B) {
	page := capture(b, benchPage)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		z := html.NewTokenizer(bytes.NewReader(page))
		for z.Next() != html.ErrorToken {
		}
	}
}

func BenchmarkAPI(b *testing.B) {
	body := capture(b, "api/2026-06-03.json.gz")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := API(body, "2026-06-03"); err != nil {
			b.Fatal(err)
		}
	}
}

// The same without making papers of it.
func BenchmarkDecode(b *testing.B) {
	body := capture(b, "api/2026-06-03.json.gz")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := newReading().decodeAnswer(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkText(b *testing.B) {
	body := capture(b, "search-page.txt")
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := Text(body, date("2025-11-20")); err != nil {
			b.Fatal(err)
		}
	}
}
