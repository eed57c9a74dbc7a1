package basemap

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"
	"github.com/paulmach/orb"

	"pinezka/data/osm"
	"pinezka/mapview/source"
)

// Build makes the archive out of an extract. Nothing appears under out, and
// nothing there changes, unless the whole archive could be written. Errors: those
// of osm.Read, ErrOutside, of the disk (syscall.ENOSPC when it is full), and of
// the context.
func Build(ctx context.Context, extract, out string, opt Options) (Report, error) {
	if opt.Progress == nil {
		opt.Progress = func(Stage, int64, int64) {}
	}
	rules, err := newSelectors(opt.Rules)
	if err != nil {
		return Report{}, fmt.Errorf("build base map: %w", err)
	}
	// Nearly all that is read stays until the file is whole, so the collector has
	// little to find, and waiting for twice the memory would only take it.
	const keen = 50
	defer debug.SetGCPercent(debug.SetGCPercent(keen))
	b := &builder{opt: opt, boundaries: map[string]Boundary{}, borders: map[int64]border{}}
	b.classes = &classifier{selectors: rules, give: b.take}
	if err := b.read(ctx, extract); err != nil {
		return Report{}, fmt.Errorf("build base map: %w", err)
	}
	rep, err := b.save(ctx, extract, out)
	if err != nil {
		return Report{}, fmt.Errorf("write base map %q: %w", out, noRoom(err))
	}
	return rep, nil
}

// noRoom makes SQLite's word for a full disk the system's.
func noRoom(err error) error {
	var full sqlite3.Error
	if errors.As(err, &full) && full.Code == sqlite3.ErrFull {
		return fmt.Errorf("%w (%w)", syscall.ENOSPC, err)
	}
	return err
}

// builder holds what was read of an extract.
type builder struct {
	opt        Options
	classes    *classifier
	header     osm.Header
	stats      osm.Stats
	bound      orb.Bound
	taken      [][]feature // as they came
	features   []feature   // arranged
	boxes      []orb.Bound // around each of them
	facts      *osm.Collector
	boundaries map[string]Boundary
	borders    map[int64]border // by way
}

// border is a way that parts administrative areas.
type border struct {
	level string // the highest of its areas
	line  orb.LineString
}

func (b *builder) read(ctx context.Context, extract string) (err error) {
	// The box must be known before the first object comes.
	if b.header, err = osm.ReadHeader(extract); err != nil {
		return err
	}
	if err := b.setBound(ctx, extract); err != nil {
		return err
	}
	b.facts = osm.NewCollector(b.bound)
	progress := func(done, total int64) { b.opt.Progress(StageRead, done, total) }
	b.header, b.stats, err = osm.ReadWithin(ctx, extract, b.bound, progress, func(o osm.Object) error {
		b.facts.Add(o)
		if o.Kind == osm.Relation {
			b.addBorders(&o)
		}
		if o.Geometry != nil {
			b.classes.add(&o)
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.giveBorders()
	for _, a := range b.facts.Addresses() {
		b.take(feature{Feature: source.Feature{Class: classHouse, Name: a.Number, Geometry: a.Point}})
	}
	b.arrange()
	if len(b.features) == 0 {
		return fmt.Errorf("extract %q: %w", extract, ErrOutside)
	}
	markPublic(b.features)
	return nil
}

// setBound finds the box that is kept.
func (b *builder) setBound(ctx context.Context, extract string) (err error) {
	standard := float64(DefaultMargin)
	switch {
	case len(b.opt.Clip) > 0:
		b.bound = b.opt.Clip.Bound()
		if b.header.HasBound() && !b.header.Bound.Intersects(b.bound) {
			return fmt.Errorf("extract %q: %w", extract, ErrOutside)
		}
	case b.header.HasBound():
		b.bound, standard = b.header.Bound, OwnMargin
	default:
		if b.bound, err = osm.Extent(ctx, extract); err != nil {
			return err
		}
		standard = OwnMargin
	}
	margin := b.opt.Margin
	if margin == 0 {
		margin = standard
	}
	b.bound = pad(b.bound, max(0, margin))
	return nil
}

// chunk is how many features are gathered in one piece of memory.
const chunk = 4096

// take keeps a feature, cut at the box.
func (b *builder) take(f feature) {
	if f.Geometry = clipTo(b.bound, f.Geometry); f.Geometry == nil {
		return
	}
	n := len(b.taken)
	if n == 0 || len(b.taken[n-1]) == chunk {
		b.taken = append(b.taken, make([]feature, 0, chunk))
		n++
	}
	b.taken[n-1] = append(b.taken[n-1], f)
}

// addBorders keeps the ways of an administrative area. A way that parts areas of
// several levels is drawn once, as the border of the highest.
func (b *builder) addBorders(o *osm.Object) {
	if !o.Tags.Has("boundary", "administrative") {
		return
	}
	if code := o.Tags.Find("teryt:terc"); code != "" && o.Whole {
		area, _ := o.Geometry.(orb.MultiPolygon)
		b.boundaries[strings.Clone(code)] = Boundary{strings.Clone(o.Tags.Name()), area}
	}
	level := o.Tags.Find("admin_level")
	if class, _ := b.classes.boundaryClass(level); class == "" {
		return
	}
	for _, l := range o.Lines {
		if have, ok := b.borders[l.Way]; !ok || higher(level, have.level) {
			b.borders[l.Way] = border{strings.Clone(level), l.Line}
		}
	}
}

// higher tells whether an administrative level is above another: 4 is above 10.
func higher(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

func (b *builder) giveBorders() {
	ways := make([]int64, 0, len(b.borders))
	for w := range b.borders {
		ways = append(ways, w)
	}
	slices.Sort(ways)
	for _, w := range ways {
		x := b.borders[w]
		class, tag := b.classes.boundaryClass(x.level)
		b.take(feature{source.Feature{Class: class, Geometry: x.line}, tag})
	}
}

// arrange puts the features in the order of their places on a curve through the
// plane, so that a view reads few pages of the disk, and numbers them.
func (b *builder) arrange() {
	type place struct {
		cell  uint32
		f     *feature
		bound orb.Bound
	}
	n := 0
	for _, c := range b.taken {
		n += len(c)
	}
	order := make([]place, 0, n)
	for _, c := range b.taken {
		for i := range c {
			box := c[i].Geometry.Bound()
			order = append(order, place{cell(b.bound, box.Center()), &c[i], box})
		}
	}
	slices.SortStableFunc(order, func(a, z place) int { return cmp.Compare(a.cell, z.cell) })
	b.features, b.boxes = make([]feature, len(order)), make([]orb.Bound, len(order))
	for i, p := range order {
		b.features[i], b.boxes[i] = *p.f, p.bound
		b.features[i].ID = int64(i + 1)
		b.features[i].Area = math.Round(p.f.Area*10) / 10
	}
	b.taken = nil
}

// cell returns a place's number on a Z-order curve of 4096 x 4096 cells.
func cell(b orb.Bound, p orb.Point) uint32 {
	const bits = 12
	at := func(i int) uint32 {
		t := (p[i] - b.Min[i]) / max(b.Max[i]-b.Min[i], 1e-12)
		return uint32(max(0, min(1<<bits-1, t*(1<<bits))))
	}
	x, y, n := at(0), at(1), uint32(0)
	for i := range uint32(bits) {
		n |= (x>>i&1)<<(2*i) | (y>>i&1)<<(2*i+1)
	}
	return n
}

// save writes the archive beside its place and moves it there when it is whole.
func (b *builder) save(ctx context.Context, extract, out string) (rep Report, err error) {
	hash, _, err := hashFile(extract)
	if err != nil {
		return rep, err
	}
	f, err := os.CreateTemp(filepath.Dir(out), "."+filepath.Base(out)+"-*.tmp")
	if err != nil {
		return rep, err
	}
	tmp := f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(tmp)))
		}
	}()
	if err := f.Close(); err != nil {
		return rep, err
	}
	date := b.header.Date
	if date.IsZero() {
		date = b.opt.Date
	}
	meta := osm.Meta{
		Source: filepath.Base(extract), Hash: hash, Date: date,
		Bound: b.bound, Header: b.header.Bound, Stats: b.stats,
	}
	if rep.Tiles, err = b.write(ctx, tmp, meta); err != nil {
		return rep, err
	}
	if err := settle(tmp); err != nil {
		return rep, err
	}
	if rep.Hash, rep.Bytes, err = hashFile(tmp); err != nil {
		return rep, err
	}
	if err := ctx.Err(); err != nil {
		return rep, err
	}
	if err := os.Rename(tmp, out); err != nil {
		return rep, err
	}
	rep.Path, rep.Date, rep.Bound, rep.Stats, rep.Boundaries = out, date, b.bound, b.stats, b.boundaries
	rep.Features, rep.Classes, rep.Facts = len(b.features), map[string]int{}, b.facts.Content().Counts()
	for i := range b.features {
		rep.Classes[b.features[i].Class]++
	}
	return rep, nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// settle brings a file to the disk, so that after a power cut the new name never
// stands for half a file, and opens it to all as a created file would be.
func settle(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	const everyone = 0o644
	return errors.Join(f.Chmod(everyone), f.Sync(), f.Close())
}

func hashFile(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}
