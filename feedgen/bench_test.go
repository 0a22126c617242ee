package feedgen

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// realisticPaper has the lengths that papers really have: 7 authors, 10 keywords, 1,400 characters of abstract, 210 of summary.
func realisticPaper(n int) Item {
	item := samplePaper()
	item.ID = fmt.Sprintf("https://huggingface.co/papers/2606.%05d", n)
	item.URL, item.Discussion = item.ID, item.ID+"#community"
	item.Abstract = strings.Repeat("Sand that is sorted by its colour falls faster than the sand of yesterday. ", 19)
	item.Summary = strings.Repeat("Agents sort sand; rewards are sparse. ", 6)
	item.Authors, item.Keywords = nil, nil
	for i := range 7 {
		item.Authors = append(item.Authors, fmt.Sprintf("Author Number%d", i))
	}
	for i := range 10 {
		item.Keywords = append(item.Keywords, fmt.Sprintf("sorted sand %d", i))
	}
	return item
}

func BenchmarkEncode(b *testing.B) {
	item := realisticPaper(1)
	size := func(e *Encoded) int64 { return int64(len(e.rss) + len(e.atom) + len(e.json)) }
	b.SetBytes(size(encode(b, item)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(item); err != nil {
			b.Fatal(err)
		}
	}
}

// Each format alone.
func BenchmarkItem(b *testing.B) {
	r := newRow(realisticPaper(1))
	shared := r.texts()
	for name, marshal := range map[string]func() ([]byte, error){
		"rss":  func() ([]byte, error) { return xmlFragment(func(w io.Writer) { writerssXML(w, r.rss(shared)) }), nil },
		"atom": func() ([]byte, error) { return xmlFragment(func(w io.Writer) { writeatomXML(w, r.atom(shared)) }), nil },
		"json": func() ([]byte, error) { return jsonFragment(r.json(shared), jsonTail) },
	} {
		b.Run(name, func(b *testing.B) {
			out, err := marshal()
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(out)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := marshal(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(out)), "bytes/item")
		})
	}
}

// A full document from fragments.
func BenchmarkDocument(b *testing.B) {
	d := sampleDocument(b)
	for n := range 99 {
		d.Items = append(d.Items, Entry{encode(b, realisticPaper(n)), noon.Add(-time.Duration(n) * time.Second)})
	}
	for _, f := range writers {
		b.Run(f.ending[1:], func(b *testing.B) {
			b.SetBytes(int64(len(write(b, f.write, d))))
			var to bytes.Buffer
			to.Grow(maxDocument)
			b.ReportAllocs()
			for b.Loop() {
				to.Reset()
				if err := f.write(&to, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
