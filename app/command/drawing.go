package command

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
	"pinezka/mapview/typeface"
)

// class is an entry of a legend.
type class struct {
	Class string `json:"class"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// leftOut counts the reports that a map does not show though they were meant.
type leftOut struct {
	Outside      int `json:"outside"`
	WithoutPlace int `json:"without_place"`
	Undated      int `json:"undated"`
}

func runExport(_ context.Context, e *env) error {
	to, err := e.args.file()
	if err != nil {
		return err
	}
	if ext := strings.ToLower(filepath.Ext(to)); !slices.Contains(session.ExportEndings, ext) {
		return badValue("to", to, join(session.ExportEndings))
	}
	n, err := e.s.Export(to, e.args.has("public"))
	if err != nil {
		return err
	}
	e.out["file"], e.out["count"], e.out["undated_left_out"], e.out["public"] = to, n, e.s.Filter.Undated(), e.args.has("public")
	e.say(to + "\t" + e.w.N("reports", n))
	return nil
}

// runView draws the map as the window shows it.
func runView(ctx context.Context, e *env) error {
	to, err := e.args.file()
	if err != nil {
		return err
	}
	if !strings.EqualFold(filepath.Ext(to), ".png") {
		return badValue("to", to, ".png")
	}
	cam, err := e.viewCamera()
	if err != nil {
		return err
	}
	m := e.s.Map()
	if credit := e.s.Credit(); credit != "" {
		m.Overlay = append(m.Overlay, creditLine(credit))
	}
	picture, drawn, err := e.s.ViewPicture(ctx, m, cam)
	if err != nil {
		return err
	}
	if err := writePNG(to, picture); err != nil {
		return err
	}
	left := leftOut{Undated: e.s.Filter.Undated()}
	counts := map[data.CategoryID]int{}
	seen := map[data.ReportID]bool{}
	for _, mark := range drawn.Marks {
		if mark.Ref.Layer != overlay.LayerReports {
			continue
		}
		for _, id := range mark.Members {
			r, ok := e.s.Report(data.ReportID(id))
			if !ok || seen[r.ID] {
				continue
			}
			seen[r.ID] = true
			counts[r.Category]++
		}
	}
	shown := e.s.Filter.Shown()
	for i := range shown {
		switch {
		case !shown[i].Where.Known():
			left.WithoutPlace++
		case !seen[shown[i].ID]:
			left.Outside++
		}
	}
	e.out["file"], e.out["scale"], e.out["reports_drawn"], e.out["legend"], e.out["left_out"] = to, cam.Scale, len(seen), e.legend(counts), left
	for _, g := range drawn.Gaps {
		e.out.warn("gap", g.Layer+": "+g.Err.Error())
	}
	e.say(to + "\t" + e.w.N("reports", len(seen)))
	return nil
}

func (e *env) legend(counts map[data.CategoryID]int) []class {
	legend := []class{}
	for _, c := range e.s.Catalogue().Categories {
		if n := counts[c.ID]; n > 0 {
			legend = append(legend, class{string(c.ID), e.s.CategoryShort(c.ID), n})
		}
	}
	if n := counts[""]; n > 0 {
		legend = append(legend, class{string(data.Uncategorised), e.w.T("category.none"), n})
	}
	return legend
}

// viewCamera reads --size, --center and --scale; without a centre the whole
// municipality is shown.
func (e *env) viewCamera() (camera.Camera, error) {
	w, h := 1280.0, 800.0
	if v := e.args.last("size"); v != "" {
		a, b, ok := strings.Cut(v, "x")
		x, err := strconv.Atoi(a)
		y, err2 := strconv.Atoi(b)
		if !ok || err != nil || err2 != nil || x < 16 || y < 16 || x > 16000 || y > 16000 || x*y > 64e6 {
			return camera.Camera{}, badValue("size", v, "1280x800")
		}
		w, h = float64(x), float64(y)
	}
	w, h = w/scene.PxPerMM, h/scene.PxPerMM
	cam := camera.Fit(e.s.Bound(), w, h, 4)
	scale, err := e.args.number("scale", cam.Scale, 100, 10e6)
	if err != nil {
		return cam, err
	}
	centre := cam.Centre
	if v := e.args.last("center"); v != "" {
		a, b, ok := strings.Cut(v, ",")
		lon, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
		lat, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
		if !ok || err != nil || err2 != nil || !(lon >= -180 && lon <= 180) || !(lat >= -85 && lat <= 85) {
			return cam, badValue("center", v, "20.68,52.14")
		}
		centre = orb.Point{lon, lat}
	}
	if e.args.has("scale") || e.args.has("center") {
		cam = camera.Screen(centre, scale, w, h)
	}
	return cam, nil
}

// creditLine writes a base map's credit into the corner of a picture, on a light
// ground. It is an overlay so that the names give way to it.
type creditLine string

// Marks writes the line at the bottom right, cut where the picture is narrow.
func (t creditLine) Marks(_ context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	const size, pad = 2.6, 0.8
	words := typeface.Shorten(scene.Regular, size, string(t), c.W-2*pad)
	run := typeface.Set(scene.Regular, size, words)
	box := scene.Box(c.W-run.Width-2*pad, c.H-size-2*pad, run.Width+2*pad, size+2*pad)
	return []portrayal.Mark{{
		Band: portrayal.OnTop, Boxes: []scene.Rect{box},
		Ops: []scene.Op{
			scene.Fill{Path: box.Path(), Paint: scene.Solid(color.NRGBA{255, 255, 255, 215})},
			run.Text(c.W-run.Width-pad, c.H-pad-0.5, scene.Solid(color.NRGBA{40, 40, 40, 255})),
		},
	}}, nil
}

// sheetKinds are the kinds of sheet that there are.
var sheetKinds = []string{"meeting"}

// pngPerMM is the resolution of sheets as pictures: 150 dpi.
const pngPerMM = 150 / 25.4

func runPrint(ctx context.Context, e *env) error {
	kind, err := e.args.need("sheet")
	if err != nil {
		return err
	}
	if !slices.Contains(sheetKinds, kind) {
		return badValue("sheet", kind, join(sheetKinds))
	}
	to, err := e.args.file()
	if err != nil {
		return err
	}
	o, err := e.sheetOptions()
	if err != nil {
		return err
	}
	var printed session.Printed
	files := []string{to}
	switch strings.ToLower(filepath.Ext(to)) {
	case ".pdf":
		err = writeWhole(to, func(w io.Writer) (err error) {
			printed, err = e.s.Sheet.WritePDF(ctx, w, o)
			return err
		})
	case ".png":
		files, printed, err = e.printPictures(ctx, to, o)
	default:
		return badValue("to", to, ".pdf, .png")
	}
	if err != nil {
		return err
	}
	legend := []class{}
	for _, l := range printed.Legend {
		legend = append(legend, class{l.Class, l.Name, l.Count})
	}
	e.out["file"], e.out["files"], e.out["pages"], e.out["scale"], e.out["sheet_id"] = to, files, printed.Pages, printed.Scale, printed.ID
	e.out["reports_drawn"], e.out["legend"], e.out["checklist"] = printed.Reports, legend, list(printed.Checklist)
	e.out["left_out"] = leftOut{printed.Outside, printed.WithoutPlace, e.s.Filter.Undated()}
	for _, line := range printed.Warnings {
		e.out.warn("print", line)
		e.say(line)
	}
	for _, line := range printed.Checklist {
		e.say(line)
	}
	e.say(to)
	return nil
}

func (e *env) sheetOptions() (session.SheetOptions, error) {
	o := e.s.Sheet.Options()
	if err := e.selectDebate(); err != nil {
		return o, err
	}
	if v := e.args.last("paper"); v != "" {
		if _, ok := sheet.FindPaper(v); !ok {
			return o, badValue("paper", v, "A4, A3, A2, A1, A0")
		}
		o.Paper = v
	}
	var err error
	o.Scale, err = e.args.number("scale", 0, 100, 10e6)
	o.Landscape, o.Title, o.Public = e.args.has("landscape"), e.args.last("title"), e.args.has("public")
	return o, err
}

// printPictures draws all pages before the first is written, so that a sheet is
// there as a whole or not at all.
func (e *env) printPictures(ctx context.Context, to string, o session.SheetOptions) ([]string, session.Printed, error) {
	pages, printed, err := e.s.Sheet.RenderPages(ctx, o, pngPerMM)
	if err != nil {
		return nil, printed, err
	}
	var files []string
	for i, p := range pages {
		name := to
		if i > 0 {
			ext := filepath.Ext(to)
			name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(to, ext), i+1, ext)
		}
		if err := writePNG(name, p); err != nil {
			return files, printed, err
		}
		files = append(files, name)
	}
	return files, printed, nil
}

func writePNG(path string, m image.Image) error {
	return writeWhole(path, func(w io.Writer) error {
		enc := png.Encoder{CompressionLevel: png.BestSpeed}
		return enc.Encode(w, m)
	})
}
