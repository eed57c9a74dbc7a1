package gazetteer

import "strings"

// lead is what stands before a mention.
type lead struct {
	at    int    // the last token before titles, initials and markers; -1: none, or behind a comma
	mark  Kind   // that of a marker in between
	title string // a title in full in between
}

// before looks back from a token over titles, initials and markers.
func (t *text) before(from int) lead {
	l := lead{at: -1}
	for i := from; ; i-- {
		if t.parted(i) && !(i > 0 && strings.Trim(t.tokens[i].gap, `"„”'(–-`) == "") {
			return l
		}
		if i == 0 {
			return l
		}
		k := &t.tokens[i-1]
		switch {
		case k.mark != "":
			if l.mark == "" {
				l.mark = k.mark
			}
		case k.title:
			if len(k.fold) > 5 {
				l.title = k.fold
			}
		case k.initial(), k.fold == "sw":
		default:
			l.at = i - 1
			return l
		}
	}
}

// meant tells by what stands about a mention whether its name is meant here.
func (g *Gazetteer) meant(t *text, m *mention) bool {
	th := &g.things[m.thing]
	l := t.before(m.from)
	m.marked = l.mark
	var p *token
	if l.at >= 0 {
		p = &t.tokens[l.at]
	}
	placed := p != nil && placing[p.fold]
	if p != nil && !g.allows(t, m, l, p, placed) {
		return false
	}
	if l.mark != "" && !g.markFits(l.mark, th) {
		return false
	}
	if th.Kind == POI || th.Kind == Green {
		return g.meantThing(t, m, p, placed)
	}
	if describes(t, m, p) || th.Kind == Square && l.mark == "" && !placed && !t.upper && (m.mask&1 == 0 || g.names[m.name].words[0].role != kindWord) {
		return false
	}
	if t.upper || g.capital(t, m) {
		return true
	}
	joined := p != nil && (p.is(meeting) || p.fold == "i" || p.fold == "a" || p.fold == "oraz" || p.fold == "z" || p.fold == "ze")
	switch {
	case l.mark == Street || l.mark != "" && l.mark == th.Kind, g.names[m.name].words[0].role == kindWord && m.mask&1 != 0:
		return true
	case !t.lower:
		return false
	case t.capitals():
		// With a capital where sentences begin, a name without one is likely a word.
		return p != nil && (firmly[p.fold] || p.is(meeting)) && m.how != slip
	}
	return placed || joined
}

// allows refuses what stands behind persons, holidays and things called after
// somebody.
func (g *Gazetteer) allows(t *text, m *mention, l lead, p *token, placed bool) bool {
	th := &g.things[m.thing]
	if l.title != "" && !placed && l.mark == "" && !strings.Contains(fold(th.Name), l.title) && !p.is(meeting) && !t.upper {
		return false
	}
	if l.mark != "" {
		return true
	}
	if p.is(persons) || p.is(festive) {
		return false
	}
	return th.Kind != Street || !p.is(dedicated) || m.class == l.at
}

// markFits tells whether a thing is of the kind that a marker says.
func (g *Gazetteer) markFits(mark Kind, th *Thing) bool {
	if mark == th.Kind || mark == g.nameMark[th.ID] {
		return true
	}
	switch mark {
	case Green, Water:
		return th.Kind == POI
	case Square:
		return th.Kind == POI
	}
	return false
}

// capitals tells whether a text begins its sentences with capitals.
func (t *text) capitals() bool { return len(t.tokens) > 0 && t.tokens[0].capital }

// capital tells whether the words of a mention are written as a name.
func (g *Gazetteer) capital(t *text, m *mention) bool {
	for _, i := range m.tokens {
		k := &t.tokens[i]
		if k.capital && (!k.mark.is(g.things[m.thing].Kind) || len(g.names[m.name].words) == 1) || strings.HasSuffix(k.gap, "„") || strings.HasSuffix(k.gap, `"`) {
			return true
		}
		if !k.digit && k.mark == "" && !g.isType(k) && k.number == 0 && !strings.HasPrefix(k.fold, "sw") {
			return false
		}
	}
	return false
}

func (k Kind) is(o Kind) bool { return k != "" && k == o }

// describes tells an adjective that only describes: "Sucha trawa", "na letniej
// drodze". A noun of the same case and gender stands behind it.
func describes(t *text, m *mention, p *token) bool {
	if len(m.tokens) != 1 || m.to+1 >= len(t.tokens) || t.parted(m.to+1) {
		return false
	}
	k, next := &t.tokens[m.from], &t.tokens[m.to+1]
	if !k.has("adj") || next.capital && !t.upper || next.mark != "" || p != nil && next.has("verb:fin") {
		return false
	}
	if k.capital && !k.first && !t.upper {
		return false
	}
	if p != nil && k.capital && !t.upper {
		return false
	}
	return agree(k, next)
}

// agree tells whether an adjective and a noun share number, case and gender.
func agree(a, n *token) bool {
	for _, ra := range a.reads {
		for one := range strings.SplitSeq(ra.tags, "+") {
			f := strings.Split(one, ":")
			if len(f) < 4 || f[0] != "adj" {
				continue
			}
			for _, rn := range n.reads {
				for other := range strings.SplitSeq(rn.tags, "+") {
					h := strings.Split(other, ":")
					if len(h) >= 4 && h[0] == "subst" && f[1] == h[1] && overlap(f[2], h[2]) && overlap(f[3], h[3]) {
						return true
					}
				}
			}
		}
	}
	return false
}

// overlap tells whether two lists with full stops have something in common.
func overlap(a, b string) bool {
	for x := range strings.SplitSeq(a, ".") {
		for y := range strings.SplitSeq(b, ".") {
			if x == y {
				return true
			}
		}
	}
	return false
}

// meantThing is meant for points of interest and greens.
func (g *Gazetteer) meantThing(t *text, m *mention, p *token, placed bool) bool {
	kind := m.class >= 0 && m.class < m.from || g.names[m.name].nick && placed
	properCapital, common := false, true
	n := &g.names[m.name]
	for _, i := range m.tokens {
		k := &t.tokens[i]
		w := g.wordOf(n, k, m.mask)
		if w == kindWord {
			kind = true
			continue
		}
		properCapital = properCapital || k.capital || strings.HasSuffix(k.gap, "„") || strings.HasSuffix(k.gap, `"`)
		if len(k.reads) == 0 {
			common = false
		}
	}
	if !placed && m.from > 0 {
		// The class word or the kind has the preposition before it.
		if at := min(m.from, max(m.class, 0)); m.class >= 0 && m.class < m.from && at > 0 {
			placed = placing[t.tokens[at-1].fold] || at == 0
		}
	}
	switch {
	case kind && (placed || m.from == 0 || m.class == 0 || properCapital || g.names[m.name].has(numeral)):
		return true
	case m.part && !kind:
		return false
	case !placed:
		if i := m.to + 1; m.from == 0 && i+1 < len(t.tokens) && firmly[t.tokens[i].fold] && !t.parted(i) {
			// "Biedronka na Lipowej"
			return properCapital && (t.tokens[i+1].capital || t.tokens[i+1].mark == Street)
		}
		return !common && properCapital && (len(m.tokens) > 1 || m.from > 0)
	case properCapital || t.upper:
		return true
	case t.lower:
		return !common || p != nil && beside[p.fold]
	}
	return false
}

func (n *name) has(r role) bool {
	for _, w := range n.words {
		if w.role == r {
			return true
		}
	}
	return false
}

// wordOf returns the role of the word of a name that a token stands for.
func (g *Gazetteer) wordOf(n *name, k *token, mask uint16) role {
	for i, w := range n.words {
		if mask&(1<<i) == 0 {
			continue
		}
		x := &g.terms.list[w.term]
		if x.fold == k.fold {
			return w.role
		}
		for _, r := range k.reads {
			for _, l := range x.lemmas {
				if l == r.lemma {
					return w.role
				}
			}
		}
	}
	if g.isType(k) || short[k.fold] != "" {
		return kindWord
	}
	return proper
}

// foreign tells whether a word beside a mention makes another name of it:
// "Armii Ludowej" where only "Armii Krajowej" is ours, "Marii Dąbrowskiej" where
// ours is "Jana". taken are the tokens of all mentions.
func (g *Gazetteer) foreign(t *text, m *mention, taken []bool) bool {
	if t.upper {
		return false
	}
	strange := func(i int) bool {
		k := &t.tokens[i]
		return k.capital && !taken[i] && !k.title && !k.initial() && k.mark == "" && !k.digit && roman(k.text) == 0 && !k.is(capitalised) &&
			!g.isOwn(k) && !placing[k.fold] && !g.isType(k) && len(k.fold) > 1
	}
	if i := m.to + 1; i < len(t.tokens) && !t.parted(i) && strange(i) {
		return true
	}
	i := m.from - 1
	for i > 0 && (t.tokens[i].title || t.tokens[i].initial()) {
		i--
	}
	return i >= 0 && !t.parted(m.from) && !t.tokens[i].first && strange(i)
}

func (g *Gazetteer) isOwn(k *token) bool {
	for _, r := range k.reads {
		if g.own[r.lemma] {
			return true
		}
	}
	return g.own[k.fold]
}
