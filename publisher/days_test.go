package publisher

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/archive"
)

func TestPlanDays(t *testing.T) {
	// 2026-06-01 is a Monday.
	week := []string{"2026-05-27", "2026-05-28", "2026-05-29", "2026-06-01", "2026-06-02", "2026-06-03"}
	tests := []struct {
		name          string
		index         archive.Index
		newest, today string
		want          dayPlan
	}{
		{
			name: "an hour like any other", index: archive.Index{Through: "2026-06-03", Open: week}, newest: "2026-06-03", today: "2026-06-03",
			want: dayPlan{again: []string{"2026-06-02", "2026-06-01"}},
		}, {
			name: "a new list day", index: archive.Index{Through: "2026-06-03", Open: week}, newest: "2026-06-04", today: "2026-06-04",
			want: dayPlan{again: []string{"2026-06-03", "2026-06-02"}},
		}, {
			name: "the page of an older day", index: archive.Index{Through: "2026-06-03", Open: week}, newest: "2026-06-02", today: "2026-06-03",
			want: dayPlan{again: []string{"2026-06-03", "2026-06-01"}},
		}, {
			name: "no page at all, on the next day", index: archive.Index{Through: "2026-06-03", Open: week}, today: "2026-06-04",
			want: dayPlan{again: []string{"2026-06-03", "2026-06-02"}},
		}, {
			name: "no page at all for three days", index: archive.Index{Through: "2026-06-03", Open: week}, today: "2026-06-06",
			want: dayPlan{again: []string{"2026-06-03", "2026-06-02"}, missed: []string{"2026-06-05", "2026-06-04"}},
		}, {
			name: "Monday after a weekend", index: archive.Index{Through: "2026-05-29", Open: week[:3]}, newest: "2026-06-01", today: "2026-06-01",
			want: dayPlan{again: []string{"2026-05-29", "2026-05-28"}, missed: []string{"2026-05-31", "2026-05-30"}},
		}, {
			name:  "days that failed are tried again, but not twice",
			index: archive.Index{Through: "2026-06-03", Open: week, Unread: []string{"2026-05-20", "2026-06-02", "2026-06-03"}}, newest: "2026-06-03", today: "2026-06-03",
			want: dayPlan{again: []string{"2026-06-02", "2026-06-01"}, unread: []string{"2026-05-20"}},
		}, {
			name: "a failed day newer than an older page", index: archive.Index{Through: "2026-06-03", Open: week[:4], Unread: []string{"2026-06-02"}}, newest: "2026-06-01", today: "2026-06-03",
			want: dayPlan{again: []string{"2026-05-29", "2026-05-28"}, unread: []string{"2026-06-02"}},
		}, {
			name: "a long outage begins with the oldest", index: archive.Index{Through: "2026-06-03", Open: week[5:]}, newest: "2026-06-20", today: "2026-06-20",
			want: dayPlan{
				again: []string{"2026-06-03"},
				missed: []string{"2026-06-17", "2026-06-16", "2026-06-15", "2026-06-14", "2026-06-13", "2026-06-12", "2026-06-11",
					"2026-06-10", "2026-06-09", "2026-06-08", "2026-06-07", "2026-06-06", "2026-06-05", "2026-06-04"},
				later: []string{"2026-06-18", "2026-06-19"},
			},
		}, {
			name: "new days come before those that failed, which keep their turn",
			index: archive.Index{Through: "2026-06-03", Open: week, Unread: []string{"2026-05-14", "2026-05-10", "2026-05-11", "2026-05-12", "2026-05-13",
				"2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07", "2026-05-08", "2026-05-09"}},
			newest: "2026-06-06", today: "2026-06-06",
			want: dayPlan{
				again: []string{"2026-06-03", "2026-06-02"}, missed: []string{"2026-06-05", "2026-06-04"},
				unread: []string{"2026-05-14", "2026-05-10", "2026-05-11", "2026-05-12", "2026-05-13",
					"2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07"},
				later: []string{"2026-05-08", "2026-05-09"},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := planDays(&tt.index, tt.newest, tt.today, false)
			for _, list := range []*[]string{&got.again, &got.missed, &got.unread, &got.later, &got.refresh} {
				if len(*list) == 0 {
					*list = nil
				}
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(dayPlan{})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Once a day older lists are read again for their counts, and recent days without a list for one that was withheld.
func TestRefreshPlan(t *testing.T) {
	index := archive.Index{Through: "2026-06-03", Open: []string{"2026-05-11", "2026-05-29", "2026-06-01", "2026-06-02", "2026-06-03"}}
	got := planDays(&index, "2026-06-03", "2026-06-03", true)
	want := []string{
		"2026-05-31", "2026-05-30", // a weekend
		"2026-05-29",
		"2026-05-28", "2026-05-27", "2026-05-26", "2026-05-25", "2026-05-24", "2026-05-23", "2026-05-22", "2026-05-21",
		"2026-05-11",
	}
	if diff := cmp.Diff(want, got.refresh); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFirstDays(t *testing.T) {
	if diff := cmp.Diff([]string{"2026-03-01", "2026-02-28", "2026-02-27"}, firstDays("2026-03-02", 3)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := firstDays("2026-03-02", 0); len(got) != 0 {
		t.Errorf("nothing to read back, got %v", got)
	}
}
