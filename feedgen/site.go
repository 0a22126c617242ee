package feedgen

import (
	"fmt"
	"time"

	"paperfeeds/archive"
	"paperfeeds/settings"
)

// A Site is what all files of a place have in common.
type Site struct {
	BaseURL  string // where the place is served, ending in a slash
	Place    archive.Place
	Settings settings.Settings
}

// generator is named in feeds without a version: a new version must not make every document new.
const generator = "paperfeeds"

// URL is the public address of a path.
func (site Site) URL(path string) string { return site.BaseURL + path }

// TagURI is an id for the thing at a path that outlives any address: host and year are those of the place's first day (RFC 4151).
func (site Site) TagURI(path string) string {
	return fmt.Sprintf("tag:%s,%d:%s", site.Place.Host, site.Place.Year, path)
}

// started stands for the newest item of a feed that has none: a fixed time, so that an empty feed is the same bytes every day.
func (site Site) started() time.Time { return time.Date(site.Place.Year, 1, 1, 0, 0, 0, 0, time.UTC) }
