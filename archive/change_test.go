package archive

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// A paper has its date for good as soon as the change is put, though no month holds it yet; and the next run need not read it again.
func TestChangeAlone(t *testing.T) {
	d := newDisk(t)
	d.merge(on("2026-06-30", at("2026-06-30 12:00:00"), papers(2)...))
	before := maps.Clone(d.files)
	d.merge(on("2026-06-30", at("2026-07-01 00:00:01"), papers(6)...)) // on both sides of midnight, and in a month that is new
	want := ids(d.whole())
	dates := map[string]string{}
	for _, id := range want {
		dates[id] = d.record(id).FirstSeen.String()
	}
	change := d.files[ChangeFile]
	for name, in := range map[string]Intake{
		"the same listing": on("2026-06-30", at("2026-07-01 03:00:00"), papers(6)...),
		"an older listing": on("2026-06-30", at("2026-07-01 03:00:00"), papers(2)...),
		"no listing":       {Now: at("2026-07-01 03:00:00")},
	} {
		t.Run(name, func(t *testing.T) {
			d := &disk{t: t, files: maps.Clone(before), settings: d.settings}
			d.files[ChangeFile] = change
			d.merge(in)
			if got := ids(d.whole()); !slices.Equal(got, want) {
				t.Fatalf("papers %v, want %v", got, want)
			}
			for id, date := range dates {
				if got := d.record(id).FirstSeen.String(); got != date {
					t.Errorf("%s was dated %s, and is dated %s now", id, date, got)
				}
			}
			if _, written := d.merge(in); len(written) > 0 {
				t.Errorf("merged again, it wrote %v", written)
			}
		})
	}
}

// A change that was closed is not done again: what came after it stands.
func TestClosedChange(t *testing.T) {
	d := newDisk(t)
	d.merge(on("2026-06-03", at("2026-06-03 12:00:00"), papers(2)...))
	if _, written := d.merge(on("2026-06-03", at("2026-06-03 13:00:00"), papers(2)...)); len(written) > 0 {
		t.Errorf("wrote %v", written)
	}
	delete(d.files, ChangeFile) // which is not needed any more
	if _, written := d.merge(on("2026-06-03", at("2026-06-03 14:00:00"), papers(2)...)); len(written) > 0 {
		t.Errorf("without the change it wrote %v", written)
	}
}

// An older version of the change, restored by hand, does not undo what came later.
func TestRestoredChange(t *testing.T) {
	d := newDisk(t)
	d.merge(on("2026-06-03", at("2026-06-03 12:00:00"), papers(2)...))
	old := d.files[ChangeFile]
	voted := paper("2606.90001", votes(30))
	d.merge(on("2026-06-03", at("2026-06-03 13:00:00"), papers(2)[0], voted))
	d.merge(on("2026-06-04", at("2026-06-04 12:00:00"), paper("2606.90009")))
	d.files[ChangeFile] = old
	d.merge(on("2026-06-04", at("2026-06-04 13:00:00"), paper("2606.90010")))
	if !d.record("2606.90001").In("votes/25") {
		t.Error("a paper has left a feed")
	}
	if got := ids(d.whole()); len(got) != 4 {
		t.Errorf("papers %v, want 4", got)
	}
}

func TestDamagedChange(t *testing.T) {
	for name, body := range map[string][]byte{
		"empty": {}, "not JSON": repack(t, []byte("sheep")), "no paper": repack(t, []byte(`{"v":1}`)), "no date": repack(t, []byte(`{"v":1,"paper":{"id":"2606.90001"}}`)),
	} {
		d := newDisk(t)
		in := on("2026-06-03", at("2026-06-03 12:00:00"), papers(2)...)
		d.merge(in)
		d.files[ChangeFile] = body
		a := d.open()
		err := d.load(a, func() []string { return a.Needs(in, d.settings) })
		if err == nil || !strings.Contains(err.Error(), ChangeFile) || !strings.Contains(err.Error(), "restore") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecodeChange(f *testing.F) {
	f.Add([]byte(`{"v":1,"paper":{"v":1,"id":"2606.90001","days":["2026-06-03"],"first_seen":"2026-06-03T12:00:00Z"}}`))
	f.Add([]byte(`{"v":1,"digest":{"v":1,"feed":"digest/daily","period":"2026-06-03"}}`))
	f.Fuzz(func(t *testing.T, plain []byte) {
		_, lines, err := decodeChange(repack(t, plain))
		if err != nil {
			return
		}
		for _, l := range lines {
			if l.Paper != nil && (l.Paper.ID == "" || l.Paper.FirstSeen.IsZero()) {
				t.Errorf("unsound paper %+v", l.Paper)
			}
		}
	})
}
