package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"paperfeeds/parser"
)

// The newest of a listing gets the time of the run, each further place a second less, and nothing is ever older than what was before.
func TestFirstSeen(t *testing.T) {
	noon := at("2026-06-03 12:00:00")
	d := newDisk(t)
	d.merge(on("2026-06-03", noon, papers(3)...))
	for i, want := range []string{"12:00:00", "11:59:59", "11:59:58"} {
		if got := d.record(papers(3)[i].ID).FirstSeen.Format(time.TimeOnly); got != want {
			t.Errorf("place %d: first seen %s, want %s", i, got, want)
		}
	}
	// Two seconds later ten more come: there is no room for them before now, so they are pushed behind the earlier ones.
	d.merge(on("2026-06-03", noon.Add(2*time.Second), papers(13)...))
	if got := d.record(papers(13)[12].ID).FirstSeen; !got.Equal(noon.Add(time.Second)) {
		t.Errorf("last of the later ones: first seen %v, want just after noon", got)
	}
	if got := d.record(papers(13)[3].ID).FirstSeen; !got.Equal(noon.Add(10 * time.Second)) {
		t.Errorf("first of the later ones: first seen %v, want ten seconds after noon", got)
	}
	if got := d.record(papers(1)[0].ID).FirstSeen; !got.Equal(noon) {
		t.Errorf("first seen moved to %v", got)
	}
}

// A feed's subscribers must see everything that is new to a feed as new, and nothing twice.
func TestEnteringLater(t *testing.T) {
	const id = "2606.90001"
	first, later := at("2026-06-03 08:00:00"), at("2026-06-03 15:00:00")
	tests := []struct {
		name          string
		before, after parser.Paper
		feed          string
	}{
		{"organization named later", paper(id), paper(id, by("o1", "Meadow-Lab")), "orgs/meadow-lab"},
		{"organization changed", paper(id, by("o1", "Meadow-Lab")), paper(id, by("o2", "Hill-Lab")), "orgs/hill-lab"},
		{"code named later", paper(id), paper(id, code), "code"},
		{"votes reached", paper(id, votes(9)), paper(id, votes(10)), "votes/10"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDisk(t)
			d.merge(on("2026-06-03", first, tt.before))
			feeds := d.record(id).Feeds
			d.merge(on("2026-06-03", later, tt.after))
			r := d.record(id)
			if !r.In(tt.feed) || !r.EnteredAt(tt.feed).Equal(later) {
				t.Errorf("in %s: %v, entered %v, want %v", tt.feed, r.In(tt.feed), r.EnteredAt(tt.feed), later)
			}
			for _, f := range feeds {
				if !r.In(f) || !r.EnteredAt(f).Equal(first) {
					t.Errorf("%s: member %v since %v; members never leave and dates never change", f, r.In(f), r.EnteredAt(f))
				}
			}
			if !r.FirstSeen.Equal(first) || !r.Updated.IsZero() {
				t.Errorf("first seen %v, updated %v; neither text nor first sight changed", r.FirstSeen, r.Updated)
			}
			// What the listing says no more stays.
			d.merge(on("2026-06-03", later.Add(time.Hour), tt.before))
			if got := d.record(id); !got.In(tt.feed) || !got.EnteredAt(tt.feed).Equal(later) {
				t.Errorf("a listing without it took the paper out of %s or dated it anew", tt.feed)
			}
		})
	}
}

// What belonged to a feed at first sight has no time of its own there.
func TestEnteringAtOnce(t *testing.T) {
	d := newDisk(t)
	d.merge(on("2026-06-03", at("2026-06-03 08:00:00"), paper("2606.90001", by("o1", "Meadow-Lab"), code, votes(26))))
	r := d.record("2606.90001")
	other := func(feed string) bool { return strings.HasPrefix(feed, "topics/") && feed != "topics/graphs" } // the rules may see more in it
	if diff := cmp.Diff([]string{"code", "orgs/meadow-lab", "topics/graphs", "votes/10", "votes/25"}, slices.DeleteFunc(r.Feeds, other)); diff != "" {
		t.Errorf("feeds (-want +got):\n%s", diff)
	}
	if len(r.Entered) != 0 {
		t.Errorf("entered later: %v", r.Entered)
	}
}

func TestUpdated(t *testing.T) {
	const id = "2606.90001"
	first, later := at("2026-06-03 08:00:00"), at("2026-06-03 15:00:00")
	tests := []struct {
		name  string
		after parser.Paper
		moved bool
	}{
		{"title", paper(id, titled("Counting Goats")), true},
		{"abstract", paper(id, func(p *parser.Paper) { p.Abstract = "Goats." }), true},
		{"votes, summary, keywords", paper(id, votes(99), func(p *parser.Paper) { p.Summary, p.Keywords = "Sheep.", []string{"sheep"} }), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDisk(t)
			d.merge(on("2026-06-03", first, paper(id)))
			d.merge(on("2026-06-03", later, tt.after))
			r := d.record(id)
			if moved := r.Updated.Equal(later); moved != tt.moved {
				t.Errorf("updated %v, want moved = %v", r.Updated, tt.moved)
			}
			if !r.FirstSeen.Equal(first) {
				t.Errorf("first seen moved to %v", r.FirstSeen)
			}
		})
	}
}

// Resubmitted papers stand on two list days; they are one paper.
func TestTwoDays(t *testing.T) {
	d := newDisk(t)
	d.merge(on("2026-06-10", at("2026-06-10 12:00:00"), paper("2606.90001")))
	change, _ := d.merge(on("2026-06-16", at("2026-06-16 12:00:00"), paper("2606.90001")))
	if len(change.New) != 0 {
		t.Errorf("new: %v", change.New)
	}
	r := d.record("2606.90001")
	if diff := cmp.Diff([]string{"2026-06-10", "2026-06-16"}, r.Days); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	if !r.FirstSeen.Equal(at("2026-06-10 12:00:00")) {
		t.Errorf("first seen moved to %v", r.FirstSeen)
	}
	// Both days in one run, too.
	d = newDisk(t)
	in := on("2026-06-16", at("2026-06-16 12:00:00"), paper("2606.90001"))
	in.Listings = append(in.Listings, parser.Listing{Date: "2026-06-10", Papers: []parser.Paper{paper("2606.90001")}})
	d.merge(in)
	if got := d.record("2606.90001").Days; len(got) != 2 {
		t.Errorf("days %v", got)
	}
}

// A renamed organization goes on at both addresses. Its old papers come to the new one with their own dates if nobody can have
// subscribed to it yet, else as new.
func TestRenamedOrganization(t *testing.T) {
	may, june, july := at("2026-05-04 12:00:00"), at("2026-06-03 12:00:00"), at("2026-07-01 12:00:00")
	d := newDisk(t)
	d.merge(on("2026-05-04", may, paper("2605.90001", by("o1", "KwaiVGI"))))
	d.merge(on("2026-06-03", june, paper("2606.90001", by("o1", "KlingTeam"))))
	for _, id := range []string{"2605.90001", "2606.90001"} {
		r := d.record(id)
		for _, feed := range []string{"orgs/kwaivgi", "orgs/klingteam"} {
			if !r.In(feed) || !r.EnteredAt(feed).Equal(r.FirstSeen) {
				t.Errorf("%s in %s: %v, entered %v, want its own date", id, feed, r.In(feed), r.EnteredAt(feed))
			}
		}
	}
	if o := d.whole().Catalogue().Organizations["o1"]; o.Slug != "KlingTeam" || !slices.Equal(o.Paths, []string{"klingteam", "kwaivgi"}) {
		t.Errorf("organization %+v", o)
	}
	// Another organization takes to the name of the first: its papers are new to the subscribers of that feed.
	d.merge(on("2026-06-30", july.AddDate(0, 0, -1), paper("2606.90009", by("o2", "Kolors"))))
	d.merge(on("2026-07-01", july, paper("2607.90001", by("o2", "KlingTeam"))))
	r := d.record("2606.90009")
	if got := r.EnteredAt("orgs/klingteam"); !r.In("orgs/klingteam") || !got.After(july.Add(-time.Minute)) {
		t.Errorf("old paper of the second organization entered %v, want in the run that found it", got)
	}
	if !d.record("2607.90001").In("orgs/kolors") {
		t.Error("a paper does not go to all addresses of its organization")
	}
}

// The usual way to find out that an organization was renamed: the papers of the newest days, which are read again every hour, come with
// the new name, beside a new one or alone. The old papers come along all the same.
func TestRenamedOnKnownPapers(t *testing.T) {
	for name, news := range map[string][]parser.Paper{"alone": nil, "beside a new paper": {paper("2606.90009", by("o1", "KlingTeam"))}} {
		t.Run(name, func(t *testing.T) {
			d := newDisk(t)
			d.merge(on("2026-05-04", at("2026-05-04 12:00:00"), paper("2605.90001", by("o1", "KwaiVGI"))))
			d.merge(on("2026-06-02", at("2026-06-02 12:00:00"), paper("2606.90001", by("o1", "KwaiVGI"))))
			d.merge(on("2026-06-02", at("2026-06-03 12:00:00"), append(news, paper("2606.90001", by("o1", "KlingTeam")))...))
			for _, id := range []string{"2605.90001", "2606.90001"} {
				if r := d.record(id); !r.In("orgs/kwaivgi") || !r.In("orgs/klingteam") {
					t.Errorf("%s is in %v, want both addresses", id, r.Feeds)
				}
			}
			if r := d.record("2605.90001"); !r.EnteredAt("orgs/klingteam").Equal(r.FirstSeen) {
				t.Errorf("an old paper entered a feed that nobody knew at %v", r.EnteredAt("orgs/klingteam"))
			}
		})
	}
}

// Runs that bring nothing but counts touch neither months nor index, and read no old months.
func TestQuietRun(t *testing.T) {
	d := newDisk(t)
	for month := range 5 {
		day := time.Date(2026, time.Month(1+month), 20, 12, 0, 0, 0, time.UTC)
		d.merge(on(day.Format(time.DateOnly), day, paper(fmt.Sprintf("260%d.90001", month+1), by("o1", "Meadow-Lab"))))
	}
	last := paper("2605.90001", by("o1", "Meadow-Lab"))
	if _, written := d.merge(on("2026-05-20", at("2026-05-20 13:00:00"), last)); len(written) != 0 {
		t.Errorf("the same listing again wrote %v", written)
	}
	last.Upvotes = 3
	_, written := d.merge(on("2026-05-20", at("2026-05-20 14:00:00"), last))
	if diff := cmp.Diff([]string{CountsFile}, written); diff != "" {
		t.Errorf("counts alone wrote (-want +got):\n%s", diff)
	}
	for _, name := range d.read {
		if name != CountsFile && name != ChangeFile && name != MonthFile("2026-05") && name != MonthFile("2026-01") {
			t.Errorf("a quiet run read %s", name)
		}
	}
	// A run with a new paper needs the catalogue and the month, not the others.
	_, written = d.merge(on("2026-05-21", at("2026-05-21 14:00:00"), paper("2605.90002", by("o1", "Meadow-Lab"))))
	if diff := cmp.Diff([]string{ChangeFile, MonthFile("2026-05"), CatalogueFile, CountsFile, IndexFile}, written); diff != "" {
		t.Errorf("a new paper wrote (-want +got):\n%s", diff)
	}
}

// An old paper that is listed again is found in its old month, however long ago.
func TestOldPaperAgain(t *testing.T) {
	d := newDisk(t)
	first := at("2024-06-03 12:00:00")
	d.merge(on("2024-06-03", first, paper("2406.90001")))
	d.merge(on("2026-06-03", at("2026-06-03 12:00:00"), paper("2606.90001"), paper("2406.90001")))
	if r := d.record("2406.90001"); !r.FirstSeen.Equal(first) || len(r.Days) != 2 {
		t.Errorf("first seen %v on %v", r.FirstSeen, r.Days)
	}
	if n := len(d.whole().Catalogue().Rows); n != 2 {
		t.Errorf("%d papers, want 2", n)
	}
}

// Votes of a day that is not read any more end up in its month.
func TestClosedDay(t *testing.T) {
	d := newDisk(t)
	day := at("2026-06-01 12:00:00")
	d.merge(on("2026-06-01", day, paper("2606.90000", votes(1))))
	d.merge(on("2026-06-01", day.Add(time.Hour), paper("2606.90000", votes(42))))
	if r := d.record("2606.90000"); r.Upvotes != 1 {
		t.Errorf("votes of an open day stand in the month: %d", r.Upvotes)
	}
	for i := 1; i <= OpenDays; i++ {
		next := day.AddDate(0, 0, i)
		d.merge(on(next.Format(time.DateOnly), next, paper(fmt.Sprintf("2606.9%04d", i))))
	}
	if r := d.record("2606.90000"); r.Upvotes != 42 {
		t.Errorf("votes of a closed day: %d, want 42", r.Upvotes)
	}
	if a := d.whole(); len(a.Index.Open) != OpenDays || len(a.counts.Papers) != OpenDays {
		t.Errorf("%d open days with %d counted papers, want %d", len(a.Index.Open), len(a.counts.Papers), OpenDays)
	}
}

// A feed whose rules are new is filled from the whole archive, dated as if it had always been there.
func TestNewDefinition(t *testing.T) {
	d := newDisk(t)
	first := at("2026-05-04 12:00:00")
	d.merge(on("2026-05-04", first, paper("2605.90001", votes(7))))
	d.settings.Votes = []int{5, 10}
	d.merge(on("2026-06-03", at("2026-06-03 12:00:00"), paper("2606.90001")))
	if r := d.record("2605.90001"); !r.In("votes/5") || !r.EnteredAt("votes/5").Equal(first) {
		t.Errorf("votes/5: member %v, entered %v", r.In("votes/5"), r.EnteredAt("votes/5"))
	}
}

// A run without its settings — they were forgotten, or could not be found for once — costs nobody a date or a membership.
func TestDefinitionForgotten(t *testing.T) {
	d := newDisk(t)
	d.settings.Votes = []int{10}
	first := at("2026-06-03 12:00:00")
	d.merge(on("2026-06-03", first, paper("2606.90001"), paper("2606.90002", votes(12))))
	d.merge(on("2026-06-03", first.Add(6*time.Hour), paper("2606.90001", votes(11)), paper("2606.90002", votes(9))))
	before := d.record("2606.90001").EnteredAt("votes/10")
	d.settings.Votes = []int{25}
	d.merge(on("2026-06-03", first.Add(7*time.Hour), paper("2606.90003", votes(30))))
	d.settings.Votes = []int{10}
	d.merge(on("2026-06-03", first.Add(8*time.Hour), paper("2606.90004")))
	for _, id := range []string{"2606.90001", "2606.90002", "2606.90003"} {
		if r := d.record(id); !r.In("votes/10") {
			t.Errorf("%s is no more in votes/10: %v", id, r.Feeds)
		}
	}
	if got := d.record("2606.90001").EnteredAt("votes/10"); !got.Equal(before) {
		t.Errorf("the time of entering moved from %v to %v", before, got)
	}
	want := d.whole().Catalogue().Row("2606.90001")
	d.files[CatalogueFile] = nil
	if diff := cmp.Diff(want, d.whole().Catalogue().Row("2606.90001")); diff != "" {
		t.Errorf("the catalogue told something else than the months (-catalogue +months):\n%s", diff)
	}
}

// What the first run could not read is of the past when it is read later; what was missed since is not.
func TestMissedAtFirst(t *testing.T) {
	d := newDisk(t)
	now := at("2026-06-04 12:00:00")
	first := past(on("2026-06-04", now, paper("2606.90004")))
	first.Follows, first.Read, first.Unread = true, []string{"2026-06-04"}, []string{"2026-06-03"}
	d.merge(first)
	next := on("2026-06-03", now.Add(time.Hour), paper("2606.90003"))
	next.Follows, next.Read, next.Unread = true, []string{"2026-06-03"}, []string{"2026-06-05"}
	d.merge(next)
	if got := d.record("2606.90003").FirstSeen; got.Format(time.DateOnly) != "2026-06-03" {
		t.Errorf("a paper of a day that the first run could not read was first seen %v", got)
	}
	late := on("2026-06-05", at("2026-06-08 12:00:00"), paper("2606.90005"))
	late.Follows, late.Read, late.Unread = true, []string{"2026-06-05"}, []string{}
	d.merge(late)
	if got := d.record("2606.90005").FirstSeen; got.Format(time.DateOnly) != "2026-06-08" {
		t.Errorf("a paper of a day that came later was first seen %v", got)
	}
	// A paper that comes late to a day that was read is as new as it looks.
	d.merge(on("2026-06-03", at("2026-06-08 13:00:00"), paper("2606.90003"), paper("2606.90006")))
	if got := d.record("2606.90006").FirstSeen; got.Format(time.DateOnly) != "2026-06-08" {
		t.Errorf("a late paper was first seen %v", got)
	}
}

// Papers read from days that are over are dated into the past.
func TestPast(t *testing.T) {
	now := at("2026-06-03 12:00:00")
	d := newDisk(t)
	in := past(on("2026-06-03", now, paper("2606.90001"), paper("2606.90002")))
	in.Listings = append(in.Listings, parser.Listing{Date: "2026-06-02", Papers: []parser.Paper{
		paper("2606.90003"),
		paper("2606.90004", submitted("2026-06-02 07:30:00")),
		paper("2606.90005", submitted("2026-06-02 07:30:00")),
		paper("2606.90006", submitted("2026-05-01 07:30:00"), votes(60)),
	}})
	d.merge(in)
	want := map[string]string{
		"2606.90001": "2026-06-03 12:00:00", // not later than now
		"2606.90002": "2026-06-03 11:59:59",
		"2606.90003": "2026-06-02 23:59:59", // the end of the day less its place
		"2606.90004": "2026-06-02 07:30:00", // the source's own time
		"2606.90005": "2026-06-02 07:29:59", // taken: a second earlier
		"2606.90006": "2026-06-02 23:59:56", // not of that day
	}
	for id, first := range want {
		if got := d.record(id).FirstSeen; !got.Equal(at(first)) {
			t.Errorf("%s first seen %v, want %s", id, got, first)
		}
	}
	if r := d.record("2606.90006"); !r.EnteredAt("votes/50").Equal(r.FirstSeen) {
		t.Errorf("votes of the past entered %v", r.EnteredAt("votes/50"))
	}
	d.merge(on("2026-06-03", now.Add(time.Second), paper("2606.90009")))
	if got := d.record("2606.90009").FirstSeen; !got.After(now) {
		t.Errorf("a live paper after a backfill was first seen %v", got)
	}
}

// However the readings of a day come — short, broken, in any order — the same papers in the same feeds come out, no two at the same
// second, none ever moved; and merging the last one again changes nothing.
func TestReadingsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		full := papers(rapid.IntRange(1, 12).Draw(r, "papers"))
		for i := range full {
			if rapid.Bool().Draw(r, "organization") {
				by("o1", "Meadow-Lab")(&full[i])
			}
			full[i].Upvotes = rapid.IntRange(0, 30).Draw(r, "votes")
		}
		d := newDisk(t)
		now := at("2026-06-03 00:00:30")
		seen := map[string]time.Time{}
		read := func(list []parser.Paper) {
			d.merge(on("2026-06-03", now, list...))
			now = now.Add(time.Duration(rapid.IntRange(0, 4000).Draw(r, "seconds")) * time.Second)
			for id, rec := range d.whole().records {
				if before, ok := seen[id]; ok && !before.Equal(rec.FirstSeen) {
					r.Fatalf("%s moved from %v to %v", id, before, rec.FirstSeen)
				}
				seen[id] = rec.FirstSeen
			}
		}
		for range rapid.IntRange(0, 4).Draw(r, "readings") {
			part := rapid.SliceOfDistinct(rapid.SampledFrom(full), func(p parser.Paper) string { return p.ID }).Draw(r, "part")
			for i := range part {
				if rapid.Bool().Draw(r, "broken") {
					part[i].Organization, part[i].Upvotes = nil, 0
				}
			}
			read(part)
		}
		read(rapid.Permutation(full).Draw(r, "order"))
		a := d.whole()
		times := map[int64]string{}
		for _, p := range full {
			rec := a.Record(p.ID)
			if rec == nil {
				r.Fatalf("%s was lost", p.ID)
			}
			if other, taken := times[rec.FirstSeen.Unix()]; taken {
				r.Fatalf("%s and %s were first seen at the same second", p.ID, other)
			}
			times[rec.FirstSeen.Unix()] = p.ID
			if p.Organization != nil != rec.In("orgs/meadow-lab") || p.Upvotes >= 10 != rec.In("votes/10") {
				r.Fatalf("%s is in %v", p.ID, rec.Feeds)
			}
		}
		if _, written := d.merge(on("2026-06-03", now, full...)); len(written) != 0 {
			r.Fatalf("merging it again wrote %v", written)
		}
	})
}

// Days of the past that are read by name are no sign that all days since have been missed; those of a first run are where it begins.
func TestThrough(t *testing.T) {
	now := at("2026-06-03 12:00:00")
	d := newDisk(t)
	d.merge(past(on("2024-01-10", now, paper("2401.90001"))))
	if x := d.open().Index; x.Through != "" || x.Newest() != "2024-01-10" {
		t.Errorf("after an old day: through %q, newest %q", x.Through, x.Newest())
	}
	first := past(on("2026-06-02", now, paper("2606.90001")))
	first.Follows = true
	d.merge(first)
	if x := d.open().Index; x.Through != "2026-06-02" {
		t.Errorf("after the first run: through %q", x.Through)
	}
	d.merge(on("2026-06-03", now, paper("2606.90002")))
	if x := d.open().Index; x.Through != "2026-06-03" {
		t.Errorf("after a live run: through %q", x.Through)
	}
}
