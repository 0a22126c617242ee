package text

import (
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// checkClean reports what no text may hold that leaves this package.
func checkClean(t reporter, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q: not UTF-8", s)
	}
	if !norm.NFC.IsNormalString(s) {
		t.Errorf("%q: not in Form C", s)
	}
	last := ' '
	for _, r := range s {
		if r == ' ' && last == ' ' || r != ' ' && unicode.IsSpace(r) {
			t.Errorf("%q: blanks", s)
		}
		if r < ' ' || 0x7f <= r && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff || r == 0xfffd ||
			r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe || r == 0x200b || r == 0xad {
			t.Errorf("%q: forbidden %U", s, r)
		}
		last = r
	}
	if s != "" && last == ' ' {
		t.Errorf("%q: blank at the end", s)
	}
}

// texts draws strings of TeX, half TeX, and everything else.
func texts(t *rapid.T, name string) string {
	n := rapid.IntRange(0, 30).Draw(t, name+" pieces")
	pieces := rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom(texPieces),
		rapid.StringN(0, 6, 24),
		rapid.StringMatching(`[A-Za-z0-9 .,()]{0,8}`),
	), n, n).Draw(t, name)
	return strings.Join(pieces, "")
}

var texPieces = strings.Fields(`\ $ ^ _ { } ~ \times \alpha \textbf \textbf{ \frac{a}{b} \sqrt \left( \right) \mathbb{R} \mathcal \text{a b}
	\\ \$ \% \_ \, \! \' \" \^ \c{c} \'e \"o \d \i \o \( \) \[ \] $$ $x$ $x^2$ $5 ^2 ^{ _{ ^{n} _{0.5} ^\circ _\theta ^circ ^(- times 3times sim 9sim4
	sim2 leq infty pi_0 tau^2 mu muP cdot https://a.b/c_d{x} https://a.b/ \url{ \href{ \footnote{x} \cite{a} \em {\em {\it \color{red} red{a}
	textbf{ text{ frac{ sqrt{ 2AI mtimes '' '  \ours{} \name ~( 1~4 C:\a\b \\s\a . , - -- --- + * / | < > @ # & % ! ? 1 2 a b N É 中 👩‍👩‍👧 é
	Σ λ ° ² ₀ ∼ ×` + "`` ` '' \u200b \u202e \ufeff \xff \ufffd \u0301 \u2028 \u00a0 \u00ad") // and blanks between them

func TestReadableHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holdsReadable(t, texts(t, "text")) })
}

func FuzzReadable(f *testing.F) {
	for line := range strings.Lines(readableCases) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, s string) { holdsReadable(t, s) })
}

type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

func holdsReadable(t reporter, s string) {
	t.Helper()
	clean := Clean(s)
	checkClean(t, clean)
	if again := Clean(clean); again != clean {
		t.Errorf("Clean(%q) = %q, again %q", s, clean, again)
	}
	got := Readable(s)
	checkClean(t, got)
	if again := Readable(got); again != got {
		t.Errorf("Readable(%q) = %q, again %q", s, got, again)
	}
	if len(got) > 3*len(clean)+16 {
		t.Errorf("Readable(%q) has %d bytes, the text %d", s, len(got), len(clean))
	}
	if !strings.ContainsAny(clean, "\\$^_{}~`") && got != clean && !deslashedWord.MatchString(clean) {
		t.Errorf("Readable(%q) = %q, but there is no TeX", s, got)
	}
}

// deslashedWord: without one of these a text without TeX's characters stays as Clean gives it.
var deslashedWord = regexp.MustCompile(`times|sim|approx|pm|[lgn]eq|arrow|infty|var(epsilon|phi)|nabla|propto|cdot|lceil|rceil|lfloor|rfloor|mu|--`)

func TestExcerptHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		holdsExcerpt(t, texts(t, "text"), rapid.IntRange(-1, 40).Draw(t, "max"))
	})
}

func FuzzExcerpt(f *testing.F) {
	f.Add("A family 👩‍👩‍👧 and a long, long word", 12)
	f.Add("中文没有空格的句子也要能截断", 8)
	f.Fuzz(func(t *testing.T, s string, max int) { holdsExcerpt(t, Clean(s), max%300) })
}

func holdsExcerpt(t reporter, s string, max int) {
	t.Helper()
	got := Excerpt(s, max)
	if max > 0 && utf8.RuneCountInString(s) > max {
		if want := excerptByCharacter(s, max); got != want {
			t.Errorf("Excerpt(%q, %d) = %q, by character %q", s, max, got, want)
		}
	}
	if n := utf8.RuneCountInString(got); n > max && got != "" {
		t.Errorf("Excerpt(%q, %d) = %q of %d", s, max, got, n)
	}
	head, cut := strings.CutSuffix(got, ellipsis)
	switch {
	case max < 1:
		if got != "" {
			t.Errorf("Excerpt(%q, %d) = %q, want nothing", s, max, got)
		}
	case utf8.RuneCountInString(s) <= max:
		if got != s {
			t.Errorf("Excerpt(%q, %d) = %q, want it whole", s, max, got)
		}
	case !cut || !strings.HasPrefix(s, head):
		t.Errorf("Excerpt(%q, %d) = %q: not a beginning and …", s, max, got)
	case s[len(head)] >= utf8.RuneSelf && uniseg.GraphemeClusterCount(head)+uniseg.GraphemeClusterCount(s[len(head):]) != uniseg.GraphemeClusterCount(s):
		t.Errorf("Excerpt(%q, %d) = %q: a character cut in two", s, max, got)
	}
	if again := Excerpt(got, max); again != got {
		t.Errorf("Excerpt(%q, %d) = %q, again %q", s, max, got, again)
	}
}

func TestFirstSentenceHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holdsFirstSentence(t, Clean(texts(t, "text"))) })
}

func FuzzFirstSentence(f *testing.F) {
	f.Add("We show, e.g. by J. Doe et al. (2024), that GPT-4.1 is 0.5 better. It is.")
	f.Fuzz(func(t *testing.T, s string) { holdsFirstSentence(t, Clean(s)) })
}

func holdsFirstSentence(t reporter, s string) {
	t.Helper()
	got := FirstSentence(s)
	if !strings.HasPrefix(s, got) || s != "" && got == "" {
		t.Errorf("FirstSentence(%q) = %q: no beginning", s, got)
	}
	checkClean(t, got)
	if again := FirstSentence(got); again != got {
		t.Errorf("FirstSentence(%q) = %q, again %q", s, got, again)
	}
}

func TestURLHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scheme := rapid.SampledFrom([]string{
			"", "http://", "https://", "HTTPS://", " https://\n", "javascript:", "https://example.org/", "https://a.b:80", "http://localhost:8080/",
		}).Draw(t, "scheme")
		holdsURL(t, scheme+texts(t, "rest"))
	})
}

func FuzzURL(f *testing.F) {
	f.Add("https://github.com/doe/\n  Some-Repo?q=ä#a#b%zz")
	f.Add("https://bücher.example:8080/a b")
	f.Add("http://user:pass@example.org/")
	f.Add("http://localhost:8080/topics/agents.rss")
	f.Add("http://localhost:123456/")
	f.Fuzz(func(t *testing.T, s string) { holdsURL(t, s) })
}

func holdsURL(t reporter, s string) {
	t.Helper()
	got := URL(s)
	if want := makeURL(s); got != want {
		t.Errorf("URL(%q) = %q, the long way %q", s, got, want)
	}
	if got == "" {
		return
	}
	u, err := url.Parse(got)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		t.Errorf("URL(%q) = %q: %v", s, got, err)
	}
	if i := strings.IndexFunc(got, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`<>"'\^{}|`+"`", r) }); i >= 0 {
		t.Errorf("URL(%q) = %q: forbidden %q", s, got, got[i])
	}
	if again := URL(got); again != got {
		t.Errorf("URL(%q) = %q, again %q", s, got, again)
	}
}

var (
	realSlug  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$`)
	takenSlug = regexp.MustCompile(`^[0-9]+$|\.(rss|atom|json|html)$|\.$|^(con|prn|aux|nul|(com|lpt)[0-9])(\.|$)`)
	safeSlug  = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,79}$`)
)

func TestSlugHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.OneOf(rapid.StringMatching(`[A-Za-z0-9._-]{0,90}`), rapid.StringMatching(`[a-zA-Z0-9]{1,12}(\.(rss|json|txt|Atom))?`), rapid.Custom(func(t *rapid.T) string { return texts(t, "text") }))
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		holdsSlug(t, a)
		if Slug(a) == Slug(b) && lowerASCII(a) != lowerASCII(b) && Slug(lowerASCII(a)) != lowerASCII(a) && Slug(lowerASCII(b)) != lowerASCII(b) {
			t.Errorf("Slug(%q) = Slug(%q) = %q", a, b, Slug(a))
		}
	})
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"OpenExample-Team", "..", "1", "con", "a/b", "x.rss", "ÄÖ", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { holdsSlug(t, s) })
}

func holdsSlug(t reporter, s string) {
	t.Helper()
	got := Slug(s)
	if s == "" {
		return
	}
	if !safeSlug.MatchString(got) || strings.HasSuffix(got, ".") || strings.Trim(got, "0123456789") == "" || !filepath.IsLocal(got) {
		t.Errorf("Slug(%q) = %q", s, got)
	}
	for _, ending := range []string{".rss", ".atom", ".json", ".html"} {
		if strings.HasSuffix(got, ending) {
			t.Errorf("Slug(%q) = %q", s, got)
		}
	}
	if again := Slug(got); again != got {
		t.Errorf("Slug(%q) = %q, again %q", s, got, again)
	}
	if low := strings.ToLower(s); realSlug.MatchString(s) && !takenSlug.MatchString(low) && got != low {
		t.Errorf("Slug(%q) = %q, want %q", s, got, low)
	}
}
