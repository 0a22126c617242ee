// Package serve answers HTTP requests with the files of a place that is a folder.
//
// In: the folder. Out: its files with the types, validators and cache times that a bucket gives them by the headers they were put with;
// a folder keeps none, so here they follow from the path. It never writes, never lists a folder, and never knows what a paper is.
package serve
