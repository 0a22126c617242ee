package text_test

import (
	"fmt"

	"paperfeeds/text"
)

func ExampleReadable() {
	fmt.Println(text.Readable("$R^2$-Prompting: Faster\n  Planning on 8timesH800"))
	fmt.Println(text.Readable(`It gains sim25.5\% at https://example.org/plan{this URL}, for \$5.`))
	fmt.Println(text.Readable("from $100 to $200, train_data.json, 2 times faster"))
	// Output:
	// R²-Prompting: Faster Planning on 8×H800
	// It gains ∼25.5% at https://example.org/plan, for $5.
	// from $100 to $200, train_data.json, 2 times faster
}

func ExampleExcerpt() {
	fmt.Println(text.Excerpt("We present a planner that plans.", 20))
	// Output: We present a…
}

func ExampleFirstSentence() {
	fmt.Println(text.FirstSentence("Models, e.g. GPT-4.1, fail by 0.5 points. We fix it."))
	// Output: Models, e.g. GPT-4.1, fail by 0.5 points.
}

func ExampleURL() {
	fmt.Println(text.URL(" https://github.com/doe/\n  Some-Repo"))
	fmt.Printf("%q\n", text.URL("javascript:alert(1)"))
	// Output:
	// https://github.com/doe/Some-Repo
	// ""
}

func ExampleSlug() {
	fmt.Println(text.Slug("OpenExample-Team"))
	// Output: openexample-team
}
