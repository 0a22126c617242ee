package publisher_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/store"
	"paperfeeds/store/s3test"
)

// verified is a place of two months, with feeds of several documents, and the time of its last run.
func verified(t testing.TB) (*memory, time.Time) {
	t.Helper()
	place, now := newMemory(), utc("2026-07-08 12:00:00")
	seed(t, place, 5)
	p := smallPublisher(t, place)
	p.Every = time.Hour
	if _, err := p.Run(context.Background(), publisher.Request{Reader: saved(t, listDays(t, 5)...), Now: now, Past: true}); err != nil {
		t.Fatal(err)
	}
	return place, now.Add(time.Minute)
}

// change changes a file as nobody but its owner could: the ETag moves along.
func (m *memory) change(t testing.TB, path string, do func(string) string) {
	t.Helper()
	f, ok := m.files[path]
	if !ok {
		t.Fatalf("there is no %s", path)
	}
	before := string(f.Body)
	f.Body = []byte(do(before))
	if string(f.Body) == before {
		t.Fatalf("%s was not changed", path)
	}
	m.files[path] = keep(f.File)
}

// forge changes a feed and has the manifest say that this was put: what a mistake of the program would look like.
func (m *memory) forge(t testing.TB, path string, do func(string) string) {
	t.Helper()
	m.change(t, path, do)
	f := m.files[path]
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s", f.ContentType, f.CacheControl, f.Body))
	m.change(t, "manifest.json", func(s string) string {
		entry := regexp.MustCompile(`"` + regexp.QuoteMeta(path) + `":\{"d":"(\w+)","e":"\w+","s":"\w+"`)
		return entry.ReplaceAllString(s, `"`+path+`":{"d":"$1","e":"`+f.etag+`","s":"`+hex.EncodeToString(sum[:16])+`"`)
	})
}

func replace(old, new string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, new, 1) }
}

func cut(n int) func(string) string { return func(s string) string { return s[:n] } }

// lines changes the lines of a packed file.
func lines(t testing.TB, do func([]string) []string) func(string) string {
	return func(s string) string {
		plain := string(unpacked(t, []byte(s)))
		list := do(strings.SplitAfter(strings.TrimSuffix(plain, "\n"), "\n"))
		return string(packed(t, strings.Join(list, "")))
	}
}

func unpacked(t testing.TB, body []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packed(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rssItem is the n-th item of a feed in RSS.
func rssItem(s string, n int) string {
	return regexp.MustCompile(`(?s)<item>.*?</item>`).FindAllString(s, n+1)[n]
}

const (
	june, july = "archive/2026-06.jsonl.gz", "archive/2026-07.jsonl.gz"
	putRight   = "paperfeeds publish puts it right"
	restore    = "restore it from a backup or an older version of the object"
	newer      = "use a newer paperfeeds"
	rebuilt    = "paperfeeds rebuild puts it right"
)

// damages are all kinds of damage, each with the lines that tell of it: path, what (a part of it), what to do.
func damages() []damage {
	remove := func(path string) func(testing.TB, *memory) {
		return func(_ testing.TB, m *memory) { delete(m.files, path) }
	}
	change := func(path string, do func(string) string) func(testing.TB, *memory) {
		return func(t testing.TB, m *memory) { m.change(t, path, do) }
	}
	forge := func(path string, do func(string) string) func(testing.TB, *memory) {
		return func(t testing.TB, m *memory) { m.forge(t, path, do) }
	}
	return []damage{
		{"a feed is missing", remove("all.atom"), []string{"all.atom: is missing; " + putRight}},
		{"a feed was edited", change("all.rss", replace("<ttl>60", "<ttl>6")), []string{"all.rss: is not what was put; " + putRight}},
		{"a feed is cut off", change("all.rss", cut(2000)), []string{"all.rss: is not well-formed; " + putRight}},
		{"a feed is empty", change("all.json", cut(0)), []string{"all.json: is not well-formed; " + putRight}},
		{"a feed in XML is empty", change("all.atom", cut(0)), []string{"all.atom: is not well-formed: it is empty; " + putRight}},
		{"a feed has a tail", change("all.atom", func(s string) string { return s + "<p>hello</p>" }),
			[]string{"all.atom: is not well-formed: there is more behind its end; " + putRight}},
		{"a feed has text behind it", change("all.rss", func(s string) string { return s + "404" }),
			[]string{"all.rss: is not well-formed: there is text behind its end; " + putRight}},
		{"a feed is another file", change("all.json", func(string) string { return `{"error":"not found"}` }),
			[]string{"all.json: is not well-formed: it is no JSON Feed; " + putRight}},
		{"a feed is a page", change("all.atom", func(string) string { return "<html></html>" }),
			[]string{"all.atom: is not well-formed: expected element type <feed> but have <html>; " + putRight}},
		{"an item has no date", change("all.rss", func(s string) string {
			return regexp.MustCompile(`<pubDate>.*?</pubDate>`).ReplaceAllString(s, "<pubDate>soon</pubDate>")
		}), []string{"all.rss: has no id or no date; " + putRight}},
		{"an item was taken out by hand", change("all/1.rss", func(s string) string { return replace(rssItem(s, 1), "")(s) }),
			[]string{"all/1.rss: is not what was put: paper; " + putRight}},
		{"an item stands twice", change("all/1.rss", func(s string) string { return replace(rssItem(s, 1), rssItem(s, 1)+rssItem(s, 1))(s) }),
			[]string{"all/1.rss: stands in it twice; " + putRight}},
		{"items are out of order", change("all/1.rss", func(s string) string {
			return replace(rssItem(s, 1)+"\n    "+rssItem(s, 2), rssItem(s, 2)+"\n    "+rssItem(s, 1))(s)
		}), []string{"all/1.rss: is not older than the one before it; " + putRight}},
		{"two items have one date", change("all/1.rss", func(s string) string {
			date := regexp.MustCompile(`<pubDate>.*?</pubDate>`)
			return replace(date.FindString(rssItem(s, 2)), date.FindString(rssItem(s, 1)))(s)
		}), []string{"all/1.rss: is not older than the one before it; " + putRight}},
		{"a feed is over a megabyte", change("all.rss", replace("<ttl>", "<!--"+strings.Repeat("x", 1_000_000)+"--><ttl>")),
			[]string{"all.rss: readers give up at 1000000; " + putRight}},
		{"an archive document is missing", remove("all/2.rss"),
			[]string{"all/2.rss: is missing; " + putRight}},
		{"another file of the site is missing", remove("days/latest.html"), []string{"days/latest.html: is missing; " + putRight}},
		{"a document of JSON is cut off", change("feeds.json", cut(100)), []string{"feeds.json: is not well-formed JSON; " + putRight}},
		{"OPML is cut off", change("opml/all.opml", cut(100)), []string{"opml/all.opml: is not well-formed; " + putRight}},

		{"an item stands in two documents, and one in none", func(t testing.TB, m *memory) {
			newest := rssItem(string(m.files["all/1.rss"].Body), 0)
			m.forge(t, "all/2.rss", func(s string) string { return replace(rssItem(s, 4), newest)(s) })
		}, []string{"all/1.rss: stands in all/2.rss, too; " + rebuilt, "all/2.atom: has other items than all/2.rss; " + rebuilt,
			"all/2.json: has other items than all/2.rss; " + rebuilt, "all/2.rss: does not belong there; " + rebuilt}},
		{"a date was moved", forge("all/2.json", func(s string) string {
			dates := regexp.MustCompile(`"date_published":"[^"]*"`).FindAllString(s, -1)
			return replace(dates[len(dates)-1], `"date_published":"2026-06-01T00:00:00Z"`)(s)
		}), []string{"all/2.json: has other dates than all/2.rss; " + rebuilt}},
		{"a link leads nowhere", forge("all/2.rss", replace("/papers/all/1.rss", "/papers/all/77.rss")),
			[]string{"all/2.rss: leads to https://feeds.example/papers/all/77.rss, which is not there; " + rebuilt}},
		{"a link leads elsewhere", forge("all/2.json", replace("feeds.example/papers/all/1.json", "elsewhere.example/all/1.json")),
			[]string{"all/2.json: leads to https://elsewhere.example/all/1.json, which is not there; " + rebuilt}},
		{"a link leads in a circle", forge("all/2.atom", replace("/papers/all/1.atom", "/papers/all/3.atom")),
			[]string{"all/2.atom: leads back to all/3.atom; " + rebuilt}},
		{"the way to older items ends too early", forge("all/3.json", func(s string) string {
			return regexp.MustCompile(`"next_url":"[^"]*",`).ReplaceAllString(s, "")
		}), []string{"all/1.json: no link leads to it from all.json; " + rebuilt, "all/2.json: no link leads to it from all.json; " + rebuilt}},

		{"a month is missing", remove(june), []string{june + ": is missing; " + restore}},
		{"a month is cut off", change(june, cut(500)), []string{june + ": unpack; " + restore}},
		{"a month is no gzip", change(june, func(string) string { return "hello" }), []string{june + ": unpack; " + restore}},
		{"a month is empty", change(june, cut(0)), []string{june + ": unpack; " + restore}},
		{"a month has lost papers", func(t testing.TB, m *memory) {
			m.change(t, june, lines(t, func(l []string) []string { return l[1:] }))
		}, []string{june + ": papers where the index counts; " + restore}},
		{"a month has a paper twice", func(t testing.TB, m *memory) {
			m.change(t, june, lines(t, func(l []string) []string { return append(l, l[0]) }))
		}, []string{june + ": stands twice; " + restore}},
		{"a month is out of order", func(t testing.TB, m *memory) {
			m.change(t, june, lines(t, func(l []string) []string { slices.Reverse(l); return l }))
		}, []string{june + ": is out of order; " + restore}},
		{"a month has a line that is no paper", func(t testing.TB, m *memory) {
			m.change(t, june, lines(t, func(l []string) []string { return append([]string{"{\"v\":1}\n"}, l...) }))
		}, []string{june + ": is no paper; " + restore}},
		{"a month is of a newer version", func(t testing.TB, m *memory) {
			m.change(t, june, lines(t, func(l []string) []string { l[0] = strings.Replace(l[0], `"v":1`, `"v":99`, 1); return l }))
		}, []string{june + ": format 99 is newer; " + newer}},
		{"a paper stands in two months", func(t testing.TB, m *memory) {
			var line string
			lines(t, func(l []string) []string { line = l[0]; return l })(string(m.files[june].Body))
			moved := regexp.MustCompile(`"first_seen":"2026-06-`).ReplaceAllString(line, `"first_seen":"2026-07-`)
			m.change(t, july, lines(t, func(l []string) []string { return append(l, moved) }))
		}, []string{july + ": holds a change that was not closed; " + putRight, july + ": stands in archive/2026-06.jsonl.gz, too; " + restore}},
		{"a month that the index does not know", func(t testing.TB, m *memory) {
			m.files["archive/2026-05.jsonl.gz"] = m.files[june]
		}, []string{"archive/2026-05.jsonl.gz: is not named in archive/index.json; takes it in"}},

		{"the index is missing", remove(archive.IndexFile), []string{"archive/index.json: is missing; " + restore}},
		{"the index is cut off", change(archive.IndexFile, cut(100)), []string{"archive/index.json: is damaged; " + restore}},
		{"the index is another file", change(archive.IndexFile, func(string) string { return "{}" }),
			[]string{"archive/index.json: is not an archive's index; " + restore}},
		{"the index is of a newer version", change(archive.IndexFile, replace(`"format": 1`, `"format": 99`)),
			[]string{"archive/index.json: has format 99, newer than 1; " + newer}},
		{"the catalogue is missing", remove(archive.CatalogueFile), []string{"archive/catalogue.gz: was missing or stale; " + putRight}},
		{"the catalogue is damaged", change(archive.CatalogueFile, cut(50)), []string{"archive/catalogue.gz: was missing or stale; " + putRight}},
		{"the counts are missing", remove(archive.CountsFile), []string{"archive/counts.json.gz: ; " + putRight}},
		{"the counts are damaged", change(archive.CountsFile, cut(20)), []string{"archive/counts.json.gz: ; " + putRight}},
		{"the counts are of a newer version", func(t testing.TB, m *memory) {
			m.change(t, archive.CountsFile, func(string) string { return string(packed(t, `{"format":99}`)) })
		}, []string{"archive/counts.json.gz: has format 99; " + newer}},
		{"the digests are missing", remove(archive.DigestsFile), []string{"archive/digests.jsonl.gz: is missing; " + restore}},
		{"the digests are damaged", change(archive.DigestsFile, cut(50)), []string{"archive/digests.jsonl.gz: unpack; " + restore}},
		{"the change is damaged", change(archive.ChangeFile, cut(50)), []string{"archive/change.jsonl.gz: unpack; " + restore}},

		{"the manifest is missing", remove("manifest.json"), []string{"manifest.json: is missing; makes it again"}},
		{"the manifest is damaged", change("manifest.json", cut(1000)), []string{"manifest.json: is damaged; makes it again"}},
		{"the manifest is of a newer version", change("manifest.json", replace(`"format":1`, `"format":99`)),
			[]string{"manifest.json: has format 99, newer than 1; " + newer}},
		{"the manifest has forgotten a file", change("manifest.json", func(s string) string {
			return regexp.MustCompile(`"all.rss":\{[^}]*\},`).ReplaceAllString(s, "")
		}), []string{"all.rss: is not in the manifest; " + rebuilt}},
		{"the feeds are older than the archive", change("manifest.json", func(s string) string {
			return regexp.MustCompile(`"inputs":"\w+"`).ReplaceAllString(s, `"inputs":"x"`)
		}), []string{"manifest.json: the files were not made from this archive; run paperfeeds publish"}},

		{"the status is missing", remove("status.json"), []string{"status.json: is missing; paperfeeds publish writes it"}},
		{"the status is damaged", change("status.json", cut(30)), []string{"status.json: is damaged; writes it anew"}},
		{"the status is of a newer version", change("status.json", replace(`"format": 1`, `"format": 99`)),
			[]string{"status.json: has format 99; " + newer}},
		{"the last run failed", change("status.json", replace(`"state": "ok"`, `"state": "failed", "error": "no network"`)),
			[]string{"status.json: the last run failed, the last good one ended 2026-07-08T12:00:00Z: no network; look after the schedule"}},
		{"the schedule has stopped", change("status.json", replace(`"next_run": "2026-07-08T13`, `"next_run": "2026-07-08T10`)),
			[]string{"status.json: the run expected at 2026-07-08T10:00:00Z has not come; look after the schedule"}},
	}
}

// A damage is done to a place; lines are the paths with a part of what is said of each and a part of what to do.
type damage struct {
	name  string
	do    func(testing.TB, *memory)
	lines []string
}

// told holds what was found against the lines that were expected.
func (d damage) told(t *testing.T, found publisher.Inspection) {
	t.Helper()
	var paths []string
	for i, p := range found.Problems {
		paths = append(paths, p.Path)
		if i >= len(d.lines) {
			continue
		}
		path, rest, _ := strings.Cut(d.lines[i], ": ")
		what, do, _ := strings.Cut(rest, "; ")
		if p.Path != path || !strings.Contains(p.What, what) || !strings.Contains(p.Do, do) {
			t.Errorf("found %q: %q; %q\nwant  %q: …%q…; …%q…", p.Path, p.What, p.Do, path, what, do)
		}
		if strings.ContainsAny(p.What+p.Do, "\n") || p.What == "" || p.Do == "" {
			t.Errorf("not one line: %+v", p)
		}
	}
	if len(paths) != len(d.lines) {
		t.Errorf("problems of %v, want %q", paths, d.lines)
		for _, p := range found.Problems {
			t.Logf("%s: %s; %s", p.Path, p.What, p.Do)
		}
	}
}

func TestVerify(t *testing.T) {
	place, now := verified(t)
	found, err := smallPublisher(t, place).Verify(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	damage{}.told(t, found)
	if found.Papers == 0 || found.Feeds == 0 || found.Files == 0 || found.NewestDay != "2026-07-01" || found.Newest.IsZero() || found.LastGood.IsZero() {
		t.Errorf("of a place that is well: %+v", found)
	}
	for _, d := range damages() {
		t.Run(d.name, func(t *testing.T) {
			hurt := place.copy()
			d.do(t, hurt)
			before := maps.Clone(hurt.files)
			found, err := smallPublisher(t, hurt).Verify(t.Context(), now)
			if err != nil {
				t.Fatal(err)
			}
			d.told(t, found)
			if !maps.EqualFunc(before, hurt.files, func(a, b kept) bool { return a.etag == b.etag }) {
				t.Error("it changed the place")
			}
		})
	}
}

// What a line says to do has to help: where it is publish or rebuild, that leaves nothing to complain of.
func TestWhatVerifySaysHelps(t *testing.T) {
	place, now := verified(t)
	for _, d := range damages() {
		is := func(do string) func(string) bool {
			return func(line string) bool { return strings.HasSuffix(line, "; "+do) }
		}
		rebuild := slices.ContainsFunc(d.lines, is(rebuilt))
		if slices.ContainsFunc(d.lines, func(l string) bool { return !is(putRight)(l) && !is(rebuilt)(l) }) {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			hurt := place.copy()
			d.do(t, hurt)
			req := publisher.Request{Now: now, Again: true}
			if !rebuild {
				req = publisher.Request{Reader: saved(t, listDays(t, 5)...), Now: now, Past: true}
			}
			mustRun(t, hurt, req)
			found, err := smallPublisher(t, hurt).Verify(t.Context(), now)
			if err != nil {
				t.Fatal(err)
			}
			damage{}.told(t, found)
		})
	}
}

// Every damage is found on a disk and in a bucket as well. Of one that a folder cannot tell by size and time the bytes tell.
func TestVerifyOnRealPlaces(t *testing.T) {
	place, now := verified(t)
	server := s3test.Start(t)
	server.Setenv(t)
	bucket := server.Bucket(t)
	some := []string{"a feed is missing", "a feed was edited", "a feed is cut off", "a month is cut off", "the index is missing", "the manifest is damaged"}
	if everything {
		some = nil
		for _, d := range damages() {
			some = append(some, d.name)
		}
	}
	for i, d := range damages() {
		if !slices.Contains(some, d.name) {
			continue
		}
		hurt := place.copy()
		for kind, open := range map[string]func() (store.Place, error){
			"folder": func() (store.Place, error) { return store.OpenFolder(t.TempDir()) },
			"bucket": func() (store.Place, error) { return store.Open(t.Context(), fmt.Sprintf("s3://%s/%d", bucket, i)) },
		} {
			t.Run(d.name+" in a "+kind, func(t *testing.T) {
				real, err := open()
				if err != nil {
					t.Fatal(err)
				}
				copyTo(t, hurt, real)
				found, err := smallPublisher(t, real).Verify(t.Context(), now)
				if err != nil {
					t.Fatal(err)
				}
				damage{}.told(t, found) // copied, files have other ETags and the same bytes
				after := place.copy()
				d.do(t, after)
				for path := range hurt.files {
					if _, left := after.files[path]; !left {
						if err := real.Delete(t.Context(), path); err != nil {
							t.Fatal(err)
						}
					}
				}
				copyTo(t, after, real)
				if found, err = smallPublisher(t, real).Verify(t.Context(), now); err != nil {
					t.Fatal(err)
				}
				d.told(t, found)
			})
		}
	}
}

func copyTo(t *testing.T, from *memory, to store.Place) {
	t.Helper()
	for _, f := range from.files {
		if _, err := to.Put(t.Context(), f.File, store.Condition{}); err != nil {
			t.Fatal(err)
		}
	}
}

// A file whose bytes changed under the same ETag is not found by any run, so the line says to delete it.
func TestVerifyReadsBytes(t *testing.T) {
	place, now := verified(t)
	f := place.files["all.rss"]
	f.Body = bytes.Replace(f.Body, []byte("<ttl>60"), []byte("<ttl>61"), 1)
	place.files["all.rss"] = f // the ETag stays
	found, err := smallPublisher(t, place).Verify(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	damage{lines: []string{"all.rss: is not what was put; delete it, then paperfeeds publish puts it right"}}.told(t, found)
}

// Settings that the place is not published with are no damage of a feed, and said in one line.
func TestVerifyWithOtherSettings(t *testing.T) {
	place, now := verified(t)
	p := smallPublisher(t, place)
	p.Settings.Hide = []string{"2606.90000"}
	found, err := p.Verify(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	damage{lines: []string{"manifest.json: with these settings; give the --config"}}.told(t, found)
}

func TestVerifyNothing(t *testing.T) {
	if _, err := smallPublisher(t, newMemory()).Verify(t.Context(), time.Now()); !errors.Is(err, publisher.ErrNothing) {
		t.Errorf("of an empty place: %v", err)
	}
}

func TestStatusFailing(t *testing.T) {
	const begun = "2026-07-08 12:00:00"
	run := publisher.Report{Started: utc(begun)}
	next := utc("2026-07-08 13:00:00")
	tests := []struct {
		name   string
		status publisher.Status
		now    string
		want   string // a part of the reason, or nothing
	}{
		{"ok", publisher.Status{State: "ok", NextRun: next, Run: run}, begun, ""},
		{"quiet", publisher.Status{State: "quiet", NextRun: next, Run: run}, begun, ""},
		{"a little late", publisher.Status{State: "ok", NextRun: next, Run: run}, "2026-07-08 13:30:00", ""},
		{"late", publisher.Status{State: "ok", NextRun: next, Run: run}, "2026-07-08 14:00:01", "the run expected at 2026-07-08T13:00:00Z"},
		{"no schedule", publisher.Status{State: "ok", Run: run}, "2027-01-01 00:00:00", ""},
		{"failed", publisher.Status{State: "failed", Error: "no network", LastGood: utc(begun)}, begun, "the last good one ended 2026-07-08T12:00:00Z: no network"},
		{"never good", publisher.Status{State: "failed", Error: "no network"}, begun, "none was good so far: no network"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := test.status.Failing(utc(test.now))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// FuzzVerify: whatever lies in the place, verify says so and does not fall over.
func FuzzVerify(f *testing.F) {
	place, now := newMemory(), utc("2026-07-08 12:00:00")
	mustRun(f, place, publisher.Request{Reader: saved(f, part(listDays(f, 1)[0], 0, 2)), Now: now, Past: true})
	paths := slices.Sorted(maps.Keys(place.files))
	for i, body := range []string{"", "{}", "[]", "null", "<rss/>", "<feed xmlns='http://www.w3.org/2005/Atom'/>", `{"format":1,"files":{"a":{}}}`} {
		f.Add(i, []byte(body))
	}
	f.Fuzz(func(t *testing.T, which int, body []byte) {
		hurt := place.copy()
		path := paths[(which%len(paths)+len(paths))%len(paths)]
		was := hurt.files[path]
		if bytes.Equal(was.Body, body) {
			return
		}
		was.Body = body
		hurt.files[path] = keep(was.File)
		found, err := smallPublisher(t, hurt).Verify(t.Context(), now)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if _, err := json.Marshal(found); err != nil {
			t.Error(err)
		}
		if len(found.Problems) == 0 && !json.Valid(body) {
			t.Errorf("%s holds %q, and nothing is found", path, body)
		}
	})
}
