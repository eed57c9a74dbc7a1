package scene

import (
	"image"
	"image/color"
	"math"
)

// PxPerMM is how many css pixels a millimetre has at 100 % interface size.
const PxPerMM = 96 / 25.4

// Scene is a picture: its size and what is drawn, first things first.
type Scene struct {
	W, H float64 // millimetres
	Ops  []Op
}

// Op is a draw command: Fill, Stroke, Text, Picture or Group. The set is closed.
type Op interface{ op() }

// Ref says which feature a command draws; the zero value says none. Back ends
// ignore it, hit tests and legends read it.
type Ref struct {
	Layer string // "reports", "motions", "base", ...
	ID    int64
	Class string // what the legend calls it: a category code, a style class
}

// Fill paints the inside of a path.
type Fill struct {
	Path    Path
	EvenOdd bool
	Paint   Paint
	Ref     Ref
}

// Stroke draws along a path.
type Stroke struct {
	Path  Path
	Paint Paint
	Width float64 // mm
	Cap   Cap
	Join  Join
	Dash  []float64 // mm on, off, ...; empty for a solid line
	Phase float64   // mm into Dash at the start
	Ref   Ref
}

// Cap is how a line ends.
type Cap uint8

// The caps.
const (
	CapButt Cap = iota
	CapRound
	CapSquare
)

// MiterLimit is how many line widths a miter may reach before it becomes a bevel.
const MiterLimit = 4

// Join is how two pieces of a line meet.
type Join uint8

// The joins.
const (
	JoinRound Join = iota
	JoinMiter
	JoinBevel
)

// Text is one run of text: what it says, and where each of its glyphs stands.
type Text struct {
	String string // what a reader copies; the whole name, also around a curve
	Face   Face
	Size   float64 // em in mm
	Glyphs []Glyph
	Paint  Paint
	Halo   Paint   // outline under the letters; drawn when HaloWidth > 0
	HaloMM float64 // how far the halo reaches beyond the letter, mm
	Ref    Ref
}

// Face names a font of package typeface.
type Face string

// The faces.
const (
	Regular Face = "regular"
	Bold    Face = "bold"
	Italic  Face = "italic"
)

// Glyph is a letter's shape at its place.
type Glyph struct {
	ID    uint16  // glyph of the face
	At    Point   // origin on the baseline, mm
	Angle float64 // radians, clockwise
	Runes string  // the letters it stands for; "" when part of the glyph before
}

// Picture is an image laid by an affine map; used for raster tiles and photos.
type Picture struct {
	Image image.Image
	// To maps the unit square (0,0)-(1,1), y down, to millimetres: the image's
	// upper left corner goes to (To.E, To.F).
	To      Affine
	Opacity float64 // 0..1; 0 means opaque, too, so that the zero value shows
	Smooth  bool    // interpolate when enlarged
	Ref     Ref
}

// Group draws its commands together.
type Group struct {
	Name    string  // title of a PDF layer when Layer is set
	Layer   bool    // can be switched in a PDF reader (optional content)
	Clip    *Path   // nothing is drawn outside, in the coordinates around the group; nil for no clip
	To      *Affine // moves the commands inside; nil for none
	Opacity float64 // 0..1 over the group as a whole; 0 means opaque
	Tag     Tag     // role in a tagged PDF
	Alt     string  // alternative text of a figure
	Link    string  // address that a click opens in a PDF
	Ops     []Op
}

// Tag is the role of a group in the structure of a document.
type Tag string

// The roles, as tagged PDF names them.
const (
	TagNone     Tag = ""
	TagArtifact Tag = "Artifact"
	TagTitle    Tag = "H1"
	TagHeading  Tag = "H2"
	TagText     Tag = "P"
	TagFigure   Tag = "Figure"
	TagTable    Tag = "Table"
	TagRow      Tag = "TR"
	TagHeadCell Tag = "TH"
	TagCell     Tag = "TD"
)

func (Fill) op()    {}
func (Stroke) op()  {}
func (Text) op()    {}
func (Picture) op() {}
func (Group) op()   {}

// Paint is a colour, alone or as a pattern on nothing.
type Paint struct {
	Color   color.NRGBA
	Pattern *Pattern
}

// Solid returns the paint of a plain colour.
func Solid(c color.NRGBA) Paint { return Paint{Color: c} }

// Visible tells whether the paint leaves any trace.
func (p Paint) Visible() bool { return p.Color.A > 0 }

// Pattern repeats a small drawing in the paint's colour. It hangs on one point of the
// page, whatever groups move it, so that neighbouring areas fit.
type Pattern struct {
	Kind  PatternKind
	Step  float64 // mm between repeats
	Size  float64 // mm: diameter of a dot, width of a line
	Angle float64 // radians, of hatch lines
	// Origin is the point of the page that it hangs on, in mm: part of a larger page
	// hangs on that page's origin, so that the parts fit, too.
	Origin Point
}

// PatternKind names the drawing that repeats.
type PatternKind uint8

// The patterns.
const (
	PatternHatch PatternKind = iota
	PatternDots
	PatternCross
)

// Point is a place in millimetres.
type Point struct{ X, Y float64 }

// Add returns p moved by q.
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }

// Sub returns p seen from q.
func (p Point) Sub(q Point) Point { return Point{p.X - q.X, p.Y - q.Y} }

// Scale returns p times k.
func (p Point) Scale(k float64) Point { return Point{p.X * k, p.Y * k} }

// Dist returns the distance to q.
func (p Point) Dist(q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

// Rect is a box in millimetres.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Box returns the rectangle at x, y with a width and a height.
func Box(x, y, w, h float64) Rect { return Rect{x, y, x + w, y + h} }

// W returns the width.
func (r Rect) W() float64 { return r.X1 - r.X0 }

// H returns the height.
func (r Rect) H() float64 { return r.Y1 - r.Y0 }

// Centre returns the middle.
func (r Rect) Centre() Point { return Point{(r.X0 + r.X1) / 2, (r.Y0 + r.Y1) / 2} }

// Contains tells whether the point lies in the box, edges included.
func (r Rect) Contains(p Point) bool {
	return p.X >= r.X0 && p.X <= r.X1 && p.Y >= r.Y0 && p.Y <= r.Y1
}

// Overlaps tells whether two boxes share more than an edge.
func (r Rect) Overlaps(q Rect) bool {
	return r.X0 < q.X1 && q.X0 < r.X1 && r.Y0 < q.Y1 && q.Y0 < r.Y1
}

// Grow returns the box moved out by d on every side.
func (r Rect) Grow(d float64) Rect { return Rect{r.X0 - d, r.Y0 - d, r.X1 + d, r.Y1 + d} }

// Union returns the smallest box around both.
func (r Rect) Union(q Rect) Rect {
	return Rect{min(r.X0, q.X0), min(r.Y0, q.Y0), max(r.X1, q.X1), max(r.Y1, q.Y1)}
}

// Path returns the outline.
func (r Rect) Path() Path {
	var p Path
	p.MoveTo(r.X0, r.Y0)
	p.LineTo(r.X1, r.Y0)
	p.LineTo(r.X1, r.Y1)
	p.LineTo(r.X0, r.Y1)
	p.Close()
	return p
}

// Affine maps (x, y) to (A x + C y + E, B x + D y + F), as PDF and SVG have it.
type Affine struct{ A, B, C, D, E, F float64 }

// Identity maps every point to itself.
var Identity = Affine{A: 1, D: 1}

// Translate returns the map that moves by x, y.
func Translate(x, y float64) Affine { return Affine{1, 0, 0, 1, x, y} }

// ScaleBy returns the map that enlarges about the origin.
func ScaleBy(kx, ky float64) Affine { return Affine{kx, 0, 0, ky, 0, 0} }

// Rotate returns the map that turns about the origin, clockwise in radians.
func Rotate(a float64) Affine {
	s, c := math.Sincos(a)
	return Affine{c, s, -s, c, 0, 0}
}

// Then returns the map that does m first and n after it.
func (m Affine) Then(n Affine) Affine {
	return Affine{
		A: n.A*m.A + n.C*m.B, B: n.B*m.A + n.D*m.B,
		C: n.A*m.C + n.C*m.D, D: n.B*m.C + n.D*m.D,
		E: n.A*m.E + n.C*m.F + n.E, F: n.B*m.E + n.D*m.F + n.F,
	}
}

// Apply maps a point.
func (m Affine) Apply(p Point) Point {
	return Point{m.A*p.X + m.C*p.Y + m.E, m.B*p.X + m.D*p.Y + m.F}
}

// Inverse returns the map that undoes m, or false when m squeezes all into a line.
func (m Affine) Inverse() (Affine, bool) {
	det := m.A*m.D - m.B*m.C
	if det == 0 {
		return Affine{}, false
	}
	return Affine{
		A: m.D / det, B: -m.B / det, C: -m.C / det, D: m.A / det,
		E: (m.C*m.F - m.D*m.E) / det, F: (m.B*m.E - m.A*m.F) / det,
	}, true
}

// Scale returns by how much lengths grow, as the root of the area's growth.
func (m Affine) Scale() float64 { return math.Sqrt(math.Abs(m.A*m.D - m.B*m.C)) }
