package text

import (
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"real", "OpenExample-Team", "openexample-team"},
		{"real with all it may have", "4Doe_Lab.v1-", "4doe_lab.v1-"},
		{"device only at the start of a name", "Console", "console"},
		{"empty", "", ""},
		{"blank", "Doe Lab", "doe-lab-90bcaa6f16"},
		{"all digits", "2026", "2026-"},
		{"feed's ending", "doe.rss", "doe-rss-"},
		{"device", "Con", "con-"},
		{"device with an ending", "com1.x", "com1-x-"},
		{"parent", "..", "x-"},
		{"hidden", ".doe", "doe-"},
		{"path", "a/../b", "a----b-"},
		{"other scripts only", "中文", "x-"},
		{"point at the end", "doe.", "doe-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Slug(c.in)
			if prefix, hashed := strings.CutSuffix(c.want, "-"); got != c.want && !(hashed && c.want != "4doe_lab.v1-" && strings.HasPrefix(got, prefix+"-") && len(got) == len(c.want)+hashSize) {
				t.Errorf("Slug(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// TestSlugHash pins the hash: it is part of addresses that never change.
func TestSlugHash(t *testing.T) {
	long := strings.Repeat("a", 100)
	if got := Slug(long); got != strings.Repeat("a", 69)+"-2816597888" {
		t.Errorf("Slug of 100 a = %q", got)
	}
	if a, b := Slug("\xff"), Slug("\xfe"); a == b {
		t.Errorf("two slugs that are not UTF-8 are both %q", a)
	}
}
