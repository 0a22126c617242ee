package main

import "runtime/debug"

// What a rebuild keeps in memory: each paper as it was read and as it is written in one format, and what is at work at a time. The
// collector's own habit, which lets as much again lie about, would be 340 MB for 8,000 papers instead of 220.
const (
	memoryBase  = 48 << 20
	memoryPaper = 17 << 10
)

// limitMemory makes the garbage collector keep a rebuild of so many papers to what it needs; GOMEMLIMIT says otherwise.
func limitMemory(env *environment, papers int) {
	if env.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryBase + int64(papers)*memoryPaper)
	}
}
