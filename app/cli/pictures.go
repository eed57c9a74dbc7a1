package cli

import (
	"fmt"
	"image"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/overlay"
	"pinezka/mapview/scene"
)

func (c *call) view() (object, error) {
	to := c.target()
	if !strings.EqualFold(filepath.Ext(to), ".png") {
		return nil, usage("--to %q: want a file ending in .png", to)
	}
	w, h := 1280.0, 800.0
	if v := c.args.one("size"); v != "" {
		if n, err := fmt.Sscanf(v, "%fx%f", &w, &h); n != 2 || err != nil || w < 64 || h < 64 || w > 16000 || h > 16000 {
			return nil, usage("--size %q: want WIDTHxHEIGHT in pixels", v)
		}
	}
	switch o := c.args.one("overlay"); o {
	case "", "symbols", "clusters", "density", "grid", "hex":
	default:
		return nil, usage("--overlay %q: want symbols, clusters, density, grid or hex", o)
	}
	return c.with(true, func(s *session.Session) (object, error) { return c.draw(s, to, w/scene.PxPerMM, h/scene.PxPerMM) })
}

func (c *call) draw(s *session.Session, to string, w, h float64) (object, error) {
	if err := c.filter(s); err != nil {
		return nil, err
	}
	cam := camera.Fit(s.Bound(), w, h, 4)
	if v := c.args.one("center"); v != "" {
		var p orb.Point
		if n, err := fmt.Sscanf(v, "%f,%f", &p[0], &p[1]); n != 2 || err != nil {
			return nil, usage("--center %q: want LON,LAT", v)
		}
		cam = camera.Screen(p, cam.Scale, w, h)
	}
	scale, err := c.number("scale", cam.Scale)
	if err != nil {
		return nil, err
	}
	cam = camera.Screen(cam.Centre, scale, w, h)
	switch o := c.args.one("overlay"); o {
	case "density", "grid", "hex":
		s.View.SetKind(overlay.SurfaceKind(o))
	}
	img, d, err := s.ViewPicture(c.ctx, s.Map(), cam)
	if err != nil {
		return nil, err
	}
	drawn := 0
	counts := map[string]int{}
	for _, m := range d.Marks {
		if m.Ref.Layer != overlay.LayerReports {
			continue
		}
		drawn += len(m.Members)
		for _, id := range m.Members {
			if r, ok := s.Report(data.ReportID(id)); ok {
				counts[string(r.Category)]++
			}
		}
	}
	legend := []object{}
	for _, k := range s.Catalogue().Categories {
		if n := counts[string(k.ID)]; n > 0 {
			legend = append(legend, object{"class": string(k.ID), "count": n})
		}
	}
	if n := counts[""]; n > 0 {
		legend = append(legend, object{"class": "", "count": n})
	}
	left := object{"outside": 0, "without_place": 0, "undated": s.Filter.Undated()}
	without := 0
	for _, r := range s.Filter.Shown() {
		if !r.Where.Known() {
			without++
		}
	}
	left["without_place"], left["outside"] = without, s.Filter.Count()-without-drawn
	return object{"file": to, "scale": cam.Scale, "reports_drawn": drawn, "legend": legend, "left_out": left}, session.WritePicture(to, img)
}

// printDPI is the resolution of a sheet as a picture.
const printDPI = 150

func (c *call) print() (object, error) {
	to := c.target()
	ext := strings.ToLower(filepath.Ext(to))
	if ext != ".pdf" && ext != ".png" {
		return nil, usage("--to %q: want a file ending in .pdf or .png", to)
	}
	if k := c.args.one("sheet"); k != "" && k != "meeting" {
		return nil, usage("--sheet %q: this version has the sheet: meeting", k)
	}
	return c.with(true, func(s *session.Session) (object, error) { return c.sheet(s, to, ext) })
}

func (c *call) sheet(s *session.Session, to, ext string) (object, error) {
	if err := c.filter(s); err != nil {
		return nil, err
	}
	if err := c.chooseDebate(s); err != nil {
		return nil, err
	}
	o := s.Sheet.Options()
	o.Title, o.Public, o.Grey = c.args.one("title"), c.args.has("public"), c.args.has("grey")
	if p := c.args.one("paper"); p != "" {
		o.Paper = strings.ToUpper(p)
		if len(o.Paper) != 2 || o.Paper[0] != 'A' || o.Paper[1] < '0' || o.Paper[1] > '4' {
			return nil, usage("--paper %q: want A4, A3, A2, A1 or A0", p)
		}
		o.Landscape = false
	}
	if c.args.has("landscape") {
		o.Landscape = true
	}
	var err error
	if o.Scale, err = c.number("scale", 0); err != nil {
		return nil, err
	}
	if o.Reading, err = c.number("reading", 0); err != nil {
		return nil, err
	}
	var printed session.Printed
	if ext == ".pdf" {
		printed, err = s.Sheet.WritePDFFile(c.ctx, to, o)
	} else {
		var pages []*image.RGBA
		pages, printed, err = s.Sheet.RenderPages(c.ctx, o, printDPI/25.4)
		for i, p := range pages {
			name := to
			if i > 0 {
				name = strings.TrimSuffix(to, filepath.Ext(to)) + "-" + strconv.Itoa(i+1) + ".png"
			}
			if err == nil {
				err = session.WritePicture(name, p)
			}
		}
	}
	if err != nil {
		return nil, err
	}
	legend := []object{}
	for _, e := range printed.Legend {
		legend = append(legend, object{"class": e.Class, "name": e.Name, "count": e.Count})
	}
	return object{
		"file": to, "pages": printed.Pages, "scale": printed.Scale, "sheet_id": printed.ID, "reports_drawn": printed.Reports, "legend": legend,
		"left_out": object{"outside": printed.Outside, "without_place": printed.WithoutPlace, "undated": s.Filter.Undated()},
		"warnings": orEmpty(printed.Warnings), "checklist": orEmpty(printed.Checklist),
	}, nil
}
