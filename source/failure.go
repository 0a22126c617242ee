package source

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
	"unicode"
)

// What callers tell apart, with errors.Is. Everything else is a day that could not be read.
var (
	// ErrNotYet: the list day has not begun at the source. Nothing is wrong.
	ErrNotYet = errors.New("not listed yet")
	// ErrUnreachable: no connection could be made; other days will fare no better.
	ErrUnreachable = errors.New("cannot reach the source")
	// ErrChallenged: a firewall answered instead of the source. Asking again makes it worse; the API often stays open.
	ErrChallenged = errors.New("a firewall answered instead of the source")
	// ErrTooLarge: the answer is over Options.MaxBytes.
	ErrTooLarge = errors.New("the answer is too large")

	errBadRequest = errors.New("bad request")
)

// Limited is the error for a rate limit that is used up for longer than the context lasts (and, whatever the context, for more than
// ten minutes, or after all attempts). The other quota may still be free.
type Limited struct {
	URL   string
	Quota string        // "pages" or "api"
	Wait  time.Duration // until there is more; 0 where the source does not say
}

func (l Limited) Error() string {
	until := ""
	if l.Wait > 0 {
		until = ", more in " + l.Wait.Round(time.Second).String()
	}
	return fmt.Sprintf("read %s: the rate limit for %s is used up%s", l.URL, l.Quota, until)
}

// A failure is one request that gave no usable answer.
type failure struct {
	url   *url.URL
	what  string
	words string        // the source's own, quoted in the message so that nothing in them can act on a terminal
	kind  error         // one of the above, or nil
	ended error         // the error of the caller's context, or nil
	again bool          // another attempt may help
	wait  time.Duration // the source asks to wait so long before it
}

func (f *failure) Error() string {
	text := f.what
	if f.kind != ErrUnreachable { // which is one sentence for people, and names the host itself
		text = "read " + show(f.url) + ": " + text
	}
	if f.words != "" {
		text += fmt.Sprintf(": %q", shorten(f.words))
	}
	return text
}

// Unwrap leaves the errors of net/http out: a timeout of ours is one of them, and calls itself context.DeadlineExceeded like that of
// the caller's own context.
func (f *failure) Unwrap() []error {
	return slices.DeleteFunc([]error{f.kind, f.ended}, func(err error) bool { return err == nil })
}

func unreachable(address *url.URL, cause error) *failure {
	// A name that does not exist and a certificate that does not fit (a portal, a proxy that looks into TLS) stay as they are.
	dns, isDNS := errors.AsType[*net.DNSError](cause)
	_, unverified := errors.AsType[*tls.CertificateVerificationError](cause)
	return &failure{
		url: address, kind: ErrUnreachable, again: !unverified && !(isDNS && dns.IsNotFound),
		what: fmt.Sprintf("cannot reach %s: %s; check the network or use --listing", address.Host, reason(cause)),
	}
}

// reason says in a few words why a request failed. The errors of net/http repeat the address, name sockets, and may quote what the
// server sent as it is.
func reason(err error) string {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return plain(dns.Err[strings.LastIndex(dns.Err, ": ")+1:]) // "dial udp 10.0.0.2:53: connect: network is unreachable"
	}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return errno.Error()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "the answer ends too early"
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return "timed out"
	}
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err
	}
	return plain(err.Error())
}

// plain makes foreign text fit for a line of a log.
func plain(text string) string {
	return shorten(strings.Join(strings.Fields(printable(text)), " "))
}

// show writes an address without its password. The query of one that a redirect named is as the server wrote it.
func show(address *url.URL) string { return printable(address.Redacted()) }

func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}

func shorten(text string) string {
	const most = 160 // of characters: enough for a sentence
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
