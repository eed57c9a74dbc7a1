package portrayal

import (
	"cmp"
	"math"
	"slices"

	"pinezka/mapview/scene"
)

// joinEnds joins lines end to end where they meet. Where more than two meet, those
// go together that run on straightest, so that a carriageway is not joined with
// the one beside it. The order of the result depends on the lines alone.
func joinEnds(ls [][]scene.Point) [][]scene.Point {
	if len(ls) < 2 {
		return ls
	}
	partner := pairEnds(ls)
	var out [][]scene.Point
	used := make([]bool, len(ls))
	follow := func(start lineEnd) {
		var chain []scene.Point
		for e := start; ; {
			used[e.line] = true
			l := ls[e.line]
			if e.last {
				l = slices.Clone(l)
				slices.Reverse(l)
			}
			if len(chain) > 0 {
				l = l[1:]
			}
			chain = append(chain, l...)
			next, ok := partner[lineEnd{e.line, !e.last}]
			if !ok || used[next.line] {
				break
			}
			e = next
		}
		out = append(out, chain)
	}
	for i := range ls { // chains begin at loose ends, ...
		for _, last := range []bool{false, true} {
			if _, joined := partner[lineEnd{i, last}]; !joined && !used[i] {
				follow(lineEnd{i, last})
			}
		}
	}
	for i := range ls { // ... rings anywhere
		if !used[i] {
			follow(lineEnd{i, false})
		}
	}
	return out
}

// lineEnd is the first or last point of a line.
type lineEnd struct {
	line int
	last bool
}

// sharpest is the largest turn (radians) at which two lines still go on as one.
const sharpest = math.Pi / 3

// pairEnds says which end goes on as which other.
func pairEnds(ls [][]scene.Point) map[lineEnd]lineEnd {
	type node struct{ x, y int64 }
	at := map[node][]lineEnd{}
	for i, l := range ls {
		for _, last := range []bool{false, true} {
			p := l[0]
			if last {
				p = l[len(l)-1]
			}
			k := node{int64(math.Round(p.X * 50)), int64(math.Round(p.Y * 50))}
			at[k] = append(at[k], lineEnd{i, last})
		}
	}
	type pair struct {
		a, b lineEnd
		turn float64
	}
	partner := map[lineEnd]lineEnd{}
	for _, ends := range at {
		if len(ends) < 2 {
			continue
		}
		var pairs []pair
		for i, a := range ends {
			for _, b := range ends[i+1:] {
				if a.line == b.line {
					continue
				}
				turn := math.Abs(angleBetween(outward(ls[a.line], a.last), outward(ls[b.line], b.last)+math.Pi))
				if turn <= sharpest || len(ends) == 2 && turn <= math.Pi/2 {
					pairs = append(pairs, pair{a, b, turn})
				}
			}
		}
		slices.SortStableFunc(pairs, func(p, q pair) int { return cmp.Compare(p.turn, q.turn) })
		for _, p := range pairs {
			_, a := partner[p.a]
			_, b := partner[p.b]
			if !a && !b {
				partner[p.a], partner[p.b] = p.b, p.a
			}
		}
	}
	return partner
}

// outward is the direction in which a line goes from one of its ends.
func outward(l []scene.Point, last bool) float64 {
	a, b := l[0], l[1]
	if last {
		a, b = l[len(l)-1], l[len(l)-2]
	}
	return math.Atan2(b.Y-a.Y, b.X-a.X)
}

// angleBetween is b - a, between -pi and pi.
func angleBetween(a, b float64) float64 { return math.Remainder(b-a, 2*math.Pi) }

// lengthOf is the length of a line.
func lengthOf(l []scene.Point) float64 {
	sum := 0.0
	for i := 1; i < len(l); i++ {
		sum += l[i-1].Dist(l[i])
	}
	return sum
}
