package portrayal

import (
	"flag"
	"fmt"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
	"pinezka/mapview/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

// here is the centre of the test pictures.
var here = orb.Point{22.017, 50.0248}

// testCamera is a picture of w by h mm.
func testCamera(scale, w, h float64) camera.Camera { return camera.Screen(here, scale, w, h) }

// ground places features by millimetres of a camera's picture, which is easier to
// read in a test than degrees.
type ground struct{ c camera.Camera }

func (g ground) at(x, y float64) orb.Point { return g.c.ToGround(scene.Point{X: x, Y: y}) }

func (g ground) line(xy ...float64) orb.LineString {
	var ls orb.LineString
	for i := 0; i < len(xy); i += 2 {
		ls = append(ls, g.at(xy[i], xy[i+1]))
	}
	return ls
}

func (g ground) box(x, y, w, h float64) orb.Polygon {
	return orb.Polygon{orb.Ring(g.line(x, y, x+w, y, x+w, y+h, x, y+h, x, y))}
}

func mapOf(look Look, fs ...source.Feature) Map {
	for i := range fs {
		if fs[i].ID == 0 {
			fs[i].ID = int64(i + 1)
		}
	}
	return Map{Look: look, Base: []source.Source{source.NewMemory(fs)}}
}

// texts returns what the names of a scene say, in their order.
func texts(s scene.Scene) []string {
	var out []string
	scene.Walk(s.Ops, func(op scene.Op, _ scene.Affine) bool {
		if t, ok := op.(scene.Text); ok {
			out = append(out, t.String)
		}
		return true
	})
	return out
}

// dump writes a scene as text: one command a line, lengths to 0.01 mm.
func dump(s scene.Scene) string {
	var b strings.Builder
	fmt.Fprintf(&b, "scene %s x %s mm\n", mm(s.W), mm(s.H))
	dumpOps(&b, s.Ops, "")
	return b.String()
}

func dumpOps(b *strings.Builder, ops []scene.Op, indent string) {
	for _, op := range ops {
		b.WriteString(indent)
		switch o := op.(type) {
		case scene.Group:
			fmt.Fprintf(b, "group %s\n", o.Name)
			dumpOps(b, o.Ops, indent+"  ")
		case scene.Fill:
			fmt.Fprintf(b, "fill %s %s%s\n", ref(o.Ref), paint(o.Paint), path(o.Path, o.EvenOdd))
		case scene.Stroke:
			fmt.Fprintf(b, "stroke %s %s %s mm", ref(o.Ref), paint(o.Paint), mm(o.Width))
			if o.Cap == scene.CapButt {
				b.WriteString(" butt")
			}
			if len(o.Dash) > 0 {
				fmt.Fprintf(b, " dash %v", o.Dash)
			}
			b.WriteString(path(o.Path, false) + "\n")
		case scene.Text:
			fmt.Fprintf(b, "text %s %q %s %s mm %s halo %s", ref(o.Ref), o.String, o.Face, mm(o.Size), paint(o.Paint), mm(o.HaloMM))
			g := o.Glyphs[0]
			fmt.Fprintf(b, " from %s,%s %.0f deg", mm(g.At.X), mm(g.At.Y), g.Angle*180/math.Pi)
			g = o.Glyphs[len(o.Glyphs)-1]
			fmt.Fprintf(b, " to %s,%s %.0f deg\n", mm(g.At.X), mm(g.At.Y), g.Angle*180/math.Pi)
		default:
			fmt.Fprintf(b, "%T\n", op)
		}
	}
}

func ref(r scene.Ref) string {
	if r.ID != 0 {
		return fmt.Sprintf("%s/%s/%d", r.Layer, r.Class, r.ID)
	}
	return r.Layer + "/" + r.Class
}

func paint(p scene.Paint) string {
	s := hex(p.Color)
	if p.Pattern != nil {
		s += fmt.Sprintf(" pattern %d step %s size %s", p.Pattern.Kind, mm(p.Pattern.Step), mm(p.Pattern.Size))
	}
	return s
}

func hex(c color.NRGBA) string {
	s := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	if c.A != 0xff {
		s += fmt.Sprintf("%02x", c.A)
	}
	return s
}

// path writes the steps; of a long path only how long it is, since curves of
// icons tell a reader nothing.
func path(p scene.Path, evenOdd bool) string {
	var b strings.Builder
	if evenOdd {
		b.WriteString(" even-odd")
	}
	if len(p.Verbs) > 24 {
		box, _ := p.Bounds()
		fmt.Fprintf(&b, " %d steps in %s,%s-%s,%s", len(p.Verbs), mm(box.X0), mm(box.Y0), mm(box.X1), mm(box.Y1))
		return b.String()
	}
	p.Each(func(v scene.Verb, pts []scene.Point) {
		b.WriteString(" " + string("MLCZ"[v]))
		for i, q := range pts {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(mm(q.X) + "," + mm(q.Y))
		}
	})
	return b.String()
}

func mm(v float64) string { return fmt.Sprintf("%g", math.Round(v*100)/100+0) }

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Fatalf("%s, line %d:\n got %s\nwant %s\n(go test -update writes it anew)", file, i+1, a, b)
		}
	}
}
