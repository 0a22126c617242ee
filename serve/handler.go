package serve

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

const indexPage = "index.html"

// A Handler answers GET and HEAD for the files of a folder, and for /healthz.
type Handler struct {
	root *os.Root
	// healthy says what is wrong with the place, or nothing.
	healthy func() error
	zips    sync.Pool
}

// NewHandler serves the folder; healthy says for /healthz what is wrong with it, nil if nothing is. All access goes through the
// [os.Root]: neither a path nor a symbolic link leads out of the folder.
func NewHandler(root *os.Root, healthy func() error) *Handler {
	return &Handler{root: root, healthy: healthy, zips: sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}}
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Access-Control-Allow-Origin", "*") // feeds are for everybody, readers that live in a browser included
	header.Set("Access-Control-Expose-Headers", "ETag")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		say(w, http.StatusMethodNotAllowed, "only GET and HEAD are answered here")
		return
	}
	if r.URL.Path == "/healthz" {
		h.health(w)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = indexPage
	}
	file, info, err := h.open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && name == indexPage: // the last file of the first run, which may take minutes
		header.Set("Retry-After", "60")
		say(w, http.StatusServiceUnavailable, "the first run has not ended yet, or failed; /healthz tells")
		return
	case errors.Is(err, fs.ErrNotExist):
		say(w, http.StatusNotFound, "there is no such file here")
		return
	case err != nil:
		say(w, http.StatusInternalServerError, "the file cannot be read")
		return
	}
	defer file.Close()
	h.serve(w, r, name, file, info)
}

// serve answers with an open file. http.ServeContent does conditions (If-None-Match wins over dates) and ranges.
func (h *Handler) serve(w http.ResponseWriter, r *http.Request, name string, file *os.File, info fs.FileInfo) {
	header := w.Header()
	mediaType := contentType(name)
	header.Set("Content-Type", mediaType)
	header.Set("Cache-Control", cacheControl(name))
	// The store gives a file another time with every change, however fast one follows the other.
	etag := fmt.Sprintf(`"%x-%x"`, info.Size(), info.ModTime().UnixNano())
	if !isText(mediaType) || info.Size() < minPacked {
		header.Set("ETag", etag)
		http.ServeContent(w, r, "", info.ModTime(), file)
		return
	}
	header.Set("Vary", "Accept-Encoding")
	// Ranges are of the bytes as they are: packed anew, the same bytes need not come out.
	if !acceptsGzip(r.Header) || r.Header.Get("Range") != "" {
		header.Set("ETag", etag)
		http.ServeContent(w, r, "", info.ModTime(), file)
		return
	}
	header.Set("ETag", "W/"+etag)
	zip := h.zips.Get().(*gzip.Writer)
	defer h.zips.Put(zip)
	zip.Reset(w)
	p := &packer{ResponseWriter: w, zip: zip}
	http.ServeContent(p, r, "", info.ModTime(), file)
	if p.on && r.Method == http.MethodGet {
		_ = zip.Close() // a client that went away does not want to know
	}
}

// open opens a plain file of the place; everything else is fs.ErrNotExist. Hidden names are the lock's and temporary files; only
// .well-known is public (RFC 8615).
func (h *Handler) open(name string) (*os.File, fs.FileInfo, error) {
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00") {
		return nil, nil, fs.ErrNotExist
	}
	for segment := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(segment, ".") && segment != ".well-known" {
			return nil, nil, fs.ErrNotExist
		}
	}
	// Looked at before it is opened: a pipe would block, and a link may lead to what is hidden.
	info, err := h.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		if err != nil && errors.Is(err, fs.ErrPermission) {
			return nil, nil, err
		}
		return nil, nil, fs.ErrNotExist
	}
	file, err := h.root.Open(name)
	if err != nil {
		return nil, nil, err
	}
	// Of the open file: another may have taken its place meanwhile.
	if info, err = file.Stat(); err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return file, info, nil
}

func (h *Handler) health(w http.ResponseWriter) {
	if err := h.healthy(); err != nil {
		say(w, http.StatusServiceUnavailable, "failing: "+err.Error())
		return
	}
	say(w, http.StatusOK, "ok")
}

// say answers with a line for people, that nobody keeps.
func say(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, line)
}
