package style_test

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
	"pinezka/mapview/typeface"
)

var look = flag.String("look", "", "folder that gets the pictures which tests draw")

var (
	groups   = []string{"traffic", "greenery", "water", "demoralisation", "substances", "poverty", "animals"}
	statuses = []string{"new", "verification", "confirmed", "eliminated", "passed-on", "not-confirmed", "joke"}

	categories = []string{
		"parking", "speeding", "road-infrastructure", "traffic-organisation", "car-races", "level-crossing", "track-crossing",
		"forest-animals", "dumps", "greenery-damage", "tree-felling", "grass-burning", "quads", "dangerous-waters", "water-areas",
		"bathing", "drownings", "vandalism", "minors", "entertainment", "alcohol", "intoxicants", "begging", "homeless",
		"stray-dogs", "animal-cruelty", "poaching",
	}
)

// at lays a sign at a place.
func at(ops []scene.Op, x, y float64) scene.Op {
	to := scene.Translate(x, y)
	return scene.Group{To: &to, Ops: ops}
}

// contactSheet draws every sign in every state.
func contactSheet() scene.Scene {
	s := style.DefaultSymbols()
	sheet := scene.Scene{W: 190, H: 200}
	add := func(ops []scene.Op, x, y float64) { sheet.Ops = append(sheet.Ops, at(ops, x, y)) }
	words := func(t string, x, y float64) {
		sheet.Ops = append(sheet.Ops, typeface.Set(scene.Regular, 3, t).Text(x, y+1, scene.Solid(scene.MustHex("#1a1a1a"))))
	}
	sheet.Ops = append(sheet.Ops, scene.Fill{Path: scene.Box(0, 0, 190, 200).Path(), Paint: scene.Solid(scene.MustHex("#f2efe9"))})
	for i, c := range categories {
		x, y := 8+float64(i/14)*90, 8+float64(i%14)*8
		for j, sign := range []style.Sign{
			{Category: c, Status: style.StatusNone, Size: 4.8},
			{Category: c, Status: "new", Size: 4.8},
			{Category: c, Status: "confirmed", Size: 4.8},
			{Category: c, Status: "new", Size: 4.8, UseLetters: true},
			{Category: c, Status: "verification", Size: 4, State: style.Hovered},
			{Category: c, Status: "eliminated", Size: 4.8, State: style.Selected},
		} {
			add(s.Report(sign), x+float64(j)*8, y)
		}
		words(c, x+47, y)
	}
	for j, st := range append(statuses, "unknown", style.StatusNone) {
		for i, c := range []string{"alcohol", "parking", "stray-dogs", "unheard-of"} {
			add(s.Report(style.Sign{Category: c, Status: st, Origin: []string{"police", "contact", "internet"}[i%3], Size: 4.8}), 8+float64(i)*8, 124+float64(j)*8)
		}
		words(st, 40, 124+float64(j)*8)
	}
	for i, g := range append(groups, "unheard-of") {
		add(s.Group(g, 4.8), 100+float64(i)*8, 124)
	}
	for i, n := range []int{2, 9, 10, 37, 99, 100, 999, 1234, 56789} {
		add(s.Cluster(style.ClusterSign{Count: n, Size: 4.8, Single: style.State(i % 3)}), 78+float64(i)*12, 138)
	}
	for i, st := range []string{"new", "accepted", "planned", "progress", "done", "refused", "passed"} {
		add(s.Motion(style.MotionSign{Number: []string{"1", "7", "10", "13", "104", "9", "88"}[i], State: st, Size: 6.4, Located: true, Single: style.State(i % 3)}), 78+float64(i)*14, 152)
		add(s.Motion(style.MotionSign{Number: []string{"1", "7", "10", "13", "104", "9", "88"}[i], State: st, Size: 6.4}), 78+float64(i)*14, 164)
	}
	line := scene.Circle(scene.Point{X: 90, Y: 182}, 8)
	sheet.Ops = append(sheet.Ops, style.RadiusLine(line, false)...)
	sheet.Ops = append(sheet.Ops, style.MotionLine(line.Transform(scene.Translate(22, 0)), false)...)
	sheet.Ops = append(sheet.Ops, style.AreaLine(line.Transform(scene.Translate(44, 0)), false)...)
	add(style.AreaName("Nowe Miasto", 3.4, false), 134, 182)
	add(style.Dot(1.6, false), 150, 182)
	add(s.Facility(style.FacilitySign{Size: 4.8}), 160, 182)
	add(s.Facility(style.FacilitySign{Candidate: true, Size: 4.8}), 168, 182)
	return sheet
}

func TestContactSheetHasInkInEveryPlace(t *testing.T) {
	sheet := contactSheet()
	if *look != "" {
		f, err := os.Create(filepath.Join(*look, "symbols.png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, raster.Render(sheet, 8)); err != nil {
			t.Fatal(err)
		}
	}
	for _, op := range sheet.Ops {
		g, ok := op.(scene.Group)
		if !ok {
			continue
		}
		if len(g.Ops) == 0 {
			t.Error("a sign is empty")
		}
		box, ok := scene.OpBounds(op)
		if !ok || box.W() > 30 || box.W() < 1 {
			t.Errorf("a sign takes %v", box)
		}
	}
}

func TestSignsAreSharedAndCentred(t *testing.T) {
	s := style.DefaultSymbols()
	sign := style.Sign{Category: "alcohol", Status: "new", Size: 4.8}
	first, again := s.Report(sign), s.Report(sign)
	if &first[0] != &again[0] {
		t.Error("the same sign was made twice")
	}
	for _, g := range groups {
		box, _ := scene.Bounds(s.Group(g, 24))
		if c := box.Centre(); c.Dist(scene.Point{}) > 2.5 {
			t.Errorf("group %s: middle at %v", g, c)
		}
	}
}

func TestSymbolTableFaultsAreNamed(t *testing.T) {
	for _, table := range []string{
		`{`,
		`{"groups":[{"code":"a","d":"X"}]}`,
		`{"categories":[{"code":"c","d":"M0 0","group":"none"}]}`,
		`{"statuses":[{"code":"s","fill":"red"}]}`,
		`{"statuses":[{"code":"s","badge":"none"}]}`,
		`{"badges":{"b":"L"}}`,
	} {
		if _, err := style.ReadSymbols([]byte(table)); err == nil {
			t.Errorf("%s was taken", table)
		}
	}
}
