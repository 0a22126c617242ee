package drift

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWatch(t *testing.T) {
	items := []Item{
		{"2026-02-09", "A Robot Study", "the robot moves", []string{"robotics"}},
		{"2026-02-15", "A Robot Arm", "the robot grasps", []string{"robotics", "agents"}},
		{"2026-02-16", "Bees One", "the bees dance", nil}, // the Monday after: a new week
		{"2026-02-17", "Bees Two", "the bees hum", nil},
		{"2026-02-18", "Bees Three", "the bees sleep", nil},
		{"no date", "Bees Four", "the bees are left out", nil},
	}
	got := Watch(slices.Values(items))
	want := Drift{
		Weeks: []Week{
			{Week: "2026-W07", Papers: 2, Topics: map[string]int{"robotics": 2, "agents": 1}},
			{Week: "2026-W08", Papers: 3, None: 3, Topics: map[string]int{}},
		},
	}
	if diff := cmp.Diff(want.Weeks, got.Weeks); diff != "" {
		t.Errorf("weeks (-want +got):\n%s", diff)
	}
	// 3 of 5 papers have no topic, so even a word of theirs alone is not twice as frequent there.
	if len(got.Words) != 0 {
		t.Errorf("words %v, want none", got.Words)
	}
	for range 4 {
		items = append(items, items[:2]...)
	}
	got = Watch(slices.Values(items))
	if diff := cmp.Diff([]WordCount{{"bees", 3, 3}}, got.Words); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	var b strings.Builder
	if err := got.Write(&b); err != nil || !strings.Contains(b.String(), "bees (3 of 3)") || !strings.Contains(b.String(), "| 2026-W08 | 3 | 1.00") {
		t.Errorf("written: %v\n%s", err, b.String())
	}
}
