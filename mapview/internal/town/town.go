// Package town makes up a town as a scene: the test bench on which the back ends
// are measured, as heavy as view V of the sample project.
package town

import (
	"math"
	"math/rand/v2"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// Scene returns 4,143 fills, 6,438 lines (casings, and a fifth of the roads dashed) and
// 629 names with halos on 508 x 286 mm, 1920 x 1080 css pixels; some 86,000 points.
// It is the same at each call.
func Scene() scene.Scene {
	r := rand.New(rand.NewPCG(1, 2))
	s := scene.Scene{W: 1920 / scene.PxPerMM, H: 1080 / scene.PxPerMM}
	add := func(op scene.Op) { s.Ops = append(s.Ops, op) }
	add(scene.Fill{Path: scene.Box(0, 0, s.W, s.H).Path(), Paint: scene.Solid(scene.MustHex("#f2efe9"))})
	for range 142 { // woods and waters
		c := scene.Point{X: r.Float64() * s.W, Y: r.Float64() * s.H}
		add(scene.Fill{Path: blob(r, c, 5+30*r.Float64(), 60), EvenOdd: true, Paint: scene.Solid(scene.MustHex("#cfe3c2"))})
	}
	for range 4000 { // buildings
		x, y, w, h := r.Float64()*s.W, r.Float64()*s.H, 1+4*r.Float64(), 1+3*r.Float64()
		turn := scene.Rotate(r.Float64()).Then(scene.Translate(x, y))
		add(scene.Fill{Path: scene.Box(0, 0, w, h).Path().Transform(turn), Paint: scene.Solid(scene.MustHex("#d9d0c9"))})
	}
	roads := make([]scene.Path, 3219)
	for i := range roads {
		at := scene.Point{X: r.Float64() * s.W, Y: r.Float64() * s.H}
		a := r.Float64() * 2 * math.Pi
		pts := []scene.Point{at}
		for range 5 + r.IntN(13) {
			a += r.NormFloat64() * 0.2
			at = at.Add(scene.Point{X: math.Cos(a), Y: math.Sin(a)}.Scale(1 + 3*r.Float64()))
			pts = append(pts, at)
		}
		roads[i] = scene.Line(pts...)
	}
	for i, p := range roads {
		add(scene.Stroke{Path: p, Width: 0.9 + float64(i%3)*0.4, Cap: scene.CapRound, Paint: scene.Solid(scene.MustHex("#b5b0a8"))})
	}
	for i, p := range roads {
		st := scene.Stroke{Path: p, Width: 0.6 + float64(i%3)*0.4, Cap: scene.CapRound, Paint: scene.Solid(scene.MustHex("#ffffff"))}
		if i%5 == 0 {
			st.Dash, st.Cap = []float64{1.2, 0.6}, scene.CapButt
		}
		add(st)
	}
	names := []string{"Świętego Michała Archanioła", "Łąkowa", "aleja Tadeusza Rejtana", "Źródlana", "7", "Żabia"}
	for i := range 629 {
		run := typeface.Set(scene.Regular, 2.4, names[i%len(names)])
		t := run.Text(0, 0, scene.Solid(scene.MustHex("#333333")))
		turn := scene.Rotate(float64(i%3) * 0.4).Then(scene.Translate(r.Float64()*s.W, r.Float64()*s.H))
		for j := range t.Glyphs {
			t.Glyphs[j].At = turn.Apply(t.Glyphs[j].At)
			t.Glyphs[j].Angle = float64(i%3) * 0.4
		}
		t.Halo, t.HaloMM = scene.Solid(scene.MustHex("#ffffff")), 0.35
		add(t)
	}
	return s
}

// blob is a wavy area of n points.
func blob(r *rand.Rand, c scene.Point, radius float64, n int) scene.Path {
	var p scene.Path
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		d := radius * (0.7 + 0.3*r.Float64())
		q := c.Add(scene.Point{X: math.Cos(a), Y: math.Sin(a)}.Scale(d))
		if i == 0 {
			p.MoveTo(q.X, q.Y)
		} else {
			p.LineTo(q.X, q.Y)
		}
	}
	p.Close()
	return p
}
