package serve

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// minPacked is the least size worth packing: below, an answer fits one packet either way.
const minPacked = 1000

// acceptsGzip tells whether a client takes gzip (RFC 9110, section 12.5.3): named or by *, and not with a weight of 0.
func acceptsGzip(header http.Header) bool {
	accepted := false
	for item := range strings.SplitSeq(strings.Join(header.Values("Accept-Encoding"), ","), ",") {
		coding, params, _ := strings.Cut(item, ";")
		yes := true
		if weight, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			q, err := strconv.ParseFloat(weight, 64)
			yes = err == nil && q > 0
		}
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return yes
		case "*":
			accepted = yes
		}
	}
	return accepted
}

// A packer packs what is written into an answer of status 200; other answers (304, 412) have no body and stay as they are.
//
// klauspost/compress/gzhttp decides only when the first bytes are written. Then the answer to HEAD, which has none, and a 304 would have
// other headers than the one to GET.
type packer struct {
	http.ResponseWriter
	zip *gzip.Writer
	on  bool
}

func (p *packer) WriteHeader(status int) {
	if status == http.StatusOK {
		p.on = true
		h := p.Header()
		h.Set("Content-Encoding", "gzip")
		h.Del("Content-Length") // of the bytes before packing
		h.Del("Accept-Ranges")
	}
	p.ResponseWriter.WriteHeader(status)
}

func (p *packer) Write(b []byte) (int, error) {
	if !p.on {
		return p.ResponseWriter.Write(b)
	}
	return p.zip.Write(b)
}
