package settings_test

import (
	"fmt"

	"paperfeeds/settings"
)

func ExampleParse() {
	s, err := settings.Parse([]byte("votes: [25]\nfeeds:\n  google-code: {any: [organization:google, organization:deepmind], all: [topic:code]}\n"))
	fmt.Println(s.Votes, s.Combinations[0].Name, s.Combinations[0].All, s.BackfillDays, err)
	// Output: [25] google-code [{topic code}] 30 <nil>
}

// All mistakes are told at once.
func ExampleParse_mistakes() {
	_, err := settings.Parse([]byte("titel: Mine\nvotes: [many]\n"))
	fmt.Println(err)
	// Output:
	// line 1: unknown key "titel" in settings; known are backfill_days, families, feeds, hide, hub, title, topics, votes
	// line 2: must be a whole number from 1 to 1000000, not "many"
}
