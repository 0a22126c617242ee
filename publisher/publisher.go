package publisher

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"paperfeeds/archive"
	"paperfeeds/feedgen"
	"paperfeeds/settings"
	"paperfeeds/store"
)

// A Publisher publishes to one place.
type Publisher struct {
	Place   Place
	BaseURL string // where the place is served
	// Assumed: nobody said so. A place that began at another address than this machine's refuses it: it would go into every link.
	Assumed  bool
	Settings settings.Settings
	// Sample marks a place for invented papers.
	Sample bool
	// Parallel bounds how many files are rendered and put at once; 0 is 8.
	Parallel int
	// ListEach bounds the requests of a quiet run: a place of more files is listed as a whole once a day only. 0 is 20,000 files of a
	// folder and 5,000 of a bucket.
	ListEach int
	// Every is the time between runs, for status.json; 0 where there is no schedule.
	Every time.Duration
}

// A Request is what one run is asked to do.
type Request struct {
	// Reader reads the listings; nil reads none, and everything is made from the archive.
	Reader Reader
	// Now is the run's time.
	Now time.Time
	// Clock tells when the run ends, for its report; nil is a clock that stands still at Now.
	Clock func() time.Time
	// Past dates what is new into the past.
	Past bool
	// Again renders every file, whatever the manifest says; Decide decides every paper's topics anew, too.
	Again, Decide bool
	// ArchiveOnly keeps what was read and publishes nothing of it: the next run does.
	ArchiveOnly bool
	// DryRun writes nothing, and reports what would be written.
	DryRun bool
}

// attempts bounds how often a run that lost to another one reads again.
const attempts = 5

// Run does one run. On error, what was published is as it was or has gained true additions, and the next run goes on from there.
func (p *Publisher) Run(ctx context.Context, req Request) (Report, error) {
	report := Report{Started: req.Now.UTC().Truncate(time.Second), Days: []DayReport{}, Warnings: []string{}}
	if err := p.Check(); err != nil {
		return report, err
	}
	unlock, err := p.Place.Lock(ctx)
	if err != nil {
		return report, err
	}
	r := &run{Publisher: p, Request: req, place: newPutter(p.Place, report.warn), report: &report}
	for attempt := 1; ; attempt++ {
		r.retry = attempt > 1
		// Another run changed something under our hands: read again what is there, and merge what we read into it.
		err = r.attempt(ctx)
		if unclosed, ok := errors.AsType[*archive.UnclosedError](err); ok {
			r.suspect = append(r.suspect, unclosed.Name)
			err = fmt.Errorf("%w: %w", store.ErrChanged, err)
		}
		if !errors.Is(err, store.ErrChanged) || attempt == attempts {
			break
		}
	}
	if errors.Is(err, store.ErrChanged) {
		err = fmt.Errorf("another run is writing to %v (%w); let it finish and run again", p.Place, err)
	}
	report.Finished = report.Started
	if req.Clock != nil {
		report.Finished = req.Clock().UTC().Truncate(time.Second)
	}
	// A run that had no business there says nothing, and neither does one that somebody stopped: nothing is wrong with the place.
	if stopped := err != nil && errors.Is(ctx.Err(), context.Canceled); !req.DryRun && !stopped && !errors.Is(err, errMixed) {
		err = errors.Join(err, r.putStatus(ctx, err))
	}
	return report, errors.Join(err, unlock())
}

// Check refuses a publisher that could never run.
func (p *Publisher) Check() error {
	u, err := url.Parse(p.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("base URL %q is not the address of a place: it looks like https://feeds.example.org/", p.BaseURL)
	}
	return nil
}

// checkAddress refuses to publish a place that is served elsewhere as if it were served here, only because nobody said where.
func (p *Publisher) checkAddress(place archive.Place) error {
	ip := net.ParseIP(place.Host)
	if here := place.Host == "localhost" || ip != nil && ip.IsLoopback(); !p.Assumed || here {
		return nil
	}
	return fmt.Errorf("%v began at %s, and every link in it names its address: say where it is served, by --base-url or PAPERFEEDS_BASE_URL",
		p.Place, place.Host)
}

func (p *Publisher) site(place archive.Place) feedgen.Site {
	return feedgen.Site{
		BaseURL:  strings.TrimSuffix(p.BaseURL, "/") + "/",
		Place:    place,
		Settings: p.Settings,
	}
}

// perDocument is how many items an archive document holds; a place keeps the number it began with.
const perDocument = 50

// newPlace are the facts of a place that is published to for the first time.
func (p *Publisher) newPlace(now time.Time) archive.Place {
	place := archive.Place{Year: now.UTC().Year(), PerDocument: perDocument, Kind: "real"}
	if u, err := url.Parse(p.BaseURL); err == nil {
		place.Host = strings.ToLower(u.Hostname())
	}
	if p.Sample {
		place.Kind = "sample"
	}
	return place
}

// inputs is a digest of everything that the files of a place are made from.
func (p *Publisher) inputs(a *archive.Archive) string {
	settings := p.Settings
	settings.BackfillDays = 0 // says what to read, not what to make of it
	wishes, err := json.Marshal(settings)
	if err != nil {
		return "" // settings are numbers and texts; were they not, every run would check every file
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s\n%s\n%s\n%s\n%s\n",
		feedgen.RenderVersion, feedgen.SiteVersion(), p.BaseURL, wishes, p.Settings.Topics.Version(), a.State()))
	return hex.EncodeToString(sum[:12])
}
