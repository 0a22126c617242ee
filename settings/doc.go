// Package settings reads what an operator wants published.
//
// In: YAML. Out: [Settings], complete with defaults (default.yaml), or every mistake at once, each with its line and what would be
// right. It never reads files or the environment — the mains do — and never guesses: an unknown key is a mistake.
package settings
