package raster

import (
	"image"
	"image/color"
	"math"

	"pinezka/mapview/scene"
)

// spans is a rasteriser that sums signed areas: each edge leaves in the pixels it
// crosses how much the coverage changes there, and one walk along a row adds that
// up. It knows which part of a row an edge touched, so that a thin road across the
// picture costs no more than its pixels, and it writes the inside of opaque areas without
// mixing. Coverage is exact up to rounding; where edges of one shape cross within a pixel, the
// winding is averaged, as in freetype and its kin.
type spans struct {
	dst    *image.RGBA
	box    image.Rectangle // of the shape in hand, and what follows is about that only:
	stride int             // its width and two columns more
	change []float32       // per pixel; zero between fills
	touch  []reach         // per row
}

// reach is which columns of a row were touched: from lo up to and without hi.
type reach struct{ lo, hi int32 }

func newSpans(dst *image.RGBA) *spans { return &spans{dst: dst} }

func (s *spans) fill(area *polygons, evenOdd bool, c color.NRGBA) {
	p := newPainted(c)
	s.fillBy(area, evenOdd, &p)
}

// brush paints neighbouring pixels, px, which begin at x, y and are covered to k of
// 255.
type brush interface {
	lay(px []uint8, x, y int, k uint32)
}

func (s *spans) fillBy(area *polygons, evenOdd bool, by brush) {
	b := box(area.pts, scene.Identity)
	s.box = image.Rect(int(b.X0), int(b.Y0), ceil(b.X1), ceil(b.Y1)).Intersect(s.dst.Rect)
	if s.box.Empty() {
		return
	}
	s.stride = s.box.Dx() + 2
	if n := s.stride * s.box.Dy(); n > len(s.change) {
		s.change = make([]float32, n+n/4)
	}
	if n := s.box.Dy(); n > len(s.touch) {
		s.touch = make([]reach, n+n/4)
	}
	rows := s.touch[:s.box.Dy()]
	for y := range rows {
		rows[y] = reach{int32(s.stride), 0}
	}
	corner := scene.Point{X: float64(s.box.Min.X), Y: float64(s.box.Min.Y)}
	at := 0
	for _, e := range area.ends {
		pts := area.pts[at:e.at]
		at = e.at
		a := pts[len(pts)-1].Sub(corner)
		for _, q := range pts {
			q = q.Sub(corner)
			s.edge(a, q)
			a = q
		}
	}
	for y, t := range rows {
		if t.lo < t.hi {
			s.row(y, int(t.lo), int(t.hi), evenOdd, by)
		}
	}
}

// edge notes one side of a polygon, given from the box's corner.
func (s *spans) edge(a, b scene.Point) {
	sign := float32(1)
	if a.Y > b.Y {
		a, b, sign = b, a, -1
	}
	if a.Y == b.Y {
		return
	}
	slope := (b.X - a.X) / (b.Y - a.Y)
	x := a.X
	last := min(int(math.Ceil(b.Y)), s.box.Dy())
	right := float64(s.box.Dx())
	for y := int(a.Y); y < last; y++ {
		high := min(float64(y+1), b.Y) - max(float64(y), a.Y)
		next := max(0, min(right, x+slope*high))
		s.step(y, x, next, sign*float32(high))
		x = next
	}
}

// step notes the part of an edge within one row: from x0 to x1, over a height
// whose sign is the edge's direction.
func (s *spans) step(y int, x0, x1 float64, height float32) {
	if x0 > x1 {
		x0, x1 = x1, x0
	}
	row := s.change[y*s.stride : (y+1)*s.stride]
	first := int(x0)
	end := int(x1) + 1 // behind the last pixel that is crossed
	t := &s.touch[y]
	t.lo, t.hi = min(t.lo, int32(first)), max(t.hi, int32(end)+1)
	if end == first+1 {
		// Within one pixel: what lies left of the edge is not covered.
		left := float32((x0+x1)/2-float64(first)) * height
		row[first] += height - left
		row[first+1] += left
		return
	}
	// Across several pixels the edge covers a triangle of the first, trapezoids of
	// those between and all but a triangle of the last; each pixel is left with the
	// difference to the one before.
	per := height / float32(x1-x0) // height gained per pixel
	in := float32(float64(first+1) - x0)
	out := float32(x1 - float64(end-1))
	covered := per * in * in / 2
	row[first] += covered
	sum := covered
	for i := first + 1; i < end-1; i++ {
		now := per * (in + float32(i-first-1) + 0.5)
		row[i] += now - sum
		sum = now
	}
	now := height - per*out*out/2
	row[end-1] += now - sum
	row[end] += height - now
}

// row adds up a row's changes, paints, and leaves zeros.
func (s *spans) row(y, lo, hi int, evenOdd bool, by brush) {
	change := s.change[y*s.stride+lo : y*s.stride+hi]
	out := s.dst.Pix[(s.box.Min.Y+y)*s.dst.Stride+4*s.box.Min.X:][:4*s.box.Dx()]
	width := s.box.Dx() - lo
	sum := float32(0)
	for i := 0; i < len(change); {
		sum += change[i]
		change[i] = 0
		j := i + 1
		for j < len(change) && change[j] == 0 {
			j++
		}
		if k := coverageOf(sum, evenOdd); k > 0 && i < width {
			by.lay(out[4*(lo+i):4*(lo+min(j, width))], s.box.Min.X+lo+i, s.box.Min.Y+y, k)
		}
		i = j
	}
}

// coverageOf turns summed areas into 0..255 by the winding rule.
func coverageOf(sum float32, evenOdd bool) uint32 {
	if sum < 0 {
		sum = -sum
	}
	if evenOdd {
		sum -= 2 * float32(int(sum/2))
		if sum > 1 {
			sum = 2 - sum
		}
	} else if sum > 1 {
		sum = 1
	}
	return uint32(sum*255 + 0.5)
}

// painted is a colour ready to be laid on pixels, in pairs as over wants them.
type painted struct {
	rb, ga, a uint32
	pixel     [4]uint8
}

func newPainted(c color.NRGBA) painted {
	r, g, b, a := premultiply(c)
	return painted{r | b<<16, g | a<<16, a, [4]uint8{uint8(r), uint8(g), uint8(b), uint8(a)}}
}

// lay implements brush.
func (p *painted) lay(px []uint8, _, _ int, k uint32) { p.run(px, k) }

// run paints neighbouring pixels of the same coverage k, 1..255.
func (p *painted) run(px []uint8, k uint32) {
	if k == 255 && p.a == 255 {
		if len(px) < 32 {
			for ; len(px) >= 4; px = px[4:] {
				*(*[4]uint8)(px) = p.pixel
			}
			return
		}
		*(*[4]uint8)(px) = p.pixel
		for done := 4; done < len(px); done *= 2 {
			copy(px[done:], px[:done])
		}
		return
	}
	rb, ga, rest := p.rb*k, p.ga*k, 255-div255(p.a*k)
	for ; len(px) >= 4; px = px[4:] {
		over(px, rb, ga, rest)
	}
}
