package privacy

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// DefaultK is the smallest number that may be told of something sensitive.
const DefaultK = 3

// Options are what Protect decides with.
type Options struct {
	K         int             // smallest number told; below 2: DefaultK
	Catalogue *data.Catalogue // what is sensitive; without one everything is
	Addresses []orb.Point     // of the base map; without them only house numbers are known
	Streets   []orb.LineString
}

// Protect makes of reports and motions what may be made public. Where it does not
// know enough it withholds.
func Protect(reports []data.Report, motions []data.Motion, opt Options) Release {
	if opt.K < 2 {
		opt.K = DefaultK
	}
	p := &protection{opt: opt, sensitive: map[data.CategoryID]int{}, checks: map[CheckKind]int{}}
	p.houses = newHouses(opt.Addresses, opt.Streets, middle(reports, motions))
	for i := range reports {
		p.report(&reports[i])
	}
	slices.SortFunc(p.release.points, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Place[0], b.Place[0]), cmp.Compare(a.Place[1], b.Place[1]),
			cmp.Compare(a.Status, b.Status), cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Nature, b.Nature))
	})
	p.count()
	for i := range motions {
		p.motion(&motions[i])
	}
	for _, kind := range []CheckKind{CheckTexts, CheckNotes, CheckSourceIDs, CheckWithoutPlace, CheckHousesMoved, CheckHousesWithheld, CheckMotionPlaces, CheckMasked, CheckRead} {
		if n := p.checks[kind]; n > 0 {
			p.release.checklist = append(p.release.checklist, Check{Kind: kind, Count: n})
		}
	}
	return p.release
}

type protection struct {
	opt       Options
	houses    *houses
	sensitive map[data.CategoryID]int
	checks    map[CheckKind]int
	release   Release
}

// middle returns a place of what is protected, for choosing the plane.
func middle(reports []data.Report, motions []data.Motion) orb.Point {
	for i := range reports {
		if reports[i].Where.Known() {
			return reports[i].Where.Point
		}
	}
	for i := range motions {
		if c, ok := motions[i].Place.Centre(); ok {
			return c
		}
	}
	return orb.Point{}
}

// isSensitive tells whether reports of a category are only counted.
func (p *protection) isSensitive(id data.CategoryID) bool {
	if p.opt.Catalogue == nil {
		return true
	}
	k, ok := p.opt.Catalogue.Category(id)
	return !ok || k.Sensitive
}

func (p *protection) report(r *data.Report) {
	if r.Text != "" {
		p.checks[CheckTexts]++
	}
	if r.Note != "" {
		p.checks[CheckNotes]++
	}
	if r.Source.ID != "" {
		p.checks[CheckSourceIDs]++
	}
	if p.isSensitive(r.Category) {
		p.sensitive[r.Category]++
		return
	}
	if !r.Where.Known() {
		p.checks[CheckWithoutPlace]++
		return
	}
	out := Point{Category: r.Category, Status: r.Status, Origin: r.Origin, Nature: r.Nature, Place: r.Where.Point, Precision: r.Where.Precision}
	if p.houses.single(r.Where) {
		at, ok := p.houses.instead(r.Where.Point)
		if !ok {
			p.checks[CheckHousesWithheld]++
			return
		}
		p.checks[CheckHousesMoved]++
		out.Place, out.Precision = at, data.PrecisionStreet
	}
	p.release.points = append(p.release.points, out)
}

// count decides which numbers of sensitive reports are told. Categories below K
// are told as one number with others, so that nothing smaller than K follows by
// subtraction; when even all together are too few or only one, nothing is told.
func (p *protection) count() {
	all := make([]Count, 0, len(p.sensitive))
	for id, n := range p.sensitive {
		all = append(all, Count{id, n})
	}
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(a.Reports, b.Reports), cmp.Compare(a.Category, b.Category))
	})
	var hidden Combined
	for len(all) > 0 && (all[0].Reports < p.opt.K || len(hidden.Categories) == 1 || len(hidden.Categories) > 0 && hidden.Reports < p.opt.K) {
		hidden.Categories = append(hidden.Categories, all[0].Category)
		hidden.Reports += all[0].Reports
		all = all[1:]
	}
	for _, c := range all {
		p.release.counts = append(p.release.counts, c)
		p.release.checklist = append(p.release.checklist, Check{Kind: CheckSensitiveCounted, Count: c.Reports, Category: c.Category})
	}
	slices.SortFunc(p.release.counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Reports, a.Reports), cmp.Compare(a.Category, b.Category))
	})
	switch {
	case len(hidden.Categories) == 0:
	case len(hidden.Categories) >= 2 && hidden.Reports >= p.opt.K:
		slices.Sort(hidden.Categories)
		p.release.combined = &hidden
		p.release.checklist = append(p.release.checklist, Check{Kind: CheckSensitiveCombined, Count: hidden.Reports})
	default:
		p.release.checklist = append(p.release.checklist, Check{Kind: CheckSensitiveWithheld, Count: hidden.Reports})
	}
}

// motion masks a motion's words and withholds a place that would point at people.
func (p *protection) motion(m *data.Motion) {
	mask := func(s string) Text {
		p.checks[CheckMasked] += len(Find(s))
		return Mask(s)
	}
	out := Motion{
		ID: m.ID, Number: m.Number, Category: m.Category, State: m.State, Deadline: m.Deadline, Support: m.Support,
		Title: mask(m.Title), Text: mask(m.Text), Addressee: mask(m.Addressee), Answer: mask(m.Answer),
		Place: data.MotionPlace{Kind: m.Place.Kind},
	}
	if m.Title != "" || m.Text != "" {
		p.checks[CheckRead]++
	}
	switch {
	case m.Place.Located() && p.pointsAtPeople(m):
		out.Place.Kind, out.PlaceWithheld = data.PlaceNone, true
		p.checks[CheckMotionPlaces]++
	case m.Place.Located():
		out.Place.Geometry, out.Words = m.Place.Geometry, mask(m.Place.Words)
	default:
		out.Words = mask(m.Place.Words)
	}
	p.release.motions = append(p.release.motions, out)
}

// pointsAtPeople tells whether a motion's place is a place of people: a sensitive
// category, or a single house. A motion without a category is not sensitive by
// that.
func (p *protection) pointsAtPeople(m *data.Motion) bool {
	if m.Category != "" && p.isSensitive(m.Category) {
		return true
	}
	at, ok := m.Place.Geometry.(orb.Point)
	return ok && p.houses.single(data.Place{Point: at, Precision: data.PrecisionPoint})
}
