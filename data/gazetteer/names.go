package gazetteer

import (
	"slices"
	"strconv"
	"strings"
)

// role is what a word of a name does in it.
type role int8

const (
	proper   role = iota // must be there
	surname              // suffices alone
	forename             // may be there, never alone
	saint                // "Świętego", likewise
	kindWord             // says what the thing is
	numeral
)

// nameWord is a word of a name.
type nameWord struct {
	term int32
	role role
	gen  bool // an adjectival surname: only as written, never "Kwiatkowski"
}

// name is one of the names of a thing.
type name struct {
	thing  int32
	words  []nameWord
	letter bool // initials, to be written in capitals
	nick   bool // a colloquial word
	person bool
}

// use is where a word occurs.
type use struct {
	name int32
	word int8
}

// addNames makes the names of a thing: its own, the other ones, nicknames and
// initials.
func (g *Gazetteer) addNames(l *lexicon, thing int32) {
	t := &g.things[thing]
	seen := map[string]bool{}
	for i := -1; i < len(t.Other); i++ {
		n := t.Name
		if i >= 0 {
			n = strings.TrimSpace(t.Other[i])
		}
		if f := fold(n); f != "" && !seen[f] {
			seen[f] = true
			g.addName(l, thing, n)
		}
	}
}

// cutBehind are words of a name behind which comes what nobody says.
var cutBehind = []string{" im. ", " imienia ", " z oddzia", " Z Oddzia", " Im. "}

func (g *Gazetteer) addName(l *lexicon, thing int32, written string) {
	t := &g.things[thing]
	street := t.street()
	for _, c := range cutBehind {
		if i := strings.Index(written, c); i > 0 && !street {
			written = written[:i]
		}
	}
	cut := l.cut(written)
	var words []nameWord
	var kept []*token
	saints := false
	for i := range cut.tokens {
		k := &cut.tokens[i]
		w := nameWord{}
		switch {
		case k.digit || k.number > 0 && (k.capital && roman(k.text) > 0 || i == 0 && k.has("adj")):
			word := k.fold
			if k.number > 0 {
				word = strconv.Itoa(k.number)
			}
			w.role, w.term = numeral, g.terms.add(word, nil)
		case k.initial() || len(k.fold) == 1 || !street && passing[k.fold]:
			continue
		case street && k.title && len(cut.tokens) > 1:
			continue
		case k.fold == "sw" || strings.HasPrefix(k.fold, "swiet") && len(k.fold) <= 9 && k.has("adj"):
			saints = true
			w.role = saint
			if k.fold == "sw" {
				w.term = g.terms.add("Świętego", l.readings("świętego", false))
			} else {
				w.term = g.terms.add(k.text, k.reads)
			}
		case street && k.mark != "" && i == 0 && len(cut.tokens) > 1:
			w.role, w.term = kindWord, g.terms.add(k.text, k.reads)
		case !street && g.isType(k):
			w.role, w.term = kindWord, g.terms.add(k.text, k.reads)
		case !street && g.own[lemmaOf(k)] && len(cut.tokens) > 1 && i > 0:
			continue
		default:
			w.term = g.terms.add(k.text, k.reads)
			if street && k.is(forenames) {
				w.role = forename
			}
		}
		words, kept = append(words, w), append(kept, k)
	}
	n := name{thing: thing, words: words}
	if street {
		n.settlePerson(kept, saints)
	} else {
		for i := range n.words {
			if n.words[i].role == forename {
				n.words[i].role = proper
			}
		}
		n.allKinds(kept)
	}
	if len(n.words) == 0 || len(n.words) > 12 {
		return
	}
	g.genitives(&n)
	g.put(n)
	g.addShort(l, n, kept)
}

// settlePerson tells surnames from the words of other names.
func (n *name) settlePerson(kept []*token, saints bool) {
	var content []int
	forenames := 0
	for i, w := range n.words {
		if w.role == proper || w.role == forename {
			content = append(content, i)
			if w.role == forename {
				forenames++
			}
		}
	}
	if len(content) == 0 {
		return
	}
	last := content[len(content)-1]
	two := len(content) == 2 && forenames == 0 && !saints && kept[content[0]].has(":sg:gen:m1") && !kept[content[0]].has("adj") &&
		kept[content[1]].capital && kept[content[0]].capital && kept[content[1]].has("sg:gen:m1")
	if two {
		n.words[content[0]].role = forename
		forenames++
	}
	if saints || forenames == 0 || n.words[last].role == forename {
		// A saint, a king or no person: forenames are words like others, yet
		// alone only the first behind a saint may stand for all.
		for _, i := range content {
			if len(content) == 1 || saints {
				n.words[i].role = proper
			}
		}
		if !saints && len(content) > 1 {
			for _, i := range content {
				n.words[i].role = proper
			}
		}
		return
	}
	n.person = true
	for _, i := range content {
		if n.words[i].role == proper {
			n.words[i].role = surname
		}
	}
}

// allKinds makes proper what has no proper word: "Warzywniak", but not "Dom Dziecka",
// which is known by both words.
func (n *name) allKinds(kept []*token) {
	if len(n.words) == 1 && n.words[0].role == kindWord {
		if _, class := classes[lemmaOf(kept[0])]; !class {
			n.words[0].role = proper
		}
	}
}

// genitives marks adjectival surnames: Kwiatkowskiego, Modrzejewskiej, Ossolińskich.
func (g *Gazetteer) genitives(n *name) {
	content := 0
	for _, w := range n.words {
		if w.role == proper {
			content++
		}
	}
	for i := range n.words {
		w := &n.words[i]
		if w.role != surname && (w.role != proper || content > 1) || g.things[n.thing].Kind != Street {
			continue
		}
		f := g.terms.list[w.term].fold
		for _, e := range [...]string{"skiego", "ckiego", "dzkiego", "skiej", "ckiej", "dzkiej", "skich", "ckich", "dzkich"} {
			if strings.HasSuffix(f, e) {
				w.gen = true
			}
		}
	}
}

func (g *Gazetteer) put(n name) {
	at := int32(len(g.names))
	g.names = append(g.names, n)
	for i, w := range n.words {
		for len(g.uses) < len(g.terms.list) {
			g.uses = append(g.uses, nil)
		}
		g.uses[w.term] = append(g.uses[w.term], use{at, int8(i)})
	}
}

// addShort adds the initials of a street's name (AK, JP II) and the nicknames of
// other things.
func (g *Gazetteer) addShort(l *lexicon, n name, kept []*token) {
	t := &g.things[n.thing]
	if t.Kind == Street || t.Kind == Square || t.Kind == Roundabout {
		letters := ""
		out := name{thing: n.thing, letter: true}
		for i, w := range n.words {
			switch {
			case w.role == kindWord:
			case w.role == numeral:
				if letters != "" {
					out.words = append(out.words, w)
				}
			case w.role == proper && kept[i].capital:
				letters += kept[i].fold[:1]
			default:
				return
			}
		}
		if len(letters) > 1 && !slices.ContainsFunc(n.words, func(w nameWord) bool { return w.role == surname }) {
			out.words = slices.Insert(out.words, 0, nameWord{term: g.terms.add(letters, nil)})
			g.put(out)
		}
		return
	}
	for _, nick := range nicknames {
		fits := 0
		for _, h := range nick.has {
			if slices.ContainsFunc(kept, func(k *token) bool { return k.fold == h || k.is(map[string]bool{h: true}) }) {
				fits++
			}
		}
		if fits == len(nick.has) {
			g.put(name{thing: n.thing, nick: true, words: []nameWord{{term: g.terms.add(nick.name, l.readings(nick.name, false))}}})
		}
	}
}

// isType tells a word that says what a thing is.
func (g *Gazetteer) isType(k *token) bool {
	if typeWords[k.fold] {
		return true
	}
	for _, r := range k.reads {
		if typeWords[r.lemma] {
			return true
		}
	}
	return false
}

// lemmaOf returns a token's first lemma, or the token where the dictionary has
// none.
func lemmaOf(k *token) string {
	if len(k.reads) > 0 {
		return k.reads[0].lemma
	}
	return k.fold
}
