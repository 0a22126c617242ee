package publisher

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// maxDocument is what a document may have: readers and crawlers give up at 1 MB.
const maxDocument = 1_000_000

// A document is what Verify has to know of one document of a feed.
type document struct {
	ids   []string // newest first
	dates []time.Time
	self  string
	prev  string // address of the document with the next older items, or empty
}

// documentReaders read a document by its ending.
var documentReaders = map[string]func([]byte) (document, error){".rss": readRSS, ".atom": readAtom, ".json": readJSON}

func readRSS(body []byte) (document, error) {
	var doc struct {
		XMLName xml.Name `xml:"rss"`
		Channel struct {
			Links []link `xml:"http://www.w3.org/2005/Atom link"`
			Items []struct {
				ID   string `xml:"guid"`
				Date string `xml:"pubDate"`
			} `xml:"item"`
		} `xml:"channel"`
	}
	if err := readXML(body, &doc); err != nil {
		return document{}, err
	}
	d := linked(doc.Channel.Links)
	for _, item := range doc.Channel.Items {
		if err := d.add(item.ID, item.Date, time.RFC1123Z); err != nil {
			return d, err
		}
	}
	return d, nil
}

func readAtom(body []byte) (document, error) {
	var doc struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Links   []link   `xml:"link"`
		Entries []struct {
			ID   string `xml:"id"`
			Date string `xml:"published"`
		} `xml:"entry"`
	}
	if err := readXML(body, &doc); err != nil {
		return document{}, err
	}
	d := linked(doc.Links)
	for _, entry := range doc.Entries {
		if err := d.add(entry.ID, entry.Date, time.RFC3339); err != nil {
			return d, err
		}
	}
	return d, nil
}

func readJSON(body []byte) (document, error) {
	var doc struct {
		Version string `json:"version"`
		Self    string `json:"feed_url"`
		Next    string `json:"next_url"`
		Items   []struct {
			ID   string `json:"id"`
			Date string `json:"date_published"`
		} `json:"items"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return document{}, err
	}
	if !strings.HasPrefix(doc.Version, "https://jsonfeed.org/version/") || doc.Items == nil {
		return document{}, errors.New("it is no JSON Feed")
	}
	d := document{self: doc.Self, prev: doc.Next}
	for _, item := range doc.Items {
		if err := d.add(item.ID, item.Date, time.RFC3339); err != nil {
			return d, err
		}
	}
	return d, nil
}

// readXML reads a whole document: xml.Unmarshal would not look beyond the end of the first element.
func readXML(body []byte, into any) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(into); err != nil {
		if err == io.EOF {
			return errors.New("it is empty")
		}
		return err
	}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Comment, xml.ProcInst:
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return errors.New("there is text behind its end")
			}
		default:
			return errors.New("there is more behind its end")
		}
	}
}

// A link is atom:link.
type link struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

func linked(links []link) document {
	var d document
	for _, l := range links {
		switch l.Rel {
		case "self":
			d.self = l.Href
		case "prev-archive":
			d.prev = l.Href
		}
	}
	return d
}

func (d *document) add(id, date, layout string) error {
	t, err := time.Parse(layout, date)
	if err != nil || id == "" {
		return fmt.Errorf("item %d (%s) has no id or no date", len(d.ids)+1, named(id))
	}
	d.ids, d.dates = append(d.ids, id), append(d.dates, t)
	return nil
}

// wrong says what is wrong with a document by itself.
func (d *document) wrong(size int) string {
	if size > maxDocument {
		return fmt.Sprintf("has %d bytes; readers give up at %d", size, maxDocument)
	}
	seen := map[string]bool{}
	for i, id := range d.ids {
		if seen[id] {
			return fmt.Sprintf("item %s stands in it twice", named(id))
		}
		seen[id] = true
		if i > 0 && !d.dates[i].Before(d.dates[i-1]) {
			return fmt.Sprintf("item %s is not older than the one before it", named(id))
		}
	}
	return ""
}

// differs says which papers a document lacks or has too much; ids are without their address, oldest first.
func (d *document) differs(ids []string) string {
	want, have := map[string]bool{}, map[string]bool{}
	for _, id := range ids {
		want[id] = true
	}
	for _, id := range d.ids {
		have[named(id)] = true
		if !want[named(id)] {
			return "paper " + named(id) + " does not belong there"
		}
	}
	for _, id := range ids {
		if !have[id] {
			return "paper " + id + " is missing"
		}
	}
	return ""
}

// archived parts the path of an archive document into its feed and its number.
var archived = regexp.MustCompile(`^(.+)/\d+(\.rss|\.atom|\.json)$`)

// verifyFeeds follows every feed, in every format, from its newest document to its oldest.
func (v *verifier) verifyFeeds(m manifest) {
	for _, name := range slices.Sorted(maps.Keys(v.documents)) {
		if part := archived.FindStringSubmatch(name); part != nil {
			if _, document := m.Files[part[1]+part[2]]; document {
				continue
			}
		}
		v.follow(name, m)
	}
	for _, name := range slices.Sorted(maps.Keys(v.documents)) {
		v.sameInAllFormats(name)
		v.asPlanned(name)
	}
}

// follow goes from a feed's newest document back: every document must be there, and no item may stand in two of them.
func (v *verifier) follow(newest string, m manifest) {
	in := map[string]string{} // id → document
	visited := map[string]bool{}
	base := strings.TrimSuffix(v.documents[newest].self, newest)
	for name := newest; ; {
		d, ok := v.documents[name]
		if !ok {
			return // not there or damaged, which has been said
		}
		visited[name] = true
		for _, id := range d.ids {
			if other, twice := in[id]; twice {
				v.problem(name, fmt.Sprintf("item %s stands in %s, too", named(id), other), doRebuild)
				return
			}
			in[id] = name
		}
		if d.prev == "" {
			break
		}
		prev, inside := strings.CutPrefix(d.prev, base)
		_, known := m.Files[prev]
		switch {
		case inside && visited[prev]:
			v.problem(name, "its link to older items leads back to "+prev, doRebuild)
			return
		case !inside || !known:
			v.problem(name, "its link to older items leads to "+d.prev+", which is not there", doRebuild)
			return
		}
		name = prev
	}
	// What no link leads to is in no document that a reader gets.
	ending := path.Ext(newest)
	for name := range v.documents {
		if strings.HasPrefix(name, strings.TrimSuffix(newest, ending)+"/") && archived.MatchString(name) && path.Ext(name) == ending &&
			path.Dir(name)+ending == newest && !visited[name] {
			v.problem(name, "no link leads to it from "+newest, doRebuild)
		}
	}
}

// sameInAllFormats compares the items of a document in RSS with those of its other formats.
func (v *verifier) sameInAllFormats(name string) {
	rss, is := strings.CutSuffix(name, ".rss")
	if !is {
		return
	}
	for _, ending := range []string{".atom", ".json"} {
		d := v.documents[name]
		switch other, ok := v.documents[rss+ending]; {
		case !ok:
		case !slices.Equal(other.ids, d.ids):
			v.problem(rss+ending, "has other items than "+name, doRebuild)
		case !slices.EqualFunc(other.dates, d.dates, time.Time.Equal):
			v.problem(rss+ending, "has other dates than "+name, doRebuild)
		}
	}
}

// asPlanned holds the items of a document against those that the archive has for it.
func (v *verifier) asPlanned(name string) {
	f := v.planned[name]
	if f == nil || !v.made {
		return // it has been said that the files were made from something else
	}
	papers := f.Papers()
	if len(papers) == 0 {
		return // a digest, or empty
	}
	d := v.documents[name]
	if why := d.differs(papers); why != "" {
		v.problem(name, why, doRebuild)
	}
}
