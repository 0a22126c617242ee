// Package abstract cuts an abstract into its parts.
//
// In: a title and an abstract. Out: their words by part, and what one of them weighs there. The words by which the parts are told apart
// are data, parts.json. It never knows a topic, nor what a word means beyond that.
package abstract
