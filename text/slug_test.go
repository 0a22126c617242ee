package text

import (
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		hashed         bool // a hash comes after what is wanted
	}{
		{"real", "OpenExample-Team", "openexample-team", false},
		{"real with all it may have", "4Doe_Lab.v1-", "4doe_lab.v1-", false},
		{"device only at the start of a name", "Console", "console", false},
		{"empty", "", "", false},
		{"blank", "Doe Lab", "doe-lab-90bcaa6f16", false},
		{"all digits", "2026", "2026-", true},
		{"feed's ending", "doe.rss", "doe-rss-", true},
		{"device", "Con", "con-", true},
		{"device with an ending", "com1.x", "com1-x-", true},
		{"parent", "..", "x-", true},
		{"hidden", ".doe", "doe-", true},
		{"path", "a/../b", "a----b-", true},
		{"other scripts only", "中文", "x-", true},
		{"point at the end", "doe.", "doe-", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Slug(c.in)
			if c.hashed {
				got = got[:max(0, len(got)-hashSize)]
			}
			if got != c.want {
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
