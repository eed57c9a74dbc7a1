package pdf

import (
	"fmt"
	"image"
	"io"
	"strconv"
	"time"

	"pinezka/mapview/scene"
)

// point is how many points (1/72 inch) a millimetre has.
const point = 72 / 25.4

// writer is a document in the making.
type writer struct {
	*file
	doc       Document
	tree      ref     // page tree
	high      float64 // height of the page that is being written, points
	resources ref     // one dictionary for all pages and forms
	pages     []page
	fonts     map[scene.Face]*font
	fontOrder []*font
	halos     map[haloKey]named
	stamps    map[stampKey]named
	pictures  map[image.Image]named
	patterns  map[patternKey]named
	alphas    map[uint8]bool
	layers    map[string]named
	xobjects  []named
	tilings   []named
	groups    []named // optional content
	root      *elem   // the structure's Document element
	parents   []parent
}

// named is an object and its name in the resources.
type named struct {
	name, title string
	r           ref
}

// page is a page that was written.
type page struct {
	r               ref
	label, bookmark string
	height          float64 // points
}

func newWriter(w io.Writer, d Document) *writer {
	wr := &writer{
		file: newFile(w), doc: d,
		fonts: map[scene.Face]*font{}, halos: map[haloKey]named{}, stamps: map[stampKey]named{}, pictures: map[image.Image]named{},
		patterns: map[patternKey]named{}, alphas: map[uint8]bool{}, layers: map[string]named{},
	}
	wr.tree, wr.resources = wr.alloc(), wr.alloc()
	return wr
}

// abandon waits for the goroutines that still deflate.
func (d *writer) abandon() {
	for _, p := range d.queue {
		<-p.body
	}
	d.queue = nil
}

// page writes one page.
func (d *writer) page(p Page) error {
	pg := page{r: d.alloc(), label: p.Label, bookmark: p.Bookmark, height: p.Scene.H * point}
	d.high = pg.height
	c := newContent(d, scene.Rect{X1: p.Scene.W, Y1: p.Scene.H})
	c.page = &pageParts{ref: pg.r, height: pg.height}
	c.tagged = hasTags(p.Scene.Ops)
	c.elem = d.root
	if c.tagged && d.root == nil {
		d.root = &elem{tag: "Document"}
		c.elem = d.root
	}
	c.buf = numbers(c.buf, 6, point, 0, 0, -point, 0)
	c.buf = append(number(c.buf, pg.height, 3), " cm\n"...)
	if err := c.ops(p.Scene.Ops, scene.Identity); err != nil {
		return err
	}
	c.closeMark()
	c.flush()

	b := fmt.Appendf(nil, "<</Type/Page/Parent %v/Resources %v/MediaBox[0 0 ", d.tree, d.resources)
	b = numbers(b, 3, p.Scene.W*point)
	b = append(number(b, pg.height, 3), "]/Contents["...)
	for _, r := range c.chunks {
		b = append(r.in(b), ' ')
	}
	b = append(b, ']')
	if c.tagged {
		b = append(b, "/Tabs/S"...)
	}
	if len(c.marks) > 0 {
		b = append(b, "/StructParents "...)
		b = strconv.AppendInt(b, int64(d.parent(parent{marks: c.marks})), 10)
	}
	if len(c.page.annots) > 0 {
		b = append(b, "/Annots["...)
		for _, r := range c.page.annots {
			b = append(r.in(b), ' ')
		}
		b = append(b, ']')
	}
	if p.Geo != nil {
		b = p.Geo.append(b, pg.height)
	}
	d.object(pg.r, append(b, ">>"...))
	d.pages = append(d.pages, pg)
	return nil
}

// finish writes all that the pages gathered.
func (d *writer) finish() error {
	for _, f := range d.fontOrder {
		d.writeFont(f)
	}
	d.writeResources()

	b := []byte("<</Type/Pages/Kids[")
	for _, p := range d.pages {
		b = append(p.r.in(b), ' ')
	}
	d.object(d.tree, fmt.Appendf(b, "]/Count %d>>", len(d.pages)))

	cat := fmt.Appendf(nil, "<</Type/Catalog/Pages %v/ViewerPreferences<</PrintScaling/None", d.tree)
	if d.doc.Title != "" {
		cat = append(cat, "/DisplayDocTitle true"...)
	}
	cat = append(cat, ">>"...)
	if d.doc.Lang != "" {
		cat = fmt.Appendf(cat, "/Lang%s", text(d.doc.Lang))
	}
	cat = d.pageLabels(cat)
	cat = d.outlines(cat)
	cat = d.layerConfig(cat)
	cat = d.structure(cat)
	meta := d.alloc()
	d.plain(meta, "/Type/Metadata/Subtype/XML", xmp(d.doc))
	cat = fmt.Appendf(cat, "/Metadata %v>>", meta)
	root, info := d.alloc(), d.alloc()
	d.object(root, cat)
	d.object(info, d.info())
	return d.close(root, info)
}

func (d *writer) writeResources() {
	b := []byte("<<")
	dict := func(name string, entries []named) {
		if len(entries) == 0 {
			return
		}
		b = append(append(b, name...), "<<"...)
		for _, e := range entries {
			b = append(append(append(b, '/'), e.name...), ' ')
			b = e.r.in(b)
		}
		b = append(b, ">>"...)
	}
	fonts := make([]named, len(d.fontOrder))
	for i, f := range d.fontOrder {
		fonts[i] = named{name: f.name, r: f.r}
	}
	dict("/Font", fonts)
	dict("/XObject", d.xobjects)
	dict("/Pattern", d.tilings)
	dict("/Properties", d.groups)
	if len(d.alphas) > 0 {
		b = append(b, "/ExtGState<<"...)
		for a := range 256 {
			if d.alphas[uint8(a)] {
				v := number(nil, float64(a)/255, 4)
				b = fmt.Appendf(b, "/A%d<</ca %s/CA %s>>", a, v, v)
			}
		}
		b = append(b, ">>"...)
	}
	d.object(d.resources, append(b, ">>"...))
}

// pageLabels gives each page its label; pages without one show their number.
func (d *writer) pageLabels(b []byte) []byte {
	b = append(b, "/PageLabels<</Nums["...)
	for i, p := range d.pages {
		if p.label == "" {
			b = fmt.Appendf(b, "%d<</S/D/St %d>>", i, i+1)
		} else {
			b = fmt.Appendf(b, "%d<</P%s>>", i, text(p.label))
		}
	}
	return append(b, "]>>"...)
}

// outlines lists the bookmarks.
func (d *writer) outlines(b []byte) []byte {
	var marked []page
	var refs []ref
	for _, p := range d.pages {
		if p.bookmark != "" {
			marked = append(marked, p)
			refs = append(refs, d.alloc())
		}
	}
	if len(marked) == 0 {
		return b
	}
	top := d.alloc()
	for i, p := range marked {
		o := fmt.Appendf(nil, "<</Title%s/Parent %v/Dest[%v/Fit]", text(p.bookmark), top, p.r)
		if i > 0 {
			o = fmt.Appendf(o, "/Prev %v", refs[i-1])
		}
		if i+1 < len(refs) {
			o = fmt.Appendf(o, "/Next %v", refs[i+1])
		}
		d.object(refs[i], append(o, ">>"...))
	}
	d.object(top, fmt.Appendf(nil, "<</Type/Outlines/First %v/Last %v/Count %d>>", refs[0], refs[len(refs)-1], len(refs)))
	return fmt.Appendf(b, "/Outlines %v/PageMode/UseOutlines", top)
}

// layer returns the optional content group of a title; pages share it.
func (d *writer) layer(title string) string {
	if l, ok := d.layers[title]; ok {
		return l.name
	}
	l := named{name: "L" + strconv.Itoa(len(d.layers)), title: title, r: d.alloc()}
	d.layers[title] = l
	d.groups = append(d.groups, l)
	d.object(l.r, fmt.Appendf(nil, "<</Type/OCG/Name%s>>", text(title)))
	return l.name
}

func (d *writer) layerConfig(b []byte) []byte {
	if len(d.groups) == 0 {
		return b
	}
	var list []byte
	for _, l := range d.groups {
		list = append(l.r.in(list), ' ')
	}
	return fmt.Appendf(b, "/OCProperties<</OCGs[%s]/D<</Order[%s]/ON[%s]>>>>", list, list, list)
}

// info is the document's description in the old form, which system file managers read.
func (d *writer) info() []byte {
	b := []byte("<<")
	for _, e := range []struct{ key, value string }{
		{"Title", d.doc.Title},
		{"Author", d.doc.Author},
		{"Subject", d.doc.Subject},
		{"Keywords", d.doc.Keywords},
		{"Producer", d.doc.Producer},
	} {
		if e.value != "" {
			b = fmt.Appendf(b, "/%s%s", e.key, text(e.value))
		}
	}
	if !d.doc.Created.IsZero() {
		date := d.doc.Created.UTC().Format("20060102150405")
		b = fmt.Appendf(b, "/CreationDate(D:%sZ)/ModDate(D:%sZ)", date, date)
	}
	return append(b, ">>"...)
}

// isoTime is a time as XMP wants it.
func isoTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }
