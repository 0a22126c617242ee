// Package sample holds invented list days in the exact form of Hugging Face Daily Papers.
//
// In: drafts of papers that exist nowhere (data/*.json), or the size of an archive that is wanted. Out: list days as the source gives
// them, as structs ([Day], [Item]), as a page ([Page]) and as an answer of the listing API ([API]). They come with the program, so
// that it can be tried without the network, and serve tests and benchmarks. Nothing in here is read from anywhere, and no paper,
// author or organization of it is real; ids are above those arXiv ever gave out in their month.
package sample
