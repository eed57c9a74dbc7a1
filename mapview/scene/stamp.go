package scene

// Stamp tells one symbol from another: a list of commands that is used again and
// again, each time moved elsewhere. Back ends draw it once and repeat it.
type Stamp struct {
	first *Op
	n     int
}

// AsStamp returns what tells the group's commands from others, when they look the
// same wherever they are moved: a short list of plain fills, lines and words, without
// patterns, which hang on the page, and without groups. A list is known by its place in memory,
// so whoever draws a symbol often should keep its commands and never change them.
func (g Group) AsStamp() (Stamp, bool) {
	const most = 64
	if g.To == nil || g.Clip != nil || g.Layer || g.Link != "" || g.Tag != TagNone || g.Alt != "" ||
		len(g.Ops) == 0 || len(g.Ops) > most || g.Opacity > 0 && g.Opacity < 1 {
		return Stamp{}, false
	}
	for _, op := range g.Ops {
		switch op := op.(type) {
		case Fill:
			if op.Paint.Pattern != nil {
				return Stamp{}, false
			}
		case Stroke:
			if op.Paint.Pattern != nil {
				return Stamp{}, false
			}
		case Text:
			if op.Paint.Pattern != nil {
				return Stamp{}, false
			}
		default:
			return Stamp{}, false
		}
	}
	return Stamp{&g.Ops[0], len(g.Ops)}, true
}
