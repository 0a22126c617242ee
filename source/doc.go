// Package source reads listings from huggingface.co, or from a server that answers like it.
//
// In: a list day. Out: the bytes of its page or of its API answers, decoded, complete and of bounded size, with the time the source
// says it is. It waits where the source's rate limits ask for it, asks again where that can help, and says in one sentence what was
// wrong where it cannot. It never looks into the bytes (that is package parser's), never chooses which days to read (that is package
// publisher's), and never knows what a feed is.
package source
