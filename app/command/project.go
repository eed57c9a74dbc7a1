package command

import (
	"context"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/data/exchange"
	"pinezka/data/gpkg"
	"pinezka/data/osm"
	"pinezka/mapview/tile"
)

// runNew makes a project and, from an extract, its base map beside it.
func runNew(ctx context.Context, e *env) error {
	path := e.args.positional[0]
	n := session.NewProject{Name: e.args.last("name"), TERYT: e.args.last("teryt"), Extract: e.args.last("extract")}
	if n.Name == "" && n.TERYT == "" {
		return wrong("cmd.missing-flag", "name", "--name")
	}
	if _, ok := session.FindGmina(n.TERYT); !ok && n.TERYT != "" {
		return badValue("teryt", n.TERYT, "1863011")
	}
	var err error
	if n.Boundary, err = boundary(ctx, e.args.last("boundary")); err != nil {
		return err
	}
	if err := e.s.Create(ctx, path, n, nil); err != nil {
		return err
	}
	info := e.s.Info()
	e.out["project"], e.out["name"], e.out["teryt"] = path, info.Name, orNull(info.TERYT)
	e.out["boundary_exact"], e.out["base_map"] = info.BoundaryExact, orNull(info.BaseMap)
	e.say(path)
	return nil
}

// boundary reads a municipality's border: all areas of a file; none of "".
func boundary(ctx context.Context, path string) (orb.MultiPolygon, error) {
	if path == "" {
		return nil, nil
	}
	areas, err := exchange.ReadAreas(ctx, path)
	if err != nil {
		return nil, err
	}
	var out orb.MultiPolygon
	for _, a := range areas {
		out = append(out, a.Geometry...)
	}
	return out, nil
}

func runSample(ctx context.Context, e *env) error {
	path, err := e.s.CreateSample(ctx, e.args.positional[0], nil)
	if err != nil {
		return err
	}
	if err := e.s.Open(path); err != nil {
		return err
	}
	e.out["project"], e.out["reports"], e.out["base_map"] = path, e.s.Filter.Total(), orNull(e.s.Info().BaseMap)
	e.say(path)
	return nil
}

// runCheck looks whether a project's file is whole.
func runCheck(ctx context.Context, e *env) error {
	rep, err := gpkg.CheckFile(ctx, e.args.positional[0])
	if err != nil {
		e.out["ok"] = false
		return err
	}
	e.out["ok"], e.out["version"], e.out["integrity"], e.out["counts"], e.out["problems"] = rep.OK, rep.Version, rep.Integrity, rep.Counts, list(rep.Problems)
	if !rep.OK {
		for _, p := range rep.Problems {
			e.say(p)
		}
		return fmt.Errorf("check %q: %w", e.args.positional[0], gpkg.ErrDamaged)
	}
	e.say(e.w.T("cmd.check.ok", "version", strconv.Itoa(rep.Version)))
	return nil
}

func runBaseMap(ctx context.Context, e *env) error {
	what, of := e.args.positional[0], e.args.positional[1]
	switch what {
	case "info":
		return baseMapInfo(e, of)
	case "build", "add":
	default:
		return wrong("cmd.unknown-argument", "name", what, "choices", "build, add, info")
	}
	if err := e.open(true); err != nil {
		return err
	}
	clip, err := boundary(ctx, e.args.last("boundary"))
	if err != nil {
		return err
	}
	rep, err := e.s.AddBaseMap(ctx, of, clip, nil)
	if err != nil {
		return err
	}
	e.out["base_map"], e.out["credit"] = e.s.Info().BaseMap, e.s.Credit()
	if rep.Path != "" {
		e.out["features"], e.out["tiles"], e.out["bytes"], e.out["date"] = rep.Features, rep.Tiles, rep.Bytes, orNull(e.s.Info().BaseMapDate)
	}
	e.say(e.s.Info().BaseMap)
	return nil
}

// baseMapInfo says what an archive holds, one built from an extract or one of
// pictures.
func baseMapInfo(e *env, path string) error {
	if meta, err := osm.ReadMeta(path); err == nil {
		e.out["kind"], e.out["source"], e.out["date"], e.out["bound"] = "vector", meta.Source, orNull(meta.Day()), box(meta.Bound)
		e.say(meta.Source + " " + meta.Day())
		return nil
	}
	a, err := tile.Open(path)
	if err != nil {
		return err
	}
	info := a.Info()
	e.out["kind"], e.out["name"], e.out["bound"] = "pictures", info.Name, box(info.Bound)
	e.out["min_zoom"], e.out["max_zoom"], e.out["credit"] = info.MinZoom, info.MaxZoom, info.Credit.String()
	e.say(info.Name + " " + info.Credit.String())
	return a.Close()
}

// box writes west, south, east and north.
func box(b orb.Bound) [4]float64 { return [4]float64{b.Left(), b.Bottom(), b.Right(), b.Top()} }

// selectDebate opens the debate of --debate.
func (e *env) selectDebate() error {
	v := e.args.last("debate")
	if v == "" {
		return nil
	}
	id, err := strconv.ParseInt(v, 10, 64)
	var ids []string
	for _, d := range e.s.Debates.All() {
		if err == nil && d.ID == data.DebateID(id) {
			e.s.Debates.SetOpen(d.ID)
			return nil
		}
		ids = append(ids, strconv.FormatInt(int64(d.ID), 10))
	}
	return badValue("debate", v, join(ids))
}

func runPlaces(_ context.Context, e *env) error {
	type hit struct {
		Name string  `json:"name"`
		Kind string  `json:"kind"`
		Lon  float64 `json:"lon"`
		Lat  float64 `json:"lat"`
	}
	hits := []hit{}
	for _, h := range e.s.FindPlace(e.args.positional[0], 20) {
		hits = append(hits, hit{h.Name, h.Kind, h.Point.Lon(), h.Point.Lat()})
		line, err := jsonLine(hits[len(hits)-1])
		if err != nil {
			return err
		}
		e.say(line)
	}
	e.out["text"], e.out["hits"] = e.args.positional[0], hits
	return nil
}
