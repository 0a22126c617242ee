package topic_test

import (
	"fmt"

	"paperfeeds/topic"
)

func ExampleRules_Match() {
	rules, err := topic.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rules.Match("Gaussian Splatting for Bee Hives", "3D Gaussians reconstruct a hive for novel view synthesis.", nil))
	// Output: [3d]
}

func ExampleRules_With() {
	rules, err := topic.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	rules, err = rules.With(map[string]topic.Definition{
		"bees": {Name: "Bees", Description: "Everything that hums.", Any: []string{"honey bee | bee"}, Hint: []string{"hive"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	verdicts := rules.Explain("Where Bees Go", "We follow honey bees from the hive.", nil)
	fmt.Println(verdicts[len(verdicts)-1])
	// Output: bees: yes, 14 points of 8; for: honey bee | bee (title, +8), honey bee | bee (abstract, +4), hive (abstract, +2)
}
