package portrayal

import (
	"math"

	"pinezka/mapview/scene"
)

// clipRing cuts a ring (first and last point the same or not) to a box after
// Sutherland and Hodgman: against one side after the other. What it leaves may
// run along the box's sides, so it serves for filling only.
func clipRing(ring []scene.Point, box scene.Rect) []scene.Point {
	in := ring
	for side := range 4 {
		if len(in) == 0 {
			return nil
		}
		out := make([]scene.Point, 0, len(in)+4)
		a := in[len(in)-1]
		da := beyond(a, box, side)
		for _, b := range in {
			db := beyond(b, box, side)
			if (da <= 0) != (db <= 0) {
				t := da / (da - db)
				out = append(out, scene.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)})
			}
			if db <= 0 {
				out = append(out, b)
			}
			a, da = b, db
		}
		in = out
	}
	if len(in) < 3 {
		return nil
	}
	return in
}

// beyond is how far p lies outside one side of the box; negative inside.
func beyond(p scene.Point, box scene.Rect, side int) float64 {
	switch side {
	case 0:
		return box.X0 - p.X
	case 1:
		return p.X - box.X1
	case 2:
		return box.Y0 - p.Y
	}
	return p.Y - box.Y1
}

// clipLine cuts a line to a box and calls piece for each part inside, segment by
// segment after Liang and Barsky. Parts begin where the line enters; with a
// period (mm) they begin earlier, a whole number of periods from the line's
// start, so that dashes stay where they are wherever the line is cut.
func clipLine(line []scene.Point, box scene.Rect, period float64, piece func([]scene.Point)) {
	var cur []scene.Point
	along, until := 0.0, 0.0 // length before the segment; length that pieces reach
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		length := 0.0
		if period > 0 {
			length = a.Dist(b)
		}
		t0, t1, ok := clipSegment(a, b, box)
		if !ok {
			if len(cur) > 1 {
				piece(cur)
			}
			cur = nil
			along += length
			continue
		}
		if cur == nil {
			if period > 0 && (t0 > 0 || i > 1) {
				s := along + t0*length
				cur = from(line[:i], a, b, max(until, period*math.Floor(s/period)), s, along, length)
			}
			if len(cur) == 0 {
				cur = append(cur, between(a, b, t0))
			}
		}
		cur = append(cur, between(a, b, t1))
		along += length
		until = along
		if t1 < 1 {
			until = along - (1-t1)*length
			piece(cur)
			cur = nil
		}
	}
	if len(cur) > 1 {
		piece(cur)
	}
}

// from returns the points of the line between lengths s0 and s, where s lies on
// the segment a-b that begins at length along; before are the line's points up to a.
func from(before []scene.Point, a, b scene.Point, s0, s, along, length float64) []scene.Point {
	at := func(t float64) scene.Point {
		if length == 0 {
			return a
		}
		return between(a, b, (t-along)/length)
	}
	if s0 >= along {
		return []scene.Point{at(s0), at(s)}
	}
	back := []scene.Point{at(s), a}
	for i := len(before) - 1; i > 0; i-- {
		p, q := before[i], before[i-1]
		d := p.Dist(q)
		if along-d <= s0 {
			if d > 0 {
				q = between(p, q, (along-s0)/d)
			}
			back = append(back, q)
			break
		}
		along -= d
		back = append(back, q)
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

func between(a, b scene.Point, t float64) scene.Point {
	switch t {
	case 0:
		return a
	case 1:
		return b
	}
	return scene.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)}
}

// clipSegment returns the part of a-b inside the box as fractions of its length.
func clipSegment(a, b scene.Point, box scene.Rect) (t0, t1 float64, ok bool) {
	t1 = 1
	for side := range 4 {
		da, db := beyond(a, box, side), beyond(b, box, side)
		switch {
		case da > 0 && db > 0:
			return 0, 0, false
		case da > 0:
			t0 = max(t0, da/(da-db))
		case db > 0:
			t1 = min(t1, da/(da-db))
		}
	}
	return t0, t1, t0 <= t1
}
