// Package topic decides which topics a text is about.
//
// In: a title, an abstract and, where there are any, keywords. Out: the slugs of its topics, and on request what spoke for and against
// each. The rules are data: topics.json, phrases that people wrote, and words.json, words that topic/learn found out from labelled
// papers; both are compiled once. Matching is deterministic, uses no network, and never knows what a paper is.
package topic
