package style

import "pinezka/mapview/scene"

// MotionSign says which square is meant; it is comparable.
type MotionSign struct {
	Number  string
	State   string  // of the motion: done, progress, refused, passed have a badge
	Size    float64 // side of the square, mm
	Located bool    // false draws an empty dashed square, for lists
	Night   bool
	Single  State // hovered or selected
}

// Motion returns the numbered square of a motion around (0, 0).
func (s *Symbols) Motion(m MotionSign) []scene.Op {
	return s.once(m, func() []scene.Op { return s.drawMotion(m) })
}

func (s *Symbols) drawMotion(m MotionSign) []scene.Op {
	const halo = 0.37 / MotionSize // white edge, of the side
	h := m.Size / 2
	square := scene.Box(-h, -h, m.Size, m.Size).Path()
	ops := rings(square, m.Single, m.Night, m.Size/MotionSize*SymbolSize/unit)
	if len(ops) > 0 {
		for i, op := range ops {
			st := op.(scene.Stroke)
			st.Join = scene.JoinMiter
			ops[i] = st
		}
	}
	edge := h + halo*m.Size
	ops = append(ops, scene.Fill{Path: scene.Box(-edge, -edge, 2*edge, 2*edge).Path(), Paint: scene.Solid(white)})
	number, size := ink, 0.6*m.Size
	if m.Located {
		ops = append(ops, scene.Fill{Path: square, Paint: scene.Solid(ink)})
		number, size = white, 0.72*m.Size
	} else {
		w := 0.09 * m.Size
		in := scene.Box(w/2-h, w/2-h, m.Size-w, m.Size-w).Path()
		step := (m.Size - w) / 6 // a dash turns every corner
		ops = append(ops, scene.Stroke{
			Path: in, Width: w, Join: scene.JoinMiter, Paint: scene.Solid(ink),
			Dash: []float64{step, step}, Phase: step / 2,
		})
	}
	ops = append(ops, centred(m.Number, scene.Point{}, size, 1.2*size, number))
	if b := s.motion[m.State]; b != "" {
		k := 1.45 * m.Size / MotionSize * SymbolSize / unit
		at := scene.Point{X: h, Y: -h}
		ops = append(ops, scene.Fill{Path: scene.Circle(at, (s.badgeR+2)*k), Paint: scene.Solid(white)})
		ops = append(ops, s.badge(b, at, k, white, ink, ink)...)
	}
	return ops
}
