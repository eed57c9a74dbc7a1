package sheet_test

import (
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
)

// dump writes a scene as lines that a diff explains: hundredths of a millimetre,
// paths by their box and the number of their steps, text by its place and words.
func dump(s scene.Scene) string {
	var b strings.Builder
	fmt.Fprintf(&b, "scene %.1f x %.1f\n", s.W, s.H)
	dumpOps(&b, s.Ops, 1)
	return b.String()
}

func dumpOps(b *strings.Builder, ops []scene.Op, depth int) {
	in := strings.Repeat(" ", depth)
	for _, op := range ops {
		switch op := op.(type) {
		case scene.Group:
			fmt.Fprintf(b, "%sgroup", in)
			for _, s := range []string{string(op.Tag), op.Name, op.Alt} {
				if s != "" {
					fmt.Fprintf(b, " %q", s)
				}
			}
			if op.To != nil {
				fmt.Fprintf(b, " to %.2f,%.2f", op.To.E, op.To.F)
			}
			if op.Clip != nil {
				fmt.Fprintf(b, " clip %s", box(*op.Clip))
			}
			b.WriteByte('\n')
			dumpOps(b, op.Ops, depth+1)
		case scene.Text:
			at := scene.Point{}
			if len(op.Glyphs) > 0 {
				at = op.Glyphs[0].At
			}
			fmt.Fprintf(b, "%stext %.2f,%.2f %s %.2f %s %q\n", in, at.X, at.Y, op.Face, op.Size, hex(op.Paint.Color), op.String)
		case scene.Fill:
			fmt.Fprintf(b, "%sfill %s %s\n", in, hex(op.Paint.Color), box(op.Path))
		case scene.Stroke:
			fmt.Fprintf(b, "%sstroke %.2f %s %s", in, op.Width, hex(op.Paint.Color), box(op.Path))
			for _, d := range op.Dash {
				fmt.Fprintf(b, " %.2f", d)
			}
			b.WriteByte('\n')
		default:
			fmt.Fprintf(b, "%s%T\n", in, op)
		}
	}
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x%02x", c.R, c.G, c.B, c.A) }

func box(p scene.Path) string {
	r, _ := p.Bounds()
	return fmt.Sprintf("[%.2f %.2f %.2f %.2f] %d", r.X0, r.Y0, r.X1, r.Y1, len(p.Verbs))
}

// TestGolden holds a small sheet against its scene written out. Run with -update
// after a change that is meant, and read the diff.
func TestGolden(t *testing.T) {
	c := catalogue(t)
	m := plain(t, 0, 3)
	m.Paper, m.Show, m.Index = sheet.Papers[0].Landscape(), around(middle, 900, 700), true
	reports := invented(9, 700, c)
	for i := range reports {
		reports[i].Category, reports[i].Status = data.CategoryID([]string{"parking", "alcohol", "begging"}[i%3]), data.StatusID([]string{"new", "confirmed"}[i%2])
	}
	m.Map.Overlay = []portrayal.Overlay{overlay.Threats{
		Reports: reports, Catalogue: c, Motions: m.Map.Overlay[0].(overlay.Threats).Motions,
	}}
	var b strings.Builder
	for _, p := range pagesOf(t, m) {
		b.WriteString(dump(p.Scene))
	}
	file := filepath.Join("testdata", "meeting-a4-across.txt")
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, old := strings.Split(b.String(), "\n"), strings.Split(strings.ReplaceAll(string(want), "\r\n", "\n"), "\n")
	for i := range max(len(got), len(old)) {
		g, w := "", ""
		if i < len(got) {
			g = got[i]
		}
		if i < len(old) {
			w = old[i]
		}
		if g != w {
			t.Fatalf("line %d of %s:\n got %s\nwant %s", i+1, file, g, w)
		}
	}
}
