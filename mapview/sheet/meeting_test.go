package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
	"pinezka/mapview/typeface"
)

// plain is the sheet without a base map, for tests that need none.
func plain(t testing.TB, reports, motions int) sheet.Meeting {
	m := a3(t, reports, motions)
	m.Map.Base, m.Index = nil, false
	return m
}

// papers are all sizes both ways.
func papers() []sheet.Paper {
	var out []sheet.Paper
	for _, p := range sheet.Papers {
		out = append(out, p, p.Landscape())
	}
	return out
}

func paperName(p sheet.Paper) string {
	if p.W > p.H {
		return p.Name + " across"
	}
	return p.Name + " upright"
}

func TestNothingCollidesOnAnyPaper(t *testing.T) {
	for _, p := range papers() {
		for _, n := range [][2]int{{0, 0}, {61, 11}, {1800, 40}} {
			t.Run(paperName(p)+" "+strconv.Itoa(n[0]), func(t *testing.T) {
				m := plain(t, n[0], n[1])
				m.Paper, m.Index = p, true
				pages := pagesOf(t, m)
				save(t, strings.ReplaceAll(t.Name()[strings.IndexByte(t.Name(), '/')+1:], " ", "-"), pages)
				for i, page := range pages {
					checkRoom(t, i+1, page)
				}
			})
		}
	}
}

// checkRoom fails when letters leave the page's safe area, enter the map's frame
// from outside, or lie over each other.
func checkRoom(t *testing.T, n int, page sheet.Page) {
	t.Helper()
	const safe = 8
	type box struct {
		r scene.Rect
		s string
	}
	var boxes []box
	scene.Walk(page.Scene.Ops, func(op scene.Op, m scene.Affine) bool {
		switch op := op.(type) {
		case scene.Group:
			return op.Clip == nil && op.To == nil // neither the map nor symbols
		case scene.Text:
			if len(op.Glyphs) == 0 {
				return true
			}
			at := m.Apply(op.Glyphs[0].At)
			w := typeface.Set(op.Face, op.Size, op.String).Width
			boxes = append(boxes, box{scene.Rect{X0: at.X, Y0: at.Y - 0.71*op.Size, X1: at.X + w, Y1: at.Y + 0.05*op.Size}, op.String})
		}
		return true
	})
	area := scene.Rect{X0: safe - 1, Y0: safe - 1, X1: page.Scene.W - safe, Y1: page.Scene.H - safe + 2}
	for i, b := range boxes {
		if !area.Contains(scene.Point{X: b.r.X0, Y: b.r.Y0}) || !area.Contains(scene.Point{X: b.r.X1, Y: b.r.Y1}) {
			t.Errorf("page %d: %q leaves the page: %v", n, b.s, b.r)
		}
		if page.Map != nil && page.Map.Frame.Overlaps(b.r) {
			t.Errorf("page %d: %q lies in the map", n, b.s)
		}
		for _, c := range boxes[:i] {
			if b.r.Overlaps(c.r) {
				t.Errorf("page %d: %q %v lies over %q %v", n, b.s, b.r, c.s, c.r)
			}
		}
	}
}

func TestLegendIsWhatWasDrawn(t *testing.T) {
	c := catalogue(t)
	rnd := rand.New(rand.NewPCG(1, 9))
	for range 12 {
		n := rnd.IntN(600)
		m := plain(t, n, rnd.IntN(5))
		reports := invented(n, 400+rnd.Float64()*4000, c)
		for i := range reports {
			if i%17 == 0 {
				reports[i].Where = data.Place{Precision: data.PrecisionNone}
			}
			if i%23 == 0 {
				reports[i].Category, reports[i].Status = "", ""
			}
		}
		m.Map.Overlay = []portrayal.Overlay{overlay.Threats{Reports: reports, Catalogue: c}}
		m.Scale = sheet.Scales[rnd.IntN(6)]
		page := pagesOf(t, m)[0]

		categories, statuses := map[string]int{}, map[string]int{}
		drawn := 0
		for i := range reports {
			p := page.Map.Camera.ToPage(reports[i].Where.Point)
			if reports[i].Where.Known() && p.X >= 0 && p.Y >= 0 && p.X <= page.Map.Camera.W && p.Y <= page.Map.Camera.H {
				drawn++
				categories[string(reports[i].Category)]++
				statuses[string(reports[i].Status)]++
			}
		}
		if page.Map.Reports != drawn || page.Map.Outside+page.Map.WithoutPlace+drawn != n {
			t.Errorf("%d drawn, %d outside, %d without place; want %d of %d drawn", page.Map.Reports, page.Map.Outside, page.Map.WithoutPlace, drawn, n)
		}
		for _, e := range page.Map.Legend {
			switch e.Kind {
			case "category":
				if categories[e.Class] != e.Count || e.Count == 0 {
					t.Errorf("legend has %s %d times, the map %d times", e.Name, e.Count, categories[e.Class])
				}
				delete(categories, e.Class)
			case "status":
				if statuses[e.Class] != e.Count {
					t.Errorf("legend has %s %d times, the map %d times", e.Name, e.Count, statuses[e.Class])
				}
				delete(statuses, e.Class)
			}
		}
		if len(categories)+len(statuses) > 0 {
			t.Errorf("the legend lacks %v %v", categories, statuses)
		}
	}
}

func TestLongTableGoesOnOverleafUnderItsHead(t *testing.T) {
	m := plain(t, 100, 90)
	pages := pagesOf(t, m)
	if len(pages) < 2 {
		t.Fatal("ninety motions on one page")
	}
	var numbers []string
	heads := 0
	for _, p := range pages {
		scene.Walk(p.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
			g, ok := op.(scene.Group)
			if ok && g.Clip != nil {
				return false
			}
			if ok && g.Tag == scene.TagRow {
				cells := cellTexts(g)
				if len(cells) == 5 && cells[0] == m.Words.Number {
					heads++
				} else if len(cells) == 5 {
					numbers = append(numbers, cells[0])
				}
			}
			return true
		})
	}
	for i := range 90 {
		if i >= len(numbers) || numbers[i] != strconv.Itoa(i+1) {
			t.Fatalf("rows are %v", numbers)
		}
	}
	if heads < 3 {
		t.Errorf("the head stands %d times: want it over each column", heads)
	}
}

// cellTexts returns the words of each cell of a table row.
func cellTexts(row scene.Group) []string {
	var out []string
	for _, op := range row.Ops {
		cell, ok := op.(scene.Group)
		if !ok || cell.Tag != scene.TagCell && cell.Tag != scene.TagHeadCell {
			return nil
		}
		out = append(out, strings.Join(texts(scene.Scene{Ops: cell.Ops}), " "))
	}
	return out
}

func TestTableNamesTheCellOfEachSquare(t *testing.T) {
	m := plain(t, 0, 11)
	page := pagesOf(t, m)[0]
	cell := page.Map.Cell / page.Map.Camera.MetresPerMM()
	threats := m.Map.Overlay[0].(overlay.Threats)
	threats.Inside = true
	marks, err := threats.Marks(context.Background(), page.Map.Camera)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, mk := range marks {
		if len(mk.Members) == 0 {
			continue // the line to a place
		}
		want[strconv.FormatInt(mk.Ref.ID, 10)] = string(rune('A'+int(mk.At.X/cell))) + strconv.Itoa(1+int(mk.At.Y/cell))
	}
	rows := 0
	scene.Walk(page.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
		if g, ok := op.(scene.Group); ok && g.Tag == scene.TagRow {
			if c := cellTexts(g); len(c) == 5 && want[c[0]] != "" {
				rows++
				if c[1] != want[c[0]] {
					t.Errorf("motion %s: the table says %s, its square is in %s", c[0], c[1], want[c[0]])
				}
			}
		}
		return true
	})
	if rows != 11 {
		t.Errorf("%d rows", rows)
	}
}

func TestTitlesAreNeverCut(t *testing.T) {
	title := strings.TrimSpace(strings.Repeat("Zgłoszone zagrożenia i wnioski mieszkańców osiedla ", 4))
	for _, p := range papers() {
		m := plain(t, 10, 2)
		m.Paper, m.Words.Title = p, title
		page := pagesOf(t, m)[0]
		if !strings.Contains(allText(page), title) {
			t.Errorf("%s: the title of %d letters is cut", paperName(p), len([]rune(title)))
		}
		checkRoom(t, 1, page)
	}
}

func TestSheetRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*sheet.Meeting)
		want   error
	}{
		"no words":            {func(m *sheet.Meeting) { m.Words = sheet.Words{} }, sheet.ErrWords},
		"no credit":           {func(m *sheet.Meeting) { m.Map.Base, m.Map.Credit = a3(t, 0, 0).Map.Base, "" }, sheet.ErrCredit},
		"no area":             {func(m *sheet.Meeting) { m.Show = orb.Bound{} }, sheet.ErrNoArea},
		"postcard":            {func(m *sheet.Meeting) { m.Paper = sheet.Paper{Name: "A6", W: 148, H: 105} }, sheet.ErrPaper},
		"strip":               {func(m *sheet.Meeting) { m.Paper = sheet.Paper{Name: "strip", W: 400, H: 60} }, sheet.ErrPaper},
		"id in small letters": {func(m *sheet.Meeting) { m.ID = "abc" }, nil},
	} {
		m := plain(t, 5, 1)
		tc.change(&m)
		_, err := m.Pages(context.Background())
		if err == nil || tc.want != nil && !errors.Is(err, tc.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := a3(t, 5, 1).Pages(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestCodeCanBeRead(t *testing.T) {
	for _, p := range []sheet.Paper{sheet.Papers[0], sheet.Papers[1].Landscape(), sheet.Papers[4]} {
		m := plain(t, 5, 1)
		m.Paper = p
		page := pagesOf(t, m)[0]
		var box scene.Rect
		scene.Walk(page.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
			if f, ok := op.(scene.Fill); ok && f.Ref.Class == "qr" {
				box, _ = f.Path.Bounds()
			}
			return true
		})
		img := raster.RenderRect(white(page.Scene), box.Grow(4), 150/25.4) // an office scan
		bits, err := gozxing.NewBinaryBitmapFromImage(img)
		if err != nil {
			t.Fatal(err)
		}
		got, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
		if err != nil || got.GetText() != "PZ1:7F3K9Q2M:01" {
			t.Errorf("%s: read %v, %v", paperName(p), got, err)
		}
	}
}

func white(s scene.Scene) scene.Scene {
	s.Ops = append([]scene.Op{scene.Fill{Path: scene.Box(0, 0, s.W, s.H).Path(), Paint: scene.Solid(scene.MustHex("#ffffff"))}}, s.Ops...)
	return s
}

func TestTagsTellTheReadingOrder(t *testing.T) {
	page := pagesOf(t, plain(t, 61, 11))[0]
	var order []scene.Tag
	count := map[scene.Tag]int{}
	scene.Walk(page.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
		g, ok := op.(scene.Group)
		if !ok {
			return true
		}
		if g.Tag == scene.TagFigure && g.Alt != "Mapa: "+strconv.Itoa(page.Map.Reports)+" zgłoszeń, "+strconv.Itoa(page.Map.Motions)+" wniosków" {
			t.Errorf("the map's alternative text is %q", g.Alt)
		}
		if g.Tag != scene.TagNone {
			count[g.Tag]++
			if g.Tag == scene.TagTitle || g.Tag == scene.TagFigure || g.Tag == scene.TagTable || g.Tag == scene.TagHeading {
				order = append(order, g.Tag)
			}
		}
		return true
	})
	if count[scene.TagTitle] != 1 || count[scene.TagFigure] != 1 || count[scene.TagHeadCell] != 5 || count[scene.TagRow] != 12 {
		t.Errorf("tags: %v", count)
	}
	if len(order) < 4 || order[0] != scene.TagTitle || order[1] != scene.TagFigure || order[2] != scene.TagTable {
		t.Errorf("order: %v", order)
	}
}

func TestLayersCanBeSwitched(t *testing.T) {
	m := a3(t, 30, 3)
	found := map[string]bool{}
	scene.Walk(pagesOf(t, m)[0].Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
		if g, ok := op.(scene.Group); ok && g.Layer {
			found[g.Name] = true
		}
		return true
	})
	for _, name := range []string{"Arkusz", "Podkład", "Napisy", "Zagrożenia"} {
		if !found[name] {
			t.Errorf("layer %s is missing: %v", name, found)
		}
	}
}

func TestSheetIsTheSameEveryTime(t *testing.T) {
	a, b := asPDF(t, pagesOf(t, a3(t, 200, 5))), asPDF(t, pagesOf(t, a3(t, 200, 5)))
	if !bytes.Equal(a, b) {
		t.Error("the same sheet came out differently")
	}
}

func TestSample(t *testing.T) {
	if *look == "" {
		return // the other tests check what this one only draws
	}
	for name, change := range map[string]func(*sheet.Meeting){
		"a3":        func(*sheet.Meeting) {},
		"a3-grey":   func(m *sheet.Meeting) { m.Map.Look = portrayal.Grey },
		"a4":        func(m *sheet.Meeting) { m.Paper = sheet.Papers[0] },
		"a4-across": func(m *sheet.Meeting) { m.Paper = sheet.Papers[0].Landscape() },
		"a4-comparison": func(m *sheet.Meeting) {
			m.Paper, m.Scale = sheet.Papers[0].Landscape(), 5000
			t := m.Map.Overlay[0].(overlay.Threats)
			t.Motions[5].Place = data.MotionPlace{Kind: data.PlaceLine, Geometry: orb.LineString{
				{middle[0] - 0.004, middle[1]}, {middle[0] - 0.002, middle[1] + 0.001},
			}}
			area := orb.Polygon{overlay.Ring(middle, 330)}
			m.Map.Overlay = []portrayal.Overlay{
				overlay.Areas{Areas: []data.Area{{Kind: data.AreaEstate, Name: "Nowe Miasto", Geometry: orb.MultiPolygon{area}}}},
				overlay.Circle{Centre: t.Motions[6].Place.Geometry.(orb.Point), Radius: 150},
				overlay.Points{Reports: t.Reports, Catalogue: t.Catalogue, Role: func(r *data.Report) overlay.Role { return overlay.Role(r.ID % 4) }},
				overlay.Threats{Motions: t.Motions[5:7]},
			}
		},
		"a0": func(m *sheet.Meeting) { m.Paper = sheet.Papers[4].Landscape() },
	} {
		m := a3(t, 61, 11)
		change(&m)
		save(t, name, pagesOf(t, m))
	}
}

func BenchmarkA3Meeting1800(b *testing.B) {
	m := a3(b, 1800, 11)
	for b.Loop() {
		asPDF(b, pagesOf(b, m))
	}
}

func BenchmarkA0Meeting1800(b *testing.B) {
	m := a3(b, 1800, 11)
	m.Paper = sheet.Papers[4].Landscape()
	for b.Loop() {
		asPDF(b, pagesOf(b, m))
	}
}
