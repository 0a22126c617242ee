// Package store keeps files in a place: a folder, or a bucket of S3 or of a server that speaks its language.
//
// In: files with their headers. Out: the same bytes, a list of what is there, and conditional writes, so that two runs at once cannot
// undo each other. It never knows what it stores and never deletes what it was not told to.
package store

import "errors"

var (
	// ErrNotFound: there is no such file.
	ErrNotFound = errors.New("no such file")
	// ErrChanged: the file is not (any more) as the condition of a put says; read again.
	ErrChanged = errors.New("changed by someone else")
	// ErrUnconditional: the place cannot do conditional puts (S3 servers that answer 501).
	ErrUnconditional = errors.New("conditional puts are not supported here")
	// ErrLocked: another run is at work in this folder.
	ErrLocked = errors.New("another run is at work there")
)

// A File is what is put: a body with the headers it is to be served with. A folder has no place for the headers: who serves it derives
// them from the endings.
type File struct {
	Path         string // relative, with slashes: "topics/agents.rss"
	Body         []byte
	ContentType  string
	CacheControl string
	// Sync makes a folder flush the file to the disk before it takes its place, so that a power cut right after cannot lose it. It is
	// for what cannot be made again (the archive): it costs a disk's write each, too much for thousands of feeds, which heal anyway.
	// S3 always does.
	Sync bool
}

// An Object is what a place tells of a file without reading it. ETag is opaque: equal ETags mean equal bytes; different ones mean
// nothing.
type Object struct {
	Path string
	ETag string
	Size int64
}

// A Condition guards a put. The zero value puts whatever is there.
type Condition struct {
	IfMatch  string // put only over the file with this ETag
	IfAbsent bool   // put only where there is no file
}

// check refuses a condition that no file could meet.
func (c Condition) check() error {
	if c.IfAbsent && c.IfMatch != "" {
		return errors.New("a put cannot ask for a file to be absent and to have an ETag")
	}
	return nil
}
