package sample

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestListings(t *testing.T) {
	listings, err := Listings()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range listings {
		names = append(names, l.Name)
		if len(cards(t, l.Body)) < 20 {
			t.Errorf("%s has few cards", l.Name)
		}
	}
	if diff := cmp.Diff([]string{"2026-05-28.html", "2026-05-29.html", "2026-06-01.html"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
