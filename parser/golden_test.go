package parser

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// The whole of what a page gives, as the archive will hold it: every field, a skipped paper, a paper only on a card, warnings.
func TestGolden(t *testing.T) {
	items := []object{
		paperItem("3102.00001", both("title", "Layers of\n  $R^2$"), inPaper("upvotes", 1093), inPaper("submittedOnDailyAt", "2031-02-03T07:31:12.345Z")),
		paperItem("3102.00002", drop("organization"), inPaper("authors", []any{object{"name": "Ghost", "hidden": true}, object{"name": "Ada Example"}})),
		paperItem("3102.00003", drop("summary")),
		paperItem("3102.00004", inPaper("githubStars", "many")),
		paperItem("3102.00005"), paperItem("3102.00006"), paperItem("3102.00005"),
	}
	cards := append([]object{items[5], paperItem("3102.00007")}, items[:5]...)
	got, err := Page(site{items: items, cards: cards}.build(t))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(got); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/page.golden.json"
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, b.String(), string(want))
}
