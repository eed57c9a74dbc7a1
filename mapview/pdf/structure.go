package pdf

import (
	"fmt"
	"strconv"

	"pinezka/mapview/scene"
)

// elem is an element of the document's structure.
type elem struct {
	tag  scene.Tag
	alt  string
	kids []kid
}

// kid is what an element holds: an element, a marked piece of a page, or a link.
type kid struct {
	elem *elem
	page ref
	form ref // the form that holds the piece; 0 for the page itself
	mark int
	link ref // annotation
}

// parent is an entry of the parent tree: the elements of a page's marks, or of an
// annotation.
type parent struct {
	marks []*elem
	link  *elem
}

const tagLink scene.Tag = "Link"

// holdsOnlyElements tells whether what is drawn directly in an element of this role
// is decoration: the lines of a table are not its content.
func holdsOnlyElements(t scene.Tag) bool {
	return t == "Document" || t == scene.TagTable || t == scene.TagRow
}

// hasTags tells whether any group has a role.
func hasTags(ops []scene.Op) bool {
	for _, op := range ops {
		if g, ok := op.(scene.Group); ok && (g.Tag != scene.TagNone || g.Alt != "" || hasTags(g.Ops)) {
			return true
		}
	}
	return false
}

// parent adds an entry to the parent tree and returns its key.
func (d *writer) parent(p parent) int {
	d.parents = append(d.parents, p)
	return len(d.parents) - 1
}

// structure writes the structure tree and names it in the catalogue.
func (d *writer) structure(b []byte) []byte {
	if d.root == nil {
		return b
	}
	top, tree := d.alloc(), d.alloc()
	refs := map[*elem]ref{}
	root := d.element(d.root, top, refs)

	p := []byte("<</Nums[")
	for i, e := range d.parents {
		p = append(strconv.AppendInt(p, int64(i), 10), ' ')
		if e.link != nil {
			p = append(refs[e.link].in(p), ' ')
			continue
		}
		p = append(p, '[')
		for _, m := range e.marks {
			p = append(refs[m].in(p), ' ')
		}
		p = append(p, ']')
	}
	d.object(tree, append(p, "]>>"...))
	d.object(top, fmt.Appendf(nil, "<</Type/StructTreeRoot/K %v/ParentTree %v/ParentTreeNextKey %d>>", root, tree, len(d.parents)))
	return fmt.Appendf(b, "/StructTreeRoot %v/MarkInfo<</Marked true>>", top)
}

// element writes an element and those below it.
func (d *writer) element(e *elem, up ref, refs map[*elem]ref) ref {
	r := d.alloc()
	refs[e] = r
	b := fmt.Appendf(nil, "<</Type/StructElem/S/%s/P %v", e.tag, up)
	if e.alt != "" {
		b = append(append(b, "/Alt"...), text(e.alt)...)
	}
	if e.tag == scene.TagHeadCell {
		b = append(b, "/A<</O/Table/Scope/Column>>"...)
	}
	var page ref // marks on this page need not name it
	for _, k := range e.kids {
		if k.elem == nil && k.page != 0 && page == 0 {
			page = k.page
			b = fmt.Appendf(b, "/Pg %v", page)
		}
	}
	b = append(b, "/K["...)
	for _, k := range e.kids {
		switch {
		case k.elem != nil:
			b = append(d.element(k.elem, r, refs).in(b), ' ')
		case k.link != 0:
			b = fmt.Appendf(b, "<</Type/OBJR/Pg %v/Obj %v>>", k.page, k.link)
		case k.form != 0:
			b = fmt.Appendf(b, "<</Type/MCR/Pg %v/Stm %v/MCID %d>>", k.page, k.form, k.mark)
		case k.page != page:
			b = fmt.Appendf(b, "<</Type/MCR/Pg %v/MCID %d>>", k.page, k.mark)
		default:
			b = append(strconv.AppendInt(b, int64(k.mark), 10), ' ')
		}
	}
	d.object(r, append(b, "]>>"...))
	return r
}

// mark opens a marked piece for what is drawn next, if the open one does not serve.
func (c *content) mark() {
	if !c.tagged {
		return
	}
	e := c.elem
	if c.artifact || e == nil || holdsOnlyElements(e.tag) {
		e = nil
	}
	if c.open && c.openFor == e {
		return
	}
	c.closeMark()
	if e == nil {
		c.buf = append(c.buf, "/Artifact BMC\n"...)
	} else {
		k := kid{page: c.page.ref, form: c.form, mark: len(c.marks)}
		c.marks = append(c.marks, e)
		e.kids = append(e.kids, k)
		c.buf = append(append(append(c.buf, '/'), e.tag...), "<</MCID "...)
		c.buf = append(strconv.AppendInt(c.buf, int64(k.mark), 10), ">>BDC\n"...)
	}
	c.open, c.openFor = true, e
}

// closeMark ends the open marked piece. Whatever must nest with marks, such as a layer or
// a saved state, calls it first.
func (c *content) closeMark() {
	if c.open {
		c.buf = append(c.buf, "EMC\n"...)
		c.open = false
	}
}
