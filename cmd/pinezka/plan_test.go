package main_test

import (
	"fmt"
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
	"assets":                  {nil, "embedded files import nothing of the program"},
	"data":                    {nil, "facts know no drawing, no format and no language"},
	"data/crs":                {nil, "coordinate systems stand alone"},
	"data/exchange":           {[]string{"data", "data/crs"}, "files in and out"},
	"data/notes":              {[]string{"data", "data/exchange"}, "notes of debates; encodings, the limits against hostile files and lists of motions stay behind the one door of exchange"},
	"data/gpkg":               {[]string{"data", "data/rtree"}, "the project file"},
	"data/hotspot":            {[]string{"data/compare"}, "density and hot spots of plain points; the exact tail and its level are those of the comparison"},
	"data/rtree":              {nil, "boxes into nodes; it knows no file"},
	"data/osm":                {[]string{"data"}, "what an extract knows: streets and addresses as facts"},
	"data/gazetteer":          {[]string{"data", "data/gazetteer/morph", "data/osm"}, "names to places; a base map's names, houses and crossings are facts of data/osm, and only here are they names of things"},
	"data/gazetteer/morph":    {nil, "forms of words; the dictionary's bytes are handed in"},
	"data/compare":            {[]string{"data", "data/crs", "data/osm"}, "claim against evidence; what is expected follows the length of streets"},
	"data/privacy":            {[]string{"data", "data/crs"}, "what may be made public"},
	"data/sample":             {[]string{"data", "data/osm"}, "the sample plays on real streets"},
	"data/testdata":           {nil, "a folder of test data"},
	"mapview/scene":           {nil, "the waist of the house"},
	"mapview/internal/town":   {[]string{"mapview/scene", "mapview/typeface"}, "an invented town for benchmarks of the back ends"},
	"mapview/internal/powiat": {[]string{"assets"}, "a large extract for benchmarks, laid together from the sample's"},
	"mapview/camera":          {[]string{"mapview/scene"}, "where one looks"},
	"mapview/tile":            {nil, "tile archives and services"},
	"mapview/typeface":        {[]string{"assets", "mapview/scene"}, "fonts and their measures"},
	"mapview/source":          {[]string{"mapview/tile"}, "features, wherever they come from; pictures come from tiles"},
	"mapview/style":           {[]string{"assets", "mapview/scene", "mapview/typeface"}, "symbols hold letters and numbers, so they are measured here"},
	"mapview/portrayal":       {[]string{"mapview/source", "mapview/style", "mapview/camera", "mapview/scene", "mapview/typeface", "mapview/tile"}, "labels and raster tiles live here until a second caller needs them"},
	"mapview/overlay":         {[]string{"mapview/portrayal", "mapview/source", "mapview/style", "mapview/camera", "mapview/scene", "data", "data/*"}, "the bridge from facts to layers; clusters part with the scale, so it sees the camera, and marks are drawn, so it sees scenes"},
	"mapview/basemap":         {[]string{"data", "data/osm", "data/rtree", "mapview/source", "mapview/tile"}, "the bridge from an extract to features and tiles; what it builds is read back as a source"},
	"mapview/raster":          {[]string{"mapview/scene", "mapview/typeface"}, "a scene to pixels"},
	"mapview/pdf":             {[]string{"mapview/scene", "mapview/typeface"}, "scenes to a PDF"},
	"mapview/sheet":           {[]string{"mapview/overlay", "mapview/portrayal", "mapview/camera", "mapview/style", "mapview/typeface", "mapview/scene", "data/crs"}, "words come in as values, so a sheet has no language"},
	"mapview":                 {[]string{"mapview/camera", "mapview/portrayal", "mapview/scene", "mapview/raster", "mapview/source", "mapview/tile"}, "the widget; frames live here until split off, hence raster"},
	"app/wording":             {[]string{"assets"}, "speaks to people"},
	"app/session":             {[]string{"assets", "app/wording", "data", "data/*", "mapview/*"}, "all that the window does, without Fyne: never mapview itself; the catalogue and the list of municipalities are embedded"},
	"app/cli":                 {[]string{"app/session", "app/wording", "data", "data/*", "mapview/*"}, "the same work without a window, so that a script and a test do what a person does; it prints maps, hence the drawing rooms"},
	"app/window":              {[]string{"assets", "app/session", "app/wording", "data", "data/*", "mapview", "mapview/*"}, "views show and forward; signs and legends are drawn by the map's own symbols"},
	"app":                     {[]string{"assets", "app/*", "data/gpkg", "mapview/tile"}, "the only place where parts are chosen"},
	"cmd/pinezka":             {[]string{"app"}, "main"},
	"cmd/testsum":             {nil, "counts tests"},
}

// foreign says which rooms may enter a module or package from outside, and why
// no other may. The longest prefix that fits an import decides.
var foreign = []struct {
	prefix string
	rooms  []string
	why    string
}{
	{"fyne.io/fyne/v2", []string{"mapview", "app/window", "app"}, "facts, drawing and session are tested without a window"},
	{"fyne.io/fyne/v2/app", []string{"app", "cmd/pinezka"}, "it links the display driver; whoever imports it needs OpenGL to be tested"},
	{"fyne.io/fyne/v2/driver/desktop", []string{"mapview", "app/window"}, "keys and mouse belong to views"},
	{"github.com/fogleman/gg", []string{"mapview/raster"}, "a layer that draws with gg can never be printed as vectors"},
	{"github.com/go-text", []string{"mapview/typeface"}, "text is measured once, the same for screen and paper"},
	{"github.com/go-gl/glfw", []string{"app"}, "only to tell before the window opens that there is no OpenGL"},
	{"github.com/mattn/go-sqlite3", []string{"data/gpkg", "data/osm", "data/exchange", "mapview/basemap", "mapview/tile"}, "those rooms whose file is a database; offices send GeoPackages too"},
	{"github.com/xuri/excelize/v2", []string{"data/exchange"}, "workbooks go in and out at one door"},
	{"net/http", []string{"mapview/tile"}, "the program asks the network for nothing but permitted tiles"},
	{"unsafe", nil, "nothing here is worth it"},
}

// inside says whether an import path is a prefix itself or lies below it.
func inside(path, prefix string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

// allowed says whether a list of rooms names the room or, by a star, those
// around it.
func allowed(may []string, room string) bool {
	return slices.ContainsFunc(may, func(m string) bool {
		if below, ok := strings.CutSuffix(m, "*"); ok {
			return strings.HasPrefix(room, below)
		}
		return m == room
	})
}

// complaint says what is wrong with an import of a room; "" when nothing is.
func complaint(room, path string) string {
	rule, ok := plan[room]
	if !ok {
		return "the room is not in the plan: say there what it may import, and why"
	}
	if inner, own := strings.CutPrefix(path, "pinezka/"); own {
		if !allowed(rule.may, inner) {
			return fmt.Sprintf("imports %s, but may import only %v (%s)", inner, rule.may, rule.why)
		}
		return ""
	}
	longest := -1
	for i, f := range foreign {
		if inside(path, f.prefix) && (longest < 0 || len(f.prefix) > len(foreign[longest].prefix)) {
			longest = i
		}
	}
	if longest >= 0 && !slices.Contains(foreign[longest].rooms, room) {
		return fmt.Sprintf("imports %s, which only %v may (%s)", path, foreign[longest].rooms, foreign[longest].why)
	}
	return ""
}

// TestPlan reads the import lines of every file that is no test, whatever
// system it is for, and holds them against the plan.
func TestPlan(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && rel != "." && d.Name() != ".." || rel == "build" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		room := strings.TrimSuffix(rel, "/"+d.Name())
		if _, ok := plan[room]; !ok && !seen[room] {
			t.Errorf("%s: %s", room, complaint(room, ""))
		}
		known := plan[room].why != ""
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
			if text := complaint(room, name); known && text != "" {
				t.Errorf("%s %s", rel, text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room, rule := range plan {
		if !seen[room] {
			t.Errorf("room %s of the plan is empty", room)
		}
		if rule.why == "" {
			t.Errorf("room %s of the plan has no reason", room)
		}
		for _, m := range rule.may {
			if _, ok := plan[m]; !ok && !strings.HasSuffix(m, "/*") {
				t.Errorf("room %s may import %s, which is no room", room, m)
			}
		}
	}
}

// TestPlanComplains: the guard itself refuses what the house must never have.
func TestPlanComplains(t *testing.T) {
	for _, c := range []struct {
		room, path string
		ok         bool
	}{
		{"data", "strings", true},
		{"data", "pinezka/mapview/scene", false},
		{"data/compare", "pinezka/mapview", false},
		{"data/privacy", "github.com/fogleman/gg", false},
		{"data/exchange", "fyne.io/fyne/v2", false},
		{"data/gpkg", "github.com/mattn/go-sqlite3", true},
		{"data/exchange", "github.com/mattn/go-sqlite3", true},
		{"data/compare", "github.com/mattn/go-sqlite3", false},
		{"data/exchange", "pinezka/data/gpkg", false},
		{"data/crs", "net/http", false},
		{"mapview/scene", "pinezka/data", false},
		{"mapview/style", "pinezka/mapview/typeface", true},
		{"mapview/sheet", "pinezka/app/wording", false},
		{"mapview/raster", "github.com/fogleman/gg", true},
		{"mapview", "fyne.io/fyne/v2/canvas", true},
		{"mapview", "fyne.io/fyne/v2/app", false},
		{"app/session", "pinezka/mapview/overlay", true},
		{"app/session", "pinezka/mapview", false},
		{"app/session", "fyne.io/fyne/v2", false},
		{"app/window", "fyne.io/fyne/v2/widget", true},
		{"app/window", "fyne.io/fyne/v2/app", false},
		{"app/cli", "pinezka/app/window", false},
		{"app", "fyne.io/fyne/v2/app", true},
		{"cmd/pinezka", "pinezka/app/session", false},
		{"attic", "strings", false},
	} {
		if text := complaint(c.room, c.path); (text == "") != c.ok {
			t.Errorf("%s imports %s: allowed %v, want %v (%s)", c.room, c.path, text == "", c.ok, text)
		}
	}
}
