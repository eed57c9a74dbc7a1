package scene

// Walk calls f for every command, groups before what they hold, with the map
// that stands over it. When f returns false for a group, its inside is left out.
func Walk(ops []Op, f func(op Op, m Affine) bool) { walk(ops, Identity, f) }

func walk(ops []Op, m Affine, f func(Op, Affine) bool) {
	for _, op := range ops {
		if !f(op, m) {
			continue
		}
		if g, ok := op.(Group); ok {
			inner := m
			if g.To != nil {
				inner = g.To.Then(m)
			}
			walk(g.Ops, inner, f)
		}
	}
}
