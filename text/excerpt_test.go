package text

import "testing"

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		name, in string
		max      int
		want     string
	}{
		{"fits", "Plans for agents", 16, "Plans for agents"},
		{"cut at a word's end", "Plans for agents", 15, "Plans for…"},
		{"the … counts", "Plans for agents", 10, "Plans for…"},
		{"word ends where the room does", "Plans for agents", 9, "Plans…"},
		{"no comma before …", "Plans, maps and more", 7, "Plans…"},
		{"no point before …", "It is so. More of it.", 12, "It is so…"},
		{"one long word", "Pneumonoultramicroscopic", 8, "Pneumon…"},
		{"long word after a short one", "A Pneumonoultramicroscopic", 12, "A Pneumonou…"},
		{"no blanks", "中文没有空格", 4, "中文没…"},
		{"family is seven code points or none", "a 👩‍👩‍👧 b", 5, "a…"},
		{"one", "Plans", 1, "…"},
		{"none", "Plans", 0, ""},
		{"negative", "Plans", -3, ""},
		{"empty", "", 5, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Excerpt(c.in, c.max); got != c.want {
				t.Errorf("Excerpt(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
			}
		})
	}
}
