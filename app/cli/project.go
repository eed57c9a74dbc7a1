package cli

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/data/exchange"
	"pinezka/data/gpkg"
	"pinezka/data/osm"
	"pinezka/mapview/basemap"
	"pinezka/mapview/tile"
)

// codeOf names an error for programs.
func codeOf(err error) string {
	for _, c := range []struct {
		err  error
		code string
	}{
		{fs.ErrNotExist, "missing"},
		{gpkg.ErrNotProject, "not-project"},
		{gpkg.ErrDamaged, "damaged"},
		{gpkg.ErrNewer, "newer"},
		{gpkg.ErrLocked, "locked"},
		{gpkg.ErrExists, "exists"},
		{data.ErrReadOnly, "read-only"},
		{osm.ErrNotExtract, "not-extract"},
		{osm.ErrTruncated, "truncated"},
		{session.ErrOpenQuestion, "question"},
		{session.ErrNoDebate, "no-debate"},
		{session.ErrTileSweep, "tile-sweep"},
		{session.ErrTERYT, "teryt"},
		{basemap.ErrOutside, "outside"},
		{tile.ErrNotArchive, "not-archive"},
		{tile.ErrTruncated, "truncated"},
		{tile.ErrVersion, "version"},
		{tile.ErrFormat, "tile-format"},
		{tile.ErrEmpty, "empty"},
		{exchange.ErrTooLarge, "too-large"},
		{fs.ErrPermission, "permission"},
	} {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	var unreadable *exchange.FormatError
	if errors.As(err, &unreadable) {
		return "format"
	}
	return "failed"
}

// session opens a session on the project that --project names.
func (c *call) open(readOnly bool) (*session.Session, error) {
	path := c.args.one("project")
	if path == "" {
		return nil, usageError{c.words.T("cmd.missing", "what", "--project P.gpkg")}
	}
	s := c.session(readOnly)
	if err := s.Open(path); err != nil {
		return nil, err
	}
	if !readOnly && s.ReadOnly() {
		return nil, errors.Join(data.ErrReadOnly, s.Close())
	}
	return s, nil
}

// with does something with the project that --project names and closes it.
func (c *call) with(readOnly bool, do func(*session.Session) (object, error)) (object, error) {
	s, err := c.open(readOnly)
	if err != nil {
		return nil, err
	}
	out, err := do(s)
	return out, errors.Join(err, s.Close())
}

func (c *call) session(readOnly bool) *session.Session {
	return session.New(session.Options{Lang: c.words.Lang(), ReadOnly: readOnly, Version: c.opt.Version, CacheDir: c.opt.CacheDir})
}

func (c *call) word(i int, what string) (string, error) {
	if i >= len(c.args.words) {
		return "", usageError{c.words.T("cmd.missing", "what", what)}
	}
	return c.args.words[i], nil
}

// boundary reads the file that --boundary names. While a question about it is
// open, the object has it.
func (c *call) boundary() (orb.MultiPolygon, object, error) {
	path := c.args.one("boundary")
	if path == "" {
		return nil, nil, nil
	}
	choice, err := c.importChoice()
	if err != nil {
		return nil, nil, err
	}
	opt := exchange.Options{Answers: choice.Answers}
	if choice.CRS != 0 {
		opt.Answers[exchange.AskCRS] = strconv.Itoa(choice.CRS)
	}
	if choice.Encoding != "" {
		opt.Answers[exchange.AskEncoding] = choice.Encoding
	}
	areas, p, err := exchange.ReadAreas(c.ctx, path, opt)
	if errors.Is(err, exchange.ErrQuestion) {
		return nil, understood(p), session.ErrOpenQuestion
	}
	if err != nil {
		return nil, nil, err
	}
	var m orb.MultiPolygon
	for _, a := range areas {
		m = append(m, a.Geometry...)
	}
	return m, nil, nil
}

func (c *call) create() (object, error) {
	path, err := c.word(1, "P.gpkg")
	if err != nil {
		return nil, err
	}
	n := session.NewProject{Name: c.args.one("name"), TERYT: c.args.one("teryt"), Extract: c.args.one("extract")}
	var out object
	if n.Boundary, out, err = c.boundary(); err != nil {
		return out, err
	}
	if n.Name == "" && n.TERYT == "" {
		return nil, usageError{c.words.T("cmd.missing", "what", "--name / --teryt")}
	}
	s := c.session(false)
	if err := s.Create(c.ctx, path, n, nil); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	info := s.Info()
	out = object{"project": path, "name": info.Name, "teryt": info.TERYT, "boundary_exact": info.BoundaryExact, "basemap": info.BaseMap, "basemap_date": info.BaseMapDate}
	return out, s.Close()
}

func (c *call) sample() (object, error) {
	dir, err := c.word(1, "DIR")
	if err != nil {
		return nil, err
	}
	s := c.session(false)
	path, err := s.CreateSample(c.ctx, dir, nil)
	if err == nil {
		err = s.Open(path)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	out := object{"project": path, "reports": s.Filter.Total(), "debates": len(s.Debates.All()), "sample": true}
	return out, s.Close()
}

func (c *call) basemap() (object, error) {
	what, err := c.word(1, "build | add | info")
	if err != nil {
		return nil, err
	}
	file, err := c.word(2, "FILE")
	if err != nil {
		return nil, err
	}
	switch what {
	case "info":
		return archiveInfo(file)
	case "build", "add":
	default:
		return nil, usage("basemap %s: want build, add or info", what)
	}
	clip, out, err := c.boundary()
	if err != nil {
		return out, err
	}
	if !strings.Contains(file, "://") {
		if _, err := os.Stat(file); err != nil {
			return nil, err
		}
	}
	return c.with(false, func(s *session.Session) (object, error) {
		rep, err := s.AddBaseMap(c.ctx, file, clip, nil)
		if err != nil {
			return nil, err
		}
		return object{"basemap": s.Info().BaseMap, "features": rep.Features, "tiles": rep.Tiles, "date": s.Info().BaseMapDate}, nil
	})
}

func archiveInfo(path string) (object, error) {
	if a, err := basemap.Open(path, nil); err == nil {
		b := a.Bound()
		return object{"kind": "osm", "credit": a.Credit(), "bounds": []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}, nil
	} else if !errors.Is(err, basemap.ErrNoFeatures) {
		return nil, err
	}
	kind := "raster"
	t, err := tile.Open(path)
	if errors.Is(err, tile.ErrVector) {
		kind = "vector"
		t, err = tile.OpenVector(path)
	}
	if err != nil {
		return nil, err
	}
	i := t.Info()
	out := object{
		"kind": kind, "name": i.Name, "credit": i.Credit.String(), "minzoom": int(i.MinZoom), "maxzoom": int(i.MaxZoom),
		"bounds": []float64{i.Bound.Min[0], i.Bound.Min[1], i.Bound.Max[0], i.Bound.Max[1]},
	}
	if kind == "vector" {
		out["layers"] = orEmpty(slices.Sorted(maps.Keys(i.Layers)))
	}
	return out, t.Close()
}

func (c *call) check() (object, error) {
	path, err := c.word(1, "P.gpkg")
	if err != nil {
		return nil, err
	}
	rep, err := gpkg.CheckFile(c.ctx, path)
	if err != nil {
		return nil, err
	}
	out := object{"ok": rep.OK, "version": rep.Version, "integrity": rep.Integrity, "counts": rep.Counts, "problems": orEmpty(rep.Problems)}
	if !rep.OK {
		return out, gpkg.ErrDamaged
	}
	return out, nil
}

// filter reads the FILTER options into the session's filter. Categories and
// statuses may be given by code, letters, name or alias.
func (c *call) filter(s *session.Session) error {
	var f data.Filter
	for _, key := range []string{"near", "within"} {
		if c.args.has(key) {
			return usage("--%s: not in this version", key)
		}
	}
	for _, key := range []string{"category", "group", "status", "origin", "nature", "institution", "from", "to", "weekday", "hours", "area", "text", "undated", "without-reaction"} {
		for _, value := range c.args.all(key) {
			if key == "to" && value == c.file && value != "" {
				continue
			}
			values := []string{value}
			if key == "category" || key == "group" || key == "status" || key == "origin" || key == "nature" {
				values = splitValues(s, key, value)
			}
			for _, v := range values {
				v = strings.TrimSpace(v)
				switch key {
				case "category":
					id, ok := findCategory(s, v)
					if !ok {
						return usage("--category %q: the catalogue has no such category", v)
					}
					v = string(id)
				case "status":
					id, ok := s.Catalogue().FindStatus(v)
					if !ok {
						return usage("--status %q: the catalogue has no such status", v)
					}
					v = string(id)
				case "group":
					if _, ok := s.Catalogue().Group(data.GroupID(v)); !ok {
						return usage("--group %q: the catalogue has no such group", v)
					}
				}
				if err := f.Set(key, v); err != nil {
					return usageError{err.Error()}
				}
			}
		}
	}
	if f.Area != "" && !slices.ContainsFunc(s.Areas(), func(a data.Area) bool { return a.Name == f.Area }) {
		return usage("--area %q: the project has no such area", f.Area)
	}
	if err := f.Period.Validate(); err != nil {
		return usageError{err.Error()}
	}
	s.Filter.Set(f)
	return nil
}

// splitValues parts a list at commas, unless the whole is a name with one.
func splitValues(s *session.Session, key, value string) []string {
	if key == "category" {
		if _, ok := findCategory(s, value); ok {
			return []string{value}
		}
	}
	return strings.Split(value, ",")
}

func findCategory(s *session.Session, word string) (data.CategoryID, bool) {
	if id, ok := s.Catalogue().FindCategory(word); ok {
		return id, true
	}
	for _, k := range s.Catalogue().Categories {
		if strings.EqualFold(k.Letters, word) {
			return k.ID, true
		}
	}
	return "", false
}

func (c *call) number(name string, fallback float64) (float64, error) {
	v := c.args.one(name)
	if v == "" {
		return fallback, nil
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || n <= 0 {
		return 0, usage("--%s %q: want a positive number", name, v)
	}
	return n, nil
}

// orEmpty makes a list that is written as [] when it is empty.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
