package archive

import (
	"fmt"
	"paperfeeds/parser"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDue(t *testing.T) {
	tests := map[string]string{
		"2026-06-03": "2026-06-05 00:00:00", // when the day after next begins
		"2026-02-27": "2026-03-01 00:00:00",
		"2026-W23":   "2026-06-10 00:00:00", // June 1 to 7; the Wednesday after
		"2026-W01":   "2026-01-07 00:00:00", // begins on December 29
		"2026-W53":   "2027-01-06 00:00:00",
		"2025-W01":   "2025-01-08 00:00:00", // begins on December 30
	}
	for period, want := range tests {
		got, ok := due(period)
		if !ok || !got.Equal(at(want)) || got.Weekday() != time.Wednesday && isWeek(period) {
			t.Errorf("%s is due %v, want %s", period, got, want)
		}
	}
	for _, none := range []string{"", "sheep", "2026-06-31", "2026-Wxx"} {
		if _, ok := due(none); ok {
			t.Errorf("%q is due", none)
		}
	}
}

// issues are the feed, period and time of every digest.
func issues(d *disk) []string {
	var list []string
	for _, i := range d.whole().Catalogue().Issues {
		list = append(list, i.Feed+" "+i.Period+" "+i.Issued.Format(time.DateTime))
	}
	return list
}

// A digest is issued once, by the first run after it is due, holds the papers of its period by votes, and never changes again.
func TestDigests(t *testing.T) {
	d := newDisk(t)
	first := paper("2606.90001", by("o1", "Meadow-Lab"), votes(2))
	second := paper("2606.90002", votes(5), titled("Teaching Geese to Sort by Graph Neural Networks"))
	d.merge(on("2026-06-03", at("2026-06-03 12:00:00"), first, second))
	d.merge(on("2026-06-04", at("2026-06-04 23:59:59"), paper("2606.90003")))
	if got := issues(d); got != nil {
		t.Fatalf("issued before it was due: %v", got)
	}
	// The hour after midnight brings nothing else.
	d.merge(on("2026-06-04", at("2026-06-05 00:20:00"), paper("2606.90003")))
	want := []string{"digest/daily 2026-06-03 2026-06-05 00:20:00"}
	if diff := cmp.Diff(want, issues(d)); diff != "" {
		t.Fatalf("issues (-want +got):\n%s", diff)
	}
	a := d.whole()
	if err := d.load(a, a.NeedsDigests); err != nil {
		t.Fatal(err)
	}
	digest := a.Digest(DailyDigest, "2026-06-03")
	lines := []DigestLine{
		{ID: second.ID, Title: second.Title, Sentence: second.Abstract, Upvotes: 5},
		{ID: first.ID, Title: first.Title, Organization: "The Meadow-Lab", Sentence: first.Abstract, Upvotes: 2},
	}
	if diff := cmp.Diff(lines, digest.Lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	// A retitled paper, more votes and a late one leave it as it is.
	before := string(d.files[DigestsFile])
	first.Title, first.Upvotes = "Counting Goats", 99
	if _, written := d.merge(on("2026-06-03", at("2026-06-05 01:20:00"), first, second, paper("2606.90004"))); written == nil {
		t.Fatal("nothing was written")
	}
	if string(d.files[DigestsFile]) != before {
		t.Error("an issued digest changed")
	}
	// On Wednesday the week comes, and one for each topic that had papers.
	d.merge(on("2026-06-04", at("2026-06-10 00:20:00"), paper("2606.90003")))
	feeds := map[string]int{}
	for _, i := range d.whole().Catalogue().Issues {
		feeds[i.Feed+" "+i.Period]++
	}
	for _, w := range []string{"digest/daily 2026-06-03", "digest/daily 2026-06-04", "digest/weekly 2026-W23", "digest/topics/graphs 2026-W23"} {
		if feeds[w] != 1 {
			t.Errorf("%s was issued %d times", w, feeds[w])
		}
	}
	if len(d.open().Index.Due) != 0 {
		t.Errorf("still due: %v", d.open().Index.Due)
	}
	if _, written := d.merge(on("2026-06-04", at("2026-06-11 00:20:00"), paper("2606.90003"))); len(written) != 0 {
		t.Errorf("a run with nothing due wrote %v", written)
	}
}

// Digests of days that were over before anybody subscribed are dated when they would have been issued.
func TestDigestsOfThePast(t *testing.T) {
	d := newDisk(t)
	d.merge(past(on("2026-05-13", at("2026-06-03 12:00:00"), papers(2)...)))
	feeds := map[string]time.Time{}
	for _, i := range d.whole().Catalogue().Issues {
		feeds[i.Feed] = i.Issued
	}
	if got := feeds[DailyDigest]; !got.Equal(at("2026-05-15 00:00:00")) {
		t.Errorf("daily digest issued %v", got)
	}
	if got := feeds[WeeklyDigest]; !got.Equal(at("2026-05-20 00:00:00")) {
		t.Errorf("weekly digest issued %v", got)
	}
}

// issues counts the digests of a period that have been issued.
func (d *disk) issues(feed, period string) int {
	n := 0
	for _, i := range d.whole().Catalogue().Issues {
		if i.Feed == feed && i.Period == period {
			n++
		}
	}
	return n
}

// A week of the past is issued when all its list days have been read, in whatever parts; what has no list, such as a holiday, counts.
func TestWeekOfThePastInPart(t *testing.T) {
	d := newDisk(t)
	now := at("2026-06-20 12:00:00")
	part := func(read []string, days ...string) Intake {
		in := Intake{Now: now, Past: true, Read: read}
		for i, day := range days {
			in.Listings = append(in.Listings, parser.Listing{Date: day, Papers: []parser.Paper{paper(fmt.Sprintf("2605.9%s%d", day[8:], i))}})
		}
		return in
	}
	d.merge(part([]string{"2026-05-15", "2026-05-14", "2026-05-13"}, "2026-05-15", "2026-05-13")) // Friday and Wednesday
	if n := d.issues(WeeklyDigest, "2026-W20"); n != 0 {
		t.Errorf("a part of a week was issued %d times", n)
	}
	if n := d.issues(DailyDigest, "2026-05-13"); n != 1 {
		t.Errorf("a whole day was issued %d times", n)
	}
	a := d.open()
	a.Index.SetBackfilled([]string{"2026-05-14"})
	index, err := a.Index.encode()
	if err != nil {
		t.Fatal(err)
	}
	d.files[IndexFile] = index
	d.merge(part([]string{"2026-05-12", "2026-05-11"}, "2026-05-12", "2026-05-11"))
	if n := d.issues(WeeklyDigest, "2026-W20"); n != 1 {
		t.Errorf("a whole week was issued %d times", n)
	}
	if digest := d.wholeDigest(WeeklyDigest, "2026-W20"); digest == nil || digest.Papers != 4 {
		t.Errorf("the week's digest holds %+v, want all four papers", digest)
	}
}

func (d *disk) wholeDigest(feed, period string) *Digest {
	d.t.Helper()
	a := d.whole()
	if err := d.load(a, a.NeedsDigests); err != nil {
		d.t.Fatal(err)
	}
	return a.Digest(feed, period)
}

// What a digest holds is frozen, so it waits for a list day that could not be read yet; but not for ever.
func TestDigestWaitsForADay(t *testing.T) {
	d := newDisk(t)
	live := func(now string, unread []string, day string, p ...parser.Paper) {
		in := on(day, at(now), p...)
		in.Follows, in.Unread = true, unread
		d.merge(in)
	}
	live("2026-06-01 12:00:00", []string{}, "2026-06-01", paper("2606.90001"))
	live("2026-06-05 12:00:00", []string{"2026-06-03"}, "2026-06-05", paper("2606.90005"))
	live("2026-06-10 12:00:00", []string{"2026-06-03"}, "2026-06-10", paper("2606.90010"))
	if n := d.issues(WeeklyDigest, "2026-W23"); n != 0 {
		t.Errorf("a week with a day that is still to be read was issued %d times", n)
	}
	live("2026-06-10 13:00:00", []string{}, "2026-06-03", paper("2606.90003"))
	if digest := d.wholeDigest(WeeklyDigest, "2026-W23"); digest == nil || digest.Papers != 3 {
		t.Errorf("the week's digest holds %+v, want all three papers", digest)
	}
	live("2026-06-12 12:00:00", []string{"2026-06-11"}, "2026-06-12", paper("2606.90012"))
	live("2026-07-01 12:00:00", []string{"2026-06-11"}, "2026-07-01", paper("2607.90001"))
	if n := d.issues(WeeklyDigest, "2026-W24"); n != 1 {
		t.Errorf("a week with a day that can never be read was issued %d times", n)
	}
}

// What a digest held cannot be found out again, so the file is guarded like a month; one that was put but not closed is taken over.
func TestDigestsDamaged(t *testing.T) {
	d := newDisk(t)
	d.merge(past(on("2026-05-13", at("2026-06-03 12:00:00"), papers(2)...)))
	kept := d.files[DigestsFile]
	for name, body := range map[string][]byte{"missing": nil, "truncated": kept[:len(kept)-9], "not digests": repack(t, []byte("{}\n")), "fewer": repack(t, nil)} {
		t.Run(name, func(t *testing.T) {
			d.files[DigestsFile] = body
			a := d.open()
			if err := d.load(a, a.NeedsDigests); err == nil {
				t.Error("no error")
			}
		})
	}
	d.files[DigestsFile] = kept
	index, catalogue := d.files[IndexFile], d.files[CatalogueFile]
	d.merge(past(on("2026-05-14", at("2026-06-03 12:00:00"), paper("2606.90009"))))
	d.files[IndexFile], d.files[CatalogueFile] = index, catalogue // as if the run had been killed before
	d.merge(past(on("2026-05-14", at("2026-06-03 13:00:00"), paper("2606.90009"))))
	feeds := map[string]int{}
	for _, i := range d.whole().Catalogue().Issues {
		feeds[i.Feed+" "+i.Period]++
	}
	if feeds["digest/daily 2026-05-14"] != 1 {
		t.Errorf("issues %v", feeds)
	}
}
