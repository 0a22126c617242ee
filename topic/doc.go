// Package topic decides which topics a text is about.
//
// In: a title, an abstract and, where there are any, keywords. Out: the slugs of its topics, and on request what spoke for and against
// each. The rules are data (topics.json), compiled once; matching is deterministic, uses no network, and never knows what a paper is.
package topic
