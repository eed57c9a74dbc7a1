package window

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

// filterPanel is the left panel of the map workspace: what is meant.
type filterPanel struct {
	s       *session.Session
	signs   *signs
	search  *widget.Entry
	trees   []*checkTree
	parts   []*section
	content fyne.CanvasObject
	typing  *time.Timer
}

const (
	nodeAll    = "*"
	nodeGroup  = "g:"
	nodeCat    = "c:"
	nodeStatus = "s:"
	nodeOrigin = "o:"
	nodeArea   = "a:"
	familyNode = "f:confirmed"
)

func newFilterPanel(s *session.Session, g *signs) *filterPanel {
	p := &filterPanel{s: s, signs: g}
	w := s.Words()
	p.search = widget.NewEntry()
	p.search.SetPlaceHolder(w.T("filter.search"))
	p.search.SetIcon(theme.SearchIcon())
	p.search.OnChanged = func(text string) {
		if p.typing != nil {
			p.typing.Stop()
		}
		// Each key would redraw map, table and chart; a short pause is enough.
		p.typing = time.AfterFunc(150*time.Millisecond, func() {
			fyne.Do(func() {
				if s.Filter.Value().Text != text {
					s.Filter.SetText(text)
				}
			})
		})
	}
	p.search.OnSubmitted = func(text string) { s.Filter.SetText(text) }

	add := func(title string, open bool, t *checkTree, summary func() string) {
		p.trees = append(p.trees, t)
		p.parts = append(p.parts, newSection(title, open, t, summary))
	}
	categories := newCheckTree(p.categoryNodes, p.tickCategory, p.onlyCategory)
	for _, g := range s.Catalogue().Groups {
		categories.folded[nodeGroup+string(g.ID)] = g.Order != 1
	}
	add(w.T("filter.categories"), true, categories, func() string {
		return w.T("of", "n", s.Filter.CheckedCategories(), "of", len(s.Catalogue().Categories))
	})
	add(w.T("filter.status"), true, newCheckTree(p.statusNodes, p.tickStatus, p.onlyStatus), func() string {
		n, all := 0, 0
		for _, st := range s.Catalogue().Statuses {
			all++
			if s.Filter.StatusChecked(st.ID) {
				n++
			}
		}
		return w.T("of", "n", n, "of", all)
	})
	add(w.T("filter.origins"), false, newCheckTree(p.originNodes, func(id string, on bool) {
		s.Filter.SetOrigin(data.Origin(strings.TrimPrefix(id, nodeOrigin)), on)
	}, func(id string) {
		v := s.Filter.Value()
		v.Origins = []data.Origin{data.Origin(strings.TrimPrefix(id, nodeOrigin))}
		s.Filter.Set(v)
	}), func() string {
		if n := len(s.Filter.Value().Origins); n > 0 {
			return w.T("of", "n", n, "of", len(data.Origins))
		}
		return w.T("filter.all")
	})
	area := func(id string) {
		name := strings.TrimPrefix(id, nodeArea)
		if s.Filter.Value().Area == name {
			name = ""
		}
		s.Filter.SetArea(name)
	}
	add(w.T("filter.areas"), false, newCheckTree(p.areaNodes, func(id string, _ bool) { area(id) }, area), func() string {
		if a := s.Filter.Value().Area; a != "" {
			return a
		}
		return w.T("filter.area.all")
	})
	add(w.T("filter.reactions"), false, newCheckTree(p.waitingNodes, func(id string, _ bool) { p.tickWaiting(id) }, p.tickWaiting), func() string {
		if n := s.Filter.Value().WithoutReaction; n > 0 {
			return w.N("filter.without-reaction", n)
		}
		return w.T("filter.all")
	})
	box := container.NewVBox()
	for _, part := range p.parts {
		box.Add(part.box)
	}
	title := padded(8, 10, 4, 10, text(w.T("filter.title"), sizeTab, true, theme.ColorNameForeground))
	p.content = onGround(theme.ColorNameBackground, container.NewBorder(
		container.NewVBox(title, padded(2, 8, 6, 8, p.search)), nil, nil, nil, container.NewVScroll(box)))
	return p
}

func (p *filterPanel) update() {
	if t := p.s.Filter.Value().Text; p.search.Text != t {
		p.search.SetText(t)
	}
	for _, t := range p.trees {
		t.update()
	}
	for _, s := range p.parts {
		s.update()
	}
}

func (p *filterPanel) categoryNodes() []treeNode {
	f, w := &p.s.Filter, p.s.Words()
	total := f.CategoryCount(data.Uncategorised)
	for _, c := range p.s.Catalogue().Categories {
		total += f.CategoryCount(c.ID)
	}
	nodes := []treeNode{{id: nodeAll, label: w.T("filter.categories.everything"), state: f.AllChecked(), count: w.Int(total)}}
	for _, g := range p.s.Catalogue().Groups {
		id := nodeGroup + string(g.ID)
		n := f.GroupCount(g.ID)
		nodes = append(nodes, treeNode{
			id: id, label: p.s.GroupName(g.ID), symbol: p.signs.group(string(g.ID)), state: f.GroupChecked(g.ID), count: w.Int(n), dim: n == 0,
		})
		for _, c := range p.s.Catalogue().Categories {
			if c.Group != g.ID {
				continue
			}
			n, on := f.CategoryCount(c.ID), session.Unchecked
			if f.CategoryChecked(c.ID) {
				on = session.Checked
			}
			nodes = append(nodes, treeNode{
				id: nodeCat + string(c.ID), parent: id, label: p.s.CategoryShort(c.ID), symbol: p.signs.category(string(c.ID), string(g.ID)),
				state: on, count: w.Int(n), dim: n == 0, leaf: true,
			})
		}
	}
	return nodes
}

func (p *filterPanel) tickCategory(id string, on bool) {
	switch {
	case id == nodeAll:
		p.s.Filter.SetAllCategories(on)
	case strings.HasPrefix(id, nodeGroup):
		p.s.Filter.SetGroup(data.GroupID(id[len(nodeGroup):]), on)
	default:
		p.s.Filter.SetCategory(data.CategoryID(id[len(nodeCat):]), on)
	}
}

func (p *filterPanel) onlyCategory(id string) {
	switch {
	case id == nodeAll:
		p.s.Filter.SetAllCategories(true)
	case strings.HasPrefix(id, nodeGroup):
		p.s.Filter.OnlyGroup(data.GroupID(id[len(nodeGroup):]))
	default:
		p.s.Filter.OnlyCategory(data.CategoryID(id[len(nodeCat):]))
	}
}

// statusNodes puts the confirmed kinds under one parent.
func (p *filterPanel) statusNodes() []treeNode {
	f, w := &p.s.Filter, p.s.Words()
	var nodes []treeNode
	parent := -1
	for _, st := range p.s.Catalogue().Statuses {
		n, on := f.StatusCount(st.ID), session.Unchecked
		if f.StatusChecked(st.ID) {
			on = session.Checked
		}
		node := treeNode{
			id: nodeStatus + string(st.ID), label: p.s.StatusName(st.ID, ""), symbol: p.signs.status(string(st.ID)),
			state: on, count: w.Int(n), dim: n == 0, leaf: true,
		}
		if st.Family == "confirmed" {
			if parent < 0 {
				parent = len(nodes)
				nodes = append(nodes, treeNode{id: familyNode, label: w.T("status.confirmed.family"), state: p.familyChecked(), symbol: p.signs.status("confirmed")})
			}
			node.parent = familyNode
		}
		nodes = append(nodes, node)
	}
	if parent >= 0 {
		n := 0
		for _, id := range p.family() {
			n += f.StatusCount(id)
		}
		nodes[parent].count = w.Int(n)
	}
	return nodes
}

func (p *filterPanel) family() []data.StatusID {
	var ids []data.StatusID
	for _, st := range p.s.Catalogue().Statuses {
		if st.Family == "confirmed" {
			ids = append(ids, st.ID)
		}
	}
	return ids
}

func (p *filterPanel) familyChecked() session.Check {
	on := 0
	ids := p.family()
	for _, id := range ids {
		if p.s.Filter.StatusChecked(id) {
			on++
		}
	}
	return session.CheckOf(on, len(ids))
}

func (p *filterPanel) tickStatus(id string, on bool) {
	if id != familyNode {
		p.s.Filter.SetStatuses(on, data.StatusID(id[len(nodeStatus):]))
		return
	}
	p.s.Filter.SetStatuses(on, p.family()...)
}

func (p *filterPanel) onlyStatus(id string) {
	if id == familyNode {
		p.s.Filter.OnlyStatuses(p.family()...)
		return
	}
	p.s.Filter.OnlyStatuses(data.StatusID(id[len(nodeStatus):]))
}

func (p *filterPanel) originNodes() []treeNode {
	f, w := &p.s.Filter, p.s.Words()
	var nodes []treeNode
	for _, o := range data.Origins {
		n, on := f.OriginCount(o), session.Unchecked
		if f.OriginChecked(o) {
			on = session.Checked
		}
		nodes = append(nodes, treeNode{id: nodeOrigin + string(o), label: w.T("origin." + string(o)), state: on, count: w.Int(n), dim: n == 0, leaf: true})
	}
	return nodes
}

func (p *filterPanel) areaNodes() []treeNode {
	f, w := &p.s.Filter, p.s.Words()
	var nodes []treeNode
	for _, a := range p.s.Areas() {
		if a.Kind == data.AreaGmina {
			continue
		}
		on := session.Unchecked
		if f.Value().Area == a.Name {
			on = session.Checked
		}
		nodes = append(nodes, treeNode{id: nodeArea + a.Name, label: a.Name, state: on, count: w.Int(f.AreaCount(a.Name)), dim: f.AreaCount(a.Name) == 0, leaf: true})
	}
	return nodes
}
