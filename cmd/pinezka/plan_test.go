package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// plan says which rooms of the house a room may enter. A direction that a test
// guards needs no reviewer. A star stands for all rooms below.
var plan = map[string]struct {
	may []string
	why string
}{
	"assets":                {nil, "embedded files import nothing of the program"},
	"data":                  {nil, "facts know no drawing, no format and no language"},
	"data/crs":              {nil, "coordinate systems stand alone"},
	"data/exchange":         {[]string{"data", "data/crs"}, "files in and out"},
	"data/gpkg":             {[]string{"data"}, "the project file"},
	"data/osm":              {[]string{"data"}, "what an extract knows"},
	"data/compare":          {[]string{"data", "data/crs", "data/osm"}, "claim against evidence"},
	"data/privacy":          {[]string{"data", "data/crs"}, "what may be made public"},
	"data/sample":           {[]string{"data", "data/osm"}, "the sample plays on real streets"},
	"data/testdata":         {nil, "a folder of test data"},
	"mapview/scene":         {nil, "the waist of the house"},
	"mapview/internal/town": {[]string{"mapview/scene", "mapview/typeface"}, "an invented town for benchmarks of the back ends"},
	"mapview/camera":        {[]string{"mapview/scene"}, "where one looks"},
	"mapview/tile":          {nil, "tile archives and services"},
	"mapview/typeface":      {[]string{"assets", "mapview/scene"}, "fonts and their measures"},
	"mapview/source":        {[]string{"mapview/tile"}, "features, wherever they come from"},
	"mapview/style":         {[]string{"assets", "mapview/scene", "mapview/typeface"}, "symbols hold letters and numbers, so they are measured here"},
	"mapview/portrayal":     {[]string{"mapview/source", "mapview/style", "mapview/camera", "mapview/scene", "mapview/typeface", "mapview/tile"}, "labels and raster tiles live here until a second caller needs them"},
	"mapview/overlay":       {[]string{"mapview/portrayal", "mapview/source", "mapview/style", "mapview/camera", "mapview/scene", "data", "data/*"}, "the bridge from facts to layers"},
	"mapview/basemap":       {[]string{"data", "mapview/tile", "mapview/source", "data/osm"}, "the bridge from an extract to features and tiles"},
	"mapview/raster":        {[]string{"mapview/scene", "mapview/typeface"}, "a scene to pixels"},
	"mapview/pdf":           {[]string{"mapview/scene", "mapview/typeface"}, "scenes to a PDF"},
	"mapview/sheet":         {[]string{"mapview/overlay", "mapview/portrayal", "mapview/camera", "mapview/style", "mapview/typeface", "mapview/scene", "data/crs"}, "words come in as values, so a sheet has no language"},
	"mapview":               {[]string{"mapview/camera", "mapview/portrayal", "mapview/scene", "mapview/raster", "mapview/source", "mapview/tile"}, "the widget; frames live here until split off, hence raster"},
	"app/wording":           {[]string{"assets"}, "speaks to people"},
	"app/session":           {[]string{"assets", "app/wording", "data", "data/*", "mapview/*"}, "all that the window does, without Fyne: never mapview itself"},
	"app/cli":               {[]string{"app/session", "app/wording", "data", "data/*", "mapview/*"}, "the same work without a window"},
	"app/window":            {[]string{"assets", "app/session", "app/wording", "data", "data/*", "mapview", "mapview/*"}, "views show and forward"},
	"app":                   {[]string{"assets", "app/*", "data/gpkg", "mapview/tile"}, "the only place where parts are chosen"},
	"cmd/pinezka":           {[]string{"app"}, "main"},
	"cmd/testsum":           {nil, "counts tests"},
}

// fyneRooms may see Fyne at all; fyneAppRooms its app package, which needs a
// display driver.
var (
	fyneRooms    = []string{"mapview", "app/window", "app"}
	fyneAppRooms = []string{"app"}
)

func allowed(may []string, room string) bool {
	return slices.ContainsFunc(may, func(m string) bool {
		if below, ok := strings.CutSuffix(m, "*"); ok {
			return strings.HasPrefix(room, below)
		}
		return m == room
	})
}

func TestPlan(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && rel != "." || rel == "build" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		room := strings.TrimSuffix(rel, "/"+d.Name())
		rule, ok := plan[room]
		if !ok {
			if !seen[room] {
				t.Errorf("room %s is not in the plan", room)
			}
			seen[room] = true
			return nil
		}
		seen[room] = true
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, im := range f.Imports {
			name, err := strconv.Unquote(im.Path.Value)
			if err != nil {
				return err
			}
			if inner, own := strings.CutPrefix(name, "pinezka/"); own && !allowed(rule.may, inner) {
				t.Errorf("%s imports %s; it may import %v (%s)", rel, inner, rule.may, rule.why)
			}
			if strings.HasPrefix(name, "fyne.io/fyne/v2") && !slices.Contains(fyneRooms, room) {
				t.Errorf("%s imports Fyne", rel)
			}
			if name == "fyne.io/fyne/v2/app" && !slices.Contains(fyneAppRooms, room) {
				t.Errorf("%s imports Fyne's app package, so its tests would need a display driver", rel)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room := range plan {
		if !seen[room] && room != "data/testdata" {
			t.Errorf("room %s of the plan is empty", room)
		}
	}
}
