package publisher_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paperfeeds/archive"
	"paperfeeds/feedgen"
	"paperfeeds/publisher"
	"paperfeeds/store"
)

// baseSize is the largest archive that is really published; larger ones are made of copies of it.
const (
	baseSize          = 10_000
	baseOrganizations = 2_000
)

// A copying makes a large archive from one that was published: copy after copy of its papers, each further back in the past under
// other ids, some under other organizations. Its place is as after a run, but the files of the plan are hollow: a million papers have
// seventy gigabytes of them. No run reads one, so it makes no difference before they are all to be made again.
type copying struct {
	from, to      string // folders
	copies        int
	organizations int // how many times as many
	index         archive.Index
}

func (c *copying) run(b *testing.B) {
	b.Helper()
	must(b, json.Unmarshal(c.read(b, archive.IndexFile), &c.index))
	months := slices.Sorted(maps.Keys(c.index.Months))
	c.index.Months = map[string]archive.Part{}
	c.write(b, archive.CountsFile, c.read(b, archive.CountsFile))
	c.papers(b, months)
	c.digests(b)
	c.index.Change = archive.Part{}
	body, err := json.MarshalIndent(c.index, "", " ")
	must(b, err)
	c.write(b, archive.IndexFile, body)
	c.hollow(b)
}

// shift is how far back a copy lies: whole weeks, so that list days stay the days of the week that they are.
func (c *copying) shift(n, months int) int { return -n * (months*31/7 + 1) * 7 }

func (c *copying) papers(b *testing.B, months []string) {
	b.Helper()
	var records []*archive.Record
	flush := func(month string) {
		if len(records) > 0 {
			c.index.Months[month] = c.pack(b, archive.MonthFile(month), len(records), func(e *json.Encoder) error {
				for _, r := range records {
					if err := e.Encode(r); err != nil {
						return err
					}
				}
				return nil
			})
			records = nil
		}
	}
	month := ""
	for n := c.copies - 1; n >= 0; n-- {
		for _, m := range months {
			base, err := archive.DecodeMonth(m, c.read(b, archive.MonthFile(m)))
			must(b, err)
			for _, r := range base {
				c.move(r, n, c.shift(n, len(months)))
				if r.Month() != month {
					flush(month)
					month = r.Month()
				}
				records = append(records, r)
			}
		}
	}
	flush(month)
}

func (c *copying) move(r *archive.Record, n, days int) {
	if n == 0 {
		return
	}
	r.ID = fmt.Sprintf("%s.%d", r.ID, n)
	r.FirstSeen = r.FirstSeen.AddDate(0, 0, days)
	for feed, t := range r.Entered {
		r.Entered[feed] = t.AddDate(0, 0, days)
	}
	for i, d := range r.Days {
		r.Days[i] = moveDay(d, days)
	}
	if n %= c.organizations; n == 0 {
		return
	}
	suffix := fmt.Sprintf("-%d", n)
	for i := range r.Affiliations {
		r.Affiliations[i].ID += suffix
		r.Affiliations[i].Slug += suffix
	}
	if r.Organization != nil {
		r.Organization.ID += suffix
		r.Organization.Slug += suffix
	}
	for i, feed := range r.Feeds {
		if strings.HasPrefix(feed, "orgs/") {
			r.Feeds[i] += suffix
		}
	}
	slices.Sort(r.Feeds)
}

func moveDay(day string, days int) string {
	t, _ := time.Parse(time.DateOnly, day)
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

func (c *copying) digests(b *testing.B) {
	b.Helper()
	plain, err := gzip.NewReader(bytes.NewReader(c.read(b, archive.DigestsFile)))
	must(b, err)
	var base []archive.Digest
	for d := json.NewDecoder(plain); d.More(); {
		var digest archive.Digest
		must(b, d.Decode(&digest))
		base = append(base, digest)
	}
	months := len(c.index.Months) / c.copies
	c.index.Digests = c.pack(b, archive.DigestsFile, len(base)*c.copies, func(e *json.Encoder) error {
		for n := c.copies - 1; n >= 0; n-- {
			days := c.shift(n, months)
			for _, d := range base {
				if d.Issued = d.Issued.AddDate(0, 0, days); strings.Contains(d.Period, "W") {
					year, week := d.Issued.AddDate(0, 0, -7).ISOWeek() // issued on the Wednesday after
					d.Period = fmt.Sprintf("%d-W%02d", year, week)
				} else {
					d.Period = moveDay(d.Period, days)
				}
				if err := e.Encode(d); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// hollow writes an empty file for each of the plan, and the manifest that says that each is right.
func (c *copying) hollow(b *testing.B) {
	b.Helper()
	p := benchPublisher(b, c.to)
	at := c.index.Clock.Add(time.Hour)
	_, err := p.Run(b.Context(), publisher.Request{Now: at, ArchiveOnly: true}) // makes the catalogue, which is not there
	must(b, err)
	a, err := publisher.Look(b.Context(), p.Place)
	must(b, err)
	must(b, publisher.Load(b.Context(), p.Place, a, a.NeedsCatalogue))
	plan, err := feedgen.NewPlan(feedgen.Site{BaseURL: baseURL, Place: a.Index.Place, Settings: p.Settings}, a)
	must(b, err)
	type entry struct{ D, E, S string }
	m := struct {
		Format int
		Feeds  int
		Files  map[string]entry
	}{1, plan.Feeds, map[string]entry{}}
	for f := range plan.Files() {
		etag, err := p.Place.Put(b.Context(), store.File{Path: f.Path}, store.Condition{})
		must(b, err)
		m.Files[f.Path] = entry{D: f.Digest, E: etag}
	}
	body, err := json.Marshal(m)
	must(b, err)
	for _, key := range []string{"Format", "Feeds", "Files", "D", "E", "S"} {
		body = bytes.ReplaceAll(body, []byte(`"`+key+`":`), []byte(`"`+strings.ToLower(key)+`":`))
	}
	c.write(b, "manifest.json", body)
	_, err = p.Run(b.Context(), publisher.Request{Now: at})
	must(b, err)
}

func (c *copying) pack(b *testing.B, name string, entries int, write func(*json.Encoder) error) archive.Part {
	b.Helper()
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	must(b, err)
	e := json.NewEncoder(z)
	e.SetEscapeHTML(false)
	must(b, write(e))
	must(b, z.Close())
	c.write(b, name, out.Bytes())
	sum := sha256.Sum256(out.Bytes())
	return archive.Part{Entries: entries, Digest: hex.EncodeToString(sum[:]), Size: int64(out.Len())}
}

func (c *copying) read(b *testing.B, name string) []byte {
	b.Helper()
	body, err := os.ReadFile(filepath.Join(c.from, name))
	must(b, err)
	return body
}

func (c *copying) write(b *testing.B, name string, body []byte) {
	b.Helper()
	path := filepath.Join(c.to, name)
	must(b, os.MkdirAll(filepath.Dir(path), 0o755))
	must(b, os.WriteFile(path, body, 0o644))
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
