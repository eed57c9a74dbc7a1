package scene

import "testing"

func TestAsStamp(t *testing.T) {
	to, clip := Translate(3, 4), Box(0, 0, 1, 1).Path()
	symbol := []Op{Fill{}, Stroke{}, Text{}}
	a, ok := Group{To: &to, Ops: symbol}.AsStamp()
	elsewhere := Translate(5, 6)
	if b, same := (Group{To: &elsewhere, Ops: symbol}).AsStamp(); !ok || !same || a != b {
		t.Error("the same symbol elsewhere is not known again")
	}
	if b, _ := (Group{To: &to, Ops: []Op{Fill{}, Stroke{}, Text{}}}).AsStamp(); a == b {
		t.Error("two symbols are taken for one")
	}
	if b, _ := (Group{To: &to, Ops: symbol[:2]}).AsStamp(); a == b {
		t.Error("a part of a symbol is taken for the whole")
	}
	hatched := Paint{Pattern: &Pattern{Step: 1}}
	for name, g := range map[string]Group{
		"not moved": {Ops: symbol},
		"empty":     {To: &to},
		"clipped":   {To: &to, Clip: &clip, Ops: symbol},
		"faint":     {To: &to, Opacity: 0.5, Ops: symbol},
		"layer":     {To: &to, Layer: true, Ops: symbol},
		"tagged":    {To: &to, Tag: TagText, Ops: symbol},
		"hatched":   {To: &to, Ops: []Op{Fill{Paint: hatched}}},
		"nested":    {To: &to, Ops: []Op{Group{}}},
	} {
		if _, ok := g.AsStamp(); ok {
			t.Errorf("%s: taken for a stamp", name)
		}
	}
}
