package feedgen

import "fmt"

// size is how long the item is in the longest of the formats it is written in.
func (e *Encoded) size() int { return max(len(e.rss), len(e.atom), len(e.json)) }

// fit leaves out what the item has no room for in any format, and returns the texts of what stays.
func (r *row) fit(room int) (texts, error) {
	for {
		t := r.texts()
		if r.atMost(t)+dateRoom <= room {
			return t, nil
		}
		encoded, err := r.encode(t, formats)
		if err != nil || encoded.size()+dateRoom <= room {
			return t, err
		}
		if !r.shorten() {
			return t, fmt.Errorf("over %d bytes", room)
		}
	}
}

// Most bytes that escaping may add to a sign: "&" in a text that is HTML in XML is &amp;amp;, a quote in an HTML text &#34;, and in
// JSON \".
const (
	escapedTwice = 8
	escapedXML   = 4
	escapedJSON  = 1
)

// Bytes that a format needs, at most, for the names and the indentation of what it writes besides texts.
const (
	itemTags    = 800
	authorTags  = 50 // of Atom
	subjectTags = 60
	listTags    = len(`{"name":""},`)
)

// atMost is a number of bytes that the item does not exceed in any format, found without writing it: an item that is wanted in one
// format need not be written in all to know that it fits. For most items it is no more than they have room for.
func (r *row) atMost(t texts) int {
	x := itemTags + written(t.html, escapedXML) + written(r.Title, escapedTwice) + written(t.excerpt, escapedTwice)
	j := itemTags + written(t.html, escapedJSON) + written(t.plain, escapedJSON) + written(r.Title, escapedJSON) + written(t.excerpt, escapedJSON)
	for _, address := range []string{r.ID, r.URL, r.ExternalURL, r.Discussion, r.Image} {
		x += written(address, escapedXML)
		j += len(address)
	}
	x += written(r.Image, escapedXML) // RSS has it twice
	j += len(r.Code) + len(r.Project) + written(r.ArXivID, escapedJSON) + written(r.ListDay, escapedJSON)
	if o := r.Organization; o != nil {
		j += written(o.Slug, escapedJSON) + written(o.Name, escapedJSON)
	}
	for _, name := range r.Authors[:r.credited] {
		x += authorTags + written(name, escapedXML)
		j += listTags + written(name, escapedJSON)
	}
	for _, s := range t.subjects {
		x += subjectTags + written(s.term, escapedXML) + written(s.label, escapedXML) + written(s.scheme, escapedXML)
		j += listTags + written(s.label, escapedJSON)
	}
	for _, t := range r.Topics {
		j += listTags + written(t.Slug, escapedJSON)
	}
	for _, k := range r.Keywords {
		j += listTags + written(k, escapedJSON)
	}
	return max(x, j)
}

// written is the length of a text, with so many bytes more for each sign that may be escaped.
func written(s string, more int) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n += escaped[s[i]]
	}
	return len(s) + n*more
}

// escaped has 1 for each sign that some format escapes, once or twice.
var escaped = func() (signs [256]int) {
	for c := range byte(' ') {
		signs[c] = 1
	}
	for _, c := range []byte(`"'<>&\`) {
		signs[c] = 1
	}
	return signs
}()
