// Package drift tells how a stream of papers moves away from the topic rules.
//
// In: published papers with the topics they got. Out: papers a week, topics that grow or dry up, papers that get none, and the words
// that are frequent among those. It needs no labels, and never says whether a topic is right.
package drift
