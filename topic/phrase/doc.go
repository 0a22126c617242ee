// Package phrase finds phrases in text.
//
// In: phrases once, then texts. Out: which phrases stand where. A text is normalized to words first, so that "Vision-Language" and
// "vision language" are the same, and a text is walked once however many phrases there are. It never knows what a phrase means.
package phrase
