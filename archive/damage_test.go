package archive

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// A month that is not what the index says must never be overwritten, nor taken for a month without papers.
func TestDamagedMonth(t *testing.T) {
	june := MonthFile("2026-06")
	fewer := func(d *disk) []byte {
		records, err := DecodeMonth("2026-06", d.files[june])
		if err != nil {
			t.Fatal(err)
		}
		body, err := encodeMonth(records[1:])
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	newer := func(d *disk) []byte {
		plain, err := decompress(d.files[june])
		if err != nil {
			t.Fatal(err)
		}
		return repack(t, bytes.Replace(plain, []byte(`"v":1`), []byte(`"v":2`), 1))
	}
	tests := []struct {
		name string
		body func(*disk) []byte
		says string
	}{
		{"missing", func(*disk) []byte { return nil }, "missing"},
		{"empty", func(*disk) []byte { return []byte{} }, "unpack"},
		{"truncated", func(d *disk) []byte { return d.files[june][:len(d.files[june])/2] }, "unpack"},
		{"one bit flipped", func(d *disk) []byte {
			b := bytes.Clone(d.files[june])
			b[len(b)-6] ^= 1 // in the checksum
			return b
		}, "unpack"},
		{"not JSON", func(*disk) []byte { return repack(t, []byte("sheep\n")) }, "paper 0"},
		{"a paper fewer", fewer, "holds 2 papers where the index counts 3"},
		{"another month's", func(d *disk) []byte { return d.files[MonthFile("2026-05")] }, "wrong month"},
		{"newer format", newer, "use a newer paperfeeds"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDisk(t)
			d.merge(on("2026-05-04", at("2026-05-04 12:00:00"), paper("2605.90001")))
			d.merge(on("2026-06-03", at("2026-06-03 12:00:00"), papers(3)...))
			d.files[june] = tt.body(d)
			in := on("2026-06-03", at("2026-06-03 13:00:00"), papers(4)...)
			a := d.open()
			err := d.load(a, func() []string { return a.Needs(in, d.settings) })
			if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), june) {
				t.Fatalf("error %v, want one about %s that says %q", err, june, tt.says)
			}
			if _, err := a.Merge(in, d.settings); err == nil {
				t.Error("merged without the month")
			}
		})
	}
}

// What a run has put but not closed before it was killed is taken over by the next one, with its dates.
func TestKilledBeforeClosing(t *testing.T) {
	first := at("2026-06-03 12:00:00")
	full := func(d *disk) map[string][]byte {
		d.merge(on("2026-06-03", first, papers(2)...))
		d.merge(on("2026-06-04", at("2026-06-04 12:00:00"), papers(5)...))
		return maps.Clone(d.files)
	}
	after := full(newDisk(t))
	for _, written := range [][]string{
		{MonthFile("2026-06")},
		{MonthFile("2026-06"), CatalogueFile},
		{MonthFile("2026-06"), CatalogueFile, CountsFile},
		{CatalogueFile}, {CountsFile},
	} {
		t.Run(strings.Join(written, " "), func(t *testing.T) {
			d := newDisk(t)
			d.merge(on("2026-06-03", first, papers(2)...))
			for _, name := range written {
				d.files[name] = after[name]
			}
			// The next run reads the same listing an hour later.
			d.merge(on("2026-06-04", at("2026-06-04 13:00:00"), papers(5)...))
			a := d.whole()
			if len(ids(a)) != 5 || len(a.Catalogue().Rows) != 5 {
				t.Fatalf("%d records, %d rows, want 5", len(ids(a)), len(a.Catalogue().Rows))
			}
			want := at("2026-06-04 13:00:00")
			if slices.Contains(written, MonthFile("2026-06")) {
				want = at("2026-06-04 12:00:00")
			}
			if got := d.record("2606.90002").FirstSeen; !got.Equal(want) {
				t.Errorf("first seen %v, want %v", got, want)
			}
			if a.Index.Clock.Before(want) {
				t.Errorf("clock %v is behind %v", a.Index.Clock, want)
			}
		})
	}
}

// The catalogue and the counts are made again where they are gone; nothing hangs on them alone.
func TestCatalogueFromMonths(t *testing.T) {
	d := newDisk(t)
	d.merge(on("2026-05-04", at("2026-05-04 12:00:00"), paper("2605.90001", by("o1", "KwaiVGI"), code)))
	d.merge(on("2026-06-03", at("2026-06-03 12:00:00"), paper("2606.90001", by("o1", "KlingTeam")), paper("2606.90002", votes(12))))
	d.merge(on("2026-06-03", at("2026-06-03 14:00:00"), paper("2606.90002", votes(60), by("o2", "Hill-Lab"))))
	want := d.whole().Catalogue()
	for name, body := range map[string][]byte{"missing": nil, "damaged": []byte("sheep"), "another format": repack(t, []byte("{\"format\":99}\n"))} {
		t.Run(name, func(t *testing.T) {
			d := &disk{t: t, files: maps.Clone(d.files), settings: d.settings}
			d.files[CatalogueFile] = body
			if name != "another format" { // the counts' is refused; see TestNewerFormats
				d.files[CountsFile] = body
			}
			if diff := cmp.Diff(want, d.whole().Catalogue(), cmp.AllowUnexported(Catalogue{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("catalogue made from the months (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIndexRefused(t *testing.T) {
	d := newDisk(t)
	d.merge(on("2026-06-03", at("2026-06-03 12:00:00"), papers(1)...))
	tests := map[string]string{
		"":             "damaged",
		"{":            "damaged",
		"{}":           "not an archive's index",
		`{"format":2}`: "newer",
		`{"format":1,"months":{"x":{}},"place":{"host":"h","per_document":50}}`: "month",
	}
	for body, says := range tests {
		if _, err := Open([]byte(body)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("index %q: error %v, want one that says %q", body, err, says)
		}
	}
}

// What a file says of its size is no reason to take much memory before it has been unpacked.
func TestPlainSize(t *testing.T) {
	plain := bytes.Repeat([]byte("{\"v\":1}\n"), 3)
	whole := repack(t, plain)
	for _, test := range []struct {
		name string
		body []byte
		want int
	}{
		{"whole", whole, len(plain)},
		{"its end says anything", append(whole[:len(whole)-4:len(whole)-4], "\xff\xff\xff\xff"...), 16 * len(whole)},
		{"cut off", whole[:3], 0},
		{"nothing", nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := plainSize(test.body); got != test.want {
				t.Errorf("%d bytes, want %d", got, test.want)
			}
		})
	}
}

// Whatever bytes stand where a month should, reading them ends in records that are sound, or in an error.
func FuzzDecodeMonth(f *testing.F) {
	line, err := json.Marshal(Record{Format: 1, Paper: paper("2606.90001"), Days: []string{"2026-06-03"}, FirstSeen: at("2026-06-03 12:00:00")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Add(slices.Concat(line, []byte("\n"), bytes.ReplaceAll(bytes.ReplaceAll(line, []byte("90001"), []byte("90002")), []byte(":00Z"), []byte(":01Z"))))
	f.Add([]byte("{}"))
	f.Add([]byte("sheep"))
	f.Add(repack(f, line))
	f.Fuzz(func(t *testing.T, plain []byte) {
		if records, err := DecodeMonth("2026-06", plain); err == nil && len(records) > 0 && !bytes.HasPrefix(plain, []byte("\x1f\x8b")) {
			t.Errorf("%d records of what is not packed", len(records))
		}
		records, err := DecodeMonth("2026-06", repack(t, plain))
		if err != nil {
			return
		}
		for _, r := range records {
			if r.ID == "" || len(r.Days) == 0 || r.Month() != "2026-06" {
				t.Errorf("unsound record %+v", r)
			}
		}
		body, err := encodeMonth(records)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := DecodeMonth("2026-06", body)
		if diff := cmp.Diff(records, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("read again (%v; -first +again):\n%s", err, diff)
		}
	})
}

func FuzzDecodeDigests(f *testing.F) {
	f.Add([]byte(`{"v":1,"feed":"digest/daily","period":"2026-06-03","issued":"2026-06-05T00:00:00Z","papers":2,"lines":[{"id":"2606.90001","title":"T","upvotes":3}]}`))
	f.Add([]byte(`{"v":2,"feed":1}`))
	f.Add([]byte(`{"v":1}{"v":1,"feed":"x","period":"2026-W23"}`))
	f.Fuzz(func(t *testing.T, plain []byte) {
		digests, err := decodeDigests(repack(t, plain))
		if err != nil {
			return
		}
		for _, d := range digests {
			if d.Feed == "" || d.Period == "" || d.Format != 1 {
				t.Errorf("unsound digest %+v", d)
			}
		}
		body, err := encodeDigests(digests)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := decodeDigests(body)
		if diff := cmp.Diff(digests, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("read again (%v; -first +again):\n%s", err, diff)
		}
	})
}

// Counts that cannot be read start anew, those of a newer program are refused; what is read can be worked with.
func FuzzDecodeCounts(f *testing.F) {
	f.Add([]byte(`{"format":1,"refreshed":"2026-06-03","papers":{"2606.90001":{"upvotes":1,"comments":2,"stars":3}}}`))
	f.Add([]byte(`{"format":2,"papers":7}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, plain []byte) {
		body := repack(t, plain)
		c, err := decodeCounts(body)
		if (err != nil) != (c.Papers == nil || c.Format > countsFormat) {
			t.Errorf("%+v and %v", c, err)
		}
		a := New(somePlace)
		a.stored = []byte("{}") // not the first run
		if loaded := a.Load(CountsFile, body); (loaded != nil) != (c.Format > countsFormat) {
			t.Errorf("format %d: %v", c.Format, loaded)
		}
		if err != nil {
			return
		}
		if _, err := c.encode(); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}

func FuzzDecodeCatalogue(f *testing.F) {
	f.Add("{\"format\":1,\"papers\":1,\"feeds\":[\"code\"]}\n2606.90001\t1780488000\tab\t1\t2\t3\t2026-06-03\t0:1780488001\n")
	f.Add("{\"format\":1,\"papers\":0}\n")
	f.Fuzz(func(t *testing.T, plain string) {
		c, err := decodeCatalogue(repack(t, []byte(plain)))
		if err != nil {
			return
		}
		if len(c.Rows) != len(c.byID) {
			t.Errorf("%d rows of %d papers", len(c.Rows), len(c.byID))
		}
		if _, err := c.encode(); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}

func FuzzOpenIndex(f *testing.F) {
	f.Add([]byte(`{"format":1,"place":{"host":"h","year":2026,"per_document":50,"kind":"real"},"months":{"2026-06":{"entries":1}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := Open(body)
		if err != nil {
			return
		}
		if _, err := a.Changed(); err != nil && a.counts != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}

func repack(t testing.TB, plain []byte) []byte {
	body, err := compress(func(w io.Writer) error {
		_, err := w.Write(plain)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return body
}
