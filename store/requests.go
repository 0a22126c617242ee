package store

import "sync/atomic"

// Requests counts what was asked of a place since it was opened, by kind. A list counts its pages; what the client of S3 tries again by
// itself counts once.
type Requests struct {
	Get, Put, List, Delete int64
}

// counter counts requests; safe for concurrent use.
type counter struct {
	get, put, list, delete atomic.Int64
}

// Requests tells how many requests were made so far.
func (c *counter) Requests() Requests {
	return Requests{
		Get: c.get.Load(), Put: c.put.Load(), List: c.list.Load(), Delete: c.delete.Load(),
	}
}
