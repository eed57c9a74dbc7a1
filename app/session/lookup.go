package session

import (
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"pinezka/assets"
	"pinezka/data"
	"pinezka/data/gazetteer"
	"pinezka/data/gazetteer/morph"
	"pinezka/data/osm"
)

// Say tells the user something.
func (s *Session) Say(text string) { s.say(text) }

// IsSelectedMotion tells whether the motion is the one looked at.
func (s *Session) IsSelectedMotion(id data.MotionID) bool { return id != 0 && s.Selection.motion == id }

// AreaOf returns the name of the estate, village or beat where a report lies.
func (s *Session) AreaOf(id data.ReportID) string {
	i, ok := s.indexOf(id)
	if !ok || len(s.areasOf[i]) == 0 {
		return ""
	}
	return s.areas[s.areasOf[i][0]].Name
}

// ImportByID returns the file that brought a record.
func (s *Session) ImportByID(id data.ImportID) (data.Import, bool) {
	for _, im := range s.imports {
		if im.ID == id {
			return im, true
		}
	}
	return data.Import{}, false
}

// StatusSince is a status with the day from which it is known.
type StatusSince struct {
	Status  data.StatusID
	Written string
	Since   string // in words; "" when not known
}

// StatusHistory returns the states of a report, oldest first; a single one when
// its status never changed.
func (s *Session) StatusHistory(id data.ReportID) []StatusSince {
	r, ok := s.Report(id)
	if !ok || s.project == nil {
		return nil
	}
	changes, err := s.project.History(s.ctx, id)
	if err != nil || len(changes) == 0 {
		return []StatusSince{{Status: r.Status, Written: r.StatusWritten}}
	}
	out := []StatusSince{{Status: changes[0].From, Written: changes[0].FromWritten}}
	for _, c := range changes {
		since := ""
		if c.AsOf != nil {
			since = s.Date(*c.AsOf)
		} else {
			since = s.Date(data.DayFromTime(c.At.Local()))
		}
		out = append(out, StatusSince{Status: c.To, Written: c.ToWritten, Since: since})
	}
	return out
}

// PlaceHit is a place found by its name.
type PlaceHit struct {
	Name  string
	Label string // the name, with the settlement where several hits share the name
	Kind  string // street, place, poi, water, address
	Point orb.Point
}

// FindPlace looks a name up in the base map's gazetteer, without regard to case
// and Polish letters.
func (s *Session) FindPlace(q string, limit int) []PlaceHit {
	if s.base.facts == nil || len(data.Fold(q)) < 2 {
		return nil
	}
	return placeHits(s.base.facts.Find(q, limit))
}

func placeHits(hits []osm.Hit) []PlaceHit {
	same := map[string]int{}
	for _, h := range hits {
		same[h.Name]++
	}
	var out []PlaceHit
	for _, h := range hits {
		p := placeHit(h)
		if same[h.Name] > 1 && h.Town != "" {
			p.Label += " (" + h.Town + ")"
		}
		out = append(out, p)
	}
	return out
}

func placeHit(h osm.Hit) PlaceHit {
	return PlaceHit{Name: h.Name, Label: h.Name, Kind: string(h.Kind), Point: h.Point}
}

// morphology is the embedded dictionary of Polish.
var morphology = sync.OnceValue(func() *morph.Dictionary {
	d, err := morph.Open(assets.Read("morphology/polish.dict"))
	if err != nil {
		panic("embedded dictionary: " + err.Error())
	}
	return d
})

// NewGazetteer makes a gazetteer that knows Polish forms and the names of other
// municipalities.
func NewGazetteer(in gazetteer.Input) *gazetteer.Gazetteer {
	for _, g := range gminas() {
		in.Towns = append(in.Towns, g.Name)
	}
	return gazetteer.New(in, morphology())
}

// Gazetteer returns the names of the base map, nil when it has none. It is made
// when it is first asked for.
func (s *Session) Gazetteer() *gazetteer.Gazetteer {
	if s.base.facts == nil {
		return nil
	}
	if s.base.names == nil {
		info := s.Info()
		own := []string{info.Name}
		if g, ok := FindGmina(info.TERYT); ok {
			own = append(own, g.Name)
		}
		s.base.names = NewGazetteer(gazetteer.FromFacts(s.base.facts, own...))
	}
	return s.base.names
}

// FindInText looks for a place in a sentence. What it finds is certain enough to
// be proposed silently: where several things answer to the words, where a house
// or a street is unknown, and where the sentence is about a person in distress,
// it proposes nothing. The user sees the name and may choose another.
func (s *Session) FindInText(text string) (PlaceHit, bool) {
	g := s.Gazetteer()
	if g == nil {
		return PlaceHit{}, false
	}
	a := g.Find(text)
	if a.Question != gazetteer.NoQuestion || len(a.Places) == 0 || !a.Places[0].Placed {
		return PlaceHit{}, false
	}
	p := a.Places[0]
	return PlaceHit{Name: p.Name, Label: p.Name, Kind: string(p.Kind), Point: p.Point}, true
}

// PlaceWords names a place that was clicked: the nearest street within 60 m.
func (s *Session) PlaceWords(at orb.Point) string {
	if s.base.facts == nil {
		return ""
	}
	name, _, ok := s.base.facts.NearestStreet(at, 60)
	if !ok {
		return ""
	}
	return s.words.T("place.near", "street", name)
}

// ProposeCategory finds the category whose name or alias a sentence holds; the
// longest wins, and two of one length propose nothing.
func (s *Session) ProposeCategory(text string) (data.CategoryID, bool) {
	folded := " " + data.Fold(text) + " "
	var best data.CategoryID
	length, twice := 0, false
	for _, c := range s.catalogue.Categories {
		for _, alias := range append([]string{c.NamePL, c.NameEN, c.ShortPL, c.ShortEN}, c.Aliases...) {
			f := data.Fold(alias)
			if len(f) < 4 || !strings.Contains(folded, " "+f) {
				continue
			}
			switch {
			case len(f) > length:
				best, length, twice = c.ID, len(f), false
			case len(f) == length && c.ID != best:
				twice = true
			}
		}
	}
	return best, length > 0 && !twice
}
