package publisher_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/publisher"
	"paperfeeds/store"
)

func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// A meeting is two runs at once.
type meeting struct {
	name string
	past func(t *testing.T) *memory
	a, b func(t *testing.T) publisher.Request
}

func meetings() []meeting {
	first := func(t *testing.T, now string, days ...int) publisher.Request {
		all := listDays(t, 4)
		var listings publisher.SavedListings
		for _, i := range days {
			listings = append(listings, saved(t, all[i])...)
		}
		return publisher.Request{Reader: listings, Now: utc(now), Past: true}
	}
	return []meeting{
		{
			name: "two first runs",
			past: func(*testing.T) *memory { return newMemory() },
			a:    func(t *testing.T) publisher.Request { return first(t, "2026-06-26 12:00:00", 0, 1) },
			b:    func(t *testing.T) publisher.Request { return first(t, "2026-06-26 12:00:09", 1) },
		},
		{
			name: "the same listing",
			past: begun,
			a: func(t *testing.T) publisher.Request {
				return publisher.Request{Reader: saved(t, listDays(t, 4)[3]), Now: utc("2026-06-30 12:00:00")}
			},
			b: func(t *testing.T) publisher.Request {
				return publisher.Request{Reader: saved(t, listDays(t, 4)[3]), Now: utc("2026-06-30 12:00:30")}
			},
		},
		{
			name: "different listings",
			past: begun,
			a: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, part(days[3], 0, 4), voted(days[2], 3)), Now: utc("2026-06-30 12:00:00")}
			},
			b: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, part(days[3], 2, len(days[3].Items)), retitled(voted(days[2], 9))), Now: utc("2026-06-30 12:00:00")}
			},
		},
		{
			name: "a month's end, the earlier clock first",
			past: begun,
			a: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, days[3], voted(days[2], 3)), Now: utc("2026-06-30 23:59:58")}
			},
			b: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, days[3], voted(days[2], 9)), Now: utc("2026-07-01 00:00:30")}
			},
		},
		{
			name: "a month's end, the later clock first",
			past: begun,
			a: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, days[3]), Now: utc("2026-07-01 00:00:03")}
			},
			b: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, part(days[3], 1, len(days[3].Items))), Now: utc("2026-06-30 23:59:58")}
			},
		},
		{
			name: "a rebuild and a live run",
			past: begun,
			a: func(t *testing.T) publisher.Request {
				return publisher.Request{Again: true, Now: utc("2026-06-30 12:00:00")}
			},
			b: func(t *testing.T) publisher.Request {
				return publisher.Request{Reader: saved(t, listDays(t, 4)[3]), Now: utc("2026-06-30 12:00:00")}
			},
		},
		{
			name: "a live run and a backfill of the archive only",
			past: begun,
			a: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, days[3]), Now: utc("2026-06-30 12:00:00")}
			},
			b: func(t *testing.T) publisher.Request {
				old := part(listDays(t, 5)[4], 0, 3)
				old.Date = "2026-06-24"
				return publisher.Request{Reader: saved(t, old), Now: utc("2026-06-30 12:00:00"), Past: true, ArchiveOnly: true}
			},
		},
		{
			name: "a live run and a backfill",
			past: begun,
			a: func(t *testing.T) publisher.Request {
				days := listDays(t, 4)
				return publisher.Request{Reader: saved(t, days[3]), Now: utc("2026-06-30 12:00:00")}
			},
			b: func(t *testing.T) publisher.Request {
				old := part(listDays(t, 4)[3], 0, 3)
				old.Date = "2026-04-30"
				return publisher.Request{Reader: saved(t, old), Now: utc("2026-06-30 12:00:00"), Past: true}
			},
		},
	}
}

// TestOverlap lets run A do k writes, then run B as a whole, then A go on; for every k, and every third among the feeds. Both end well, or one says clearly that another
// is writing. Between them they lose no paper, move no date, and leave what a rebuild from the archive would.
func TestOverlap(t *testing.T) {
	for _, m := range meetings() {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			past, a, b := m.past(t), m.a(t), m.b(t)
			want := together(t, past, a, b)
			alone := past.copy()
			before := alone.puts
			mustRun(t, alone, a)
			writes := alone.puts - before
			for k := range writes {
				if skipped(k, writes) || k > archiveWrites && k%3 > 0 {
					continue
				}
				place := past.copy()
				watch(t, place).live = !a.Past && !b.Past
				var errB error
				_, errA := run(&interrupted{Place: place, n: k, by: func() { _, errB = run(place, t, b) }}, t, a)
				check(t, fmt.Sprintf("A did %d of %d writes before B", k, writes), place, want, a, b, errA, errB)
			}
		})
	}
}

// TestOverlapByLot lets two runs take turns at the place, request by request, as the lot falls.
func TestOverlapByLot(t *testing.T) {
	for _, m := range meetings() {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			past, a, b := m.past(t), m.a(t), m.b(t)
			want := together(t, past, a, b)
			both := 0
			for i := range trials(4, 25) {
				place, a, b := past.copy(), a, b
				if i%2 == 1 && a.Reader != nil && m.name != "two first runs" {
					a.Reader, b.Reader = daily{a.Reader}, daily{b.Reader}
					mustRun(t, place, publisher.Request{Reader: daily{quiet(t).Reader}, Now: a.Now.Add(-time.Minute)})
				}
				watch(t, place).live = !a.Past && !b.Past
				turns := &turns{random: newRandom(uint64(i)), stay: 1 + i%9, running: map[int]bool{0: true, 1: true}}
				turns.changed.L = &turns.mu
				var errs [2]error
				var both2 sync.WaitGroup
				for who, req := range []publisher.Request{a, b} {
					both2.Go(func() {
						defer turns.leave(who)
						_, errs[who] = run(&turned{place, turns, who}, t, req)
					})
				}
				both2.Wait()
				if errs[0] == nil && errs[1] == nil {
					both++
				}
				check(t, fmt.Sprintf("lot %d", i), place, want, a, b, errs[0], errs[1])
			}
			t.Logf("both runs ended well in %d of %d", both, len(trials(4, 25)))
		})
	}
}

// together is what two runs have to come to, one after the other: the members of all feeds.
func together(t *testing.T, past *memory, a, b publisher.Request) map[string][]string {
	t.Helper()
	place := past.copy()
	b.ArchiveOnly = false
	mustRun(t, place, a)
	mustRun(t, place, b)
	return members(t, whole(t, place))
}

// check looks at a place after two runs that met there.
func check(t *testing.T, name string, place publisher.Place, want map[string][]string, a, b publisher.Request, errA, errB error) {
	t.Helper()
	now := a.Now
	if b.Now.After(now) {
		now = b.Now
	}
	for who, err := range map[string]error{"A": errA, "B": errB} {
		if err != nil && !errors.Is(err, store.ErrChanged) {
			t.Errorf("%s: %s ended with %v", name, who, err)
		}
	}
	if errA == nil && errB == nil && !b.ArchiveOnly {
		checkPlace(t, place, now)
	}
	// The next runs read what both have read, and put what a loser left.
	for _, req := range []publisher.Request{a, b} {
		req.Now, req.ArchiveOnly = now.Add(time.Hour), false
		mustRun(t, place, req)
	}
	checkPlace(t, place, now.Add(time.Hour))
	if diff := cmp.Diff(want, members(t, whole(t, place))); diff != "" {
		t.Errorf("%s: other members than by two runs one after the other (-want +got):\n%s", name, diff)
	}
	if t.Failed() {
		t.Fatalf("%s: A %v, B %v", name, errA, errB)
	}
}

// An interrupted is a place as a run sees it that is held up after n writes while something else happens.
type interrupted struct {
	publisher.Place
	n  int
	by func()
	mu sync.Mutex
}

func (i *interrupted) Put(ctx context.Context, f store.File, c store.Condition) (string, error) {
	i.mu.Lock()
	if i.n == 0 {
		i.by()
	}
	i.n--
	i.mu.Unlock()
	return i.Place.Put(ctx, f, c)
}

// turns are taken by two runs, which go on for some requests, on average stay, before the other has its turn.
type turns struct {
	mu      sync.Mutex
	changed sync.Cond
	random  *rand.Rand
	stay    int
	turn    int
	running map[int]bool
}

func (t *turns) take(who int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.turn != who && t.running[1-who] {
		t.changed.Wait()
	}
	if t.running[1-who] && t.random.IntN(t.stay) == 0 {
		t.turn = 1 - who
	}
	t.changed.Broadcast()
}

func (t *turns) leave(who int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.running, who)
	t.turn = 1 - who
	t.changed.Broadcast()
}

// A turned is a place as a run sees it that waits for its turn before every request.
type turned struct {
	publisher.Place
	turns *turns
	who   int
}

func (p *turned) Get(ctx context.Context, path string) ([]byte, string, error) {
	p.turns.take(p.who)
	return p.Place.Get(ctx, path)
}

func (p *turned) Put(ctx context.Context, f store.File, c store.Condition) (string, error) {
	p.turns.take(p.who)
	return p.Place.Put(ctx, f, c)
}

func (p *turned) List(ctx context.Context, prefix string) ([]store.Object, error) {
	p.turns.take(p.who)
	return p.Place.List(ctx, prefix)
}
