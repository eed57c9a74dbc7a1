package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/crs"
)

// Question is what a comparison is asked with.
type Question struct {
	Motions   []data.Motion
	Reports   []data.Report // that the filter lets through, its period set aside
	Setting   data.CompareSetting
	Day       data.Day  // of the debate
	AsOf      *data.Day // of the data; nil when not known
	Area      orb.MultiPolygon
	Ground    Ground
	Catalogue *data.Catalogue // for the wider group; may be nil
}

// Result is the comparison of a debate's motions with the reports.
type Result struct {
	Period   data.Period
	Radius   float64       // metres on the ground
	Baseline data.Baseline // the one used, which may not be the one asked for

	// AreaAssumed means that no boundary was given and that the box around reports
	// and motions served.
	AreaAssumed bool

	Reports         int // given
	ReportsInPeriod int // of them in the period, with a place or without
	Undated         int // of them without a day, so that they may lie in the period
	WithoutPlace    int // of those in the period
	OutsideArea     int // of those in the period, and so not counted
	DefaultPoint    int // of those in the period: at a default point or in an area
	Merged          int // what is left, repeats merged

	Motions []Finding // in the order of the question
	Tested  int       // motions with a place: what Holm corrects for
	Summary map[Verdict]int

	NotNamed   []Cluster      // hot spots that no motion names, clearest first
	Categories []CategoryRank // priorities of the meeting beside those of the reports
	Shared     []SharedPoint  // suspicious points among all reports
}

// Compare answers a question. It fails on a setting or a place that makes no
// sense, and when the context ends.
func Compare(ctx context.Context, q Question) (Result, error) {
	if !(q.Setting.Radius > 0) || q.Setting.Months <= 0 {
		return Result{}, fmt.Errorf("compare within %v m over %d months: both must be positive", q.Setting.Radius, q.Setting.Months)
	}
	c := newComparison(&q)
	for i := range q.Motions {
		if err := ctx.Err(); err != nil {
			return Result{}, fmt.Errorf("compare motions: %w", err)
		}
		f, err := c.find(&q.Motions[i])
		if err != nil {
			return Result{}, fmt.Errorf("compare motions: %w", err)
		}
		c.result.Motions = append(c.result.Motions, f)
	}
	c.judge()
	if err := c.findNotNamed(ctx); err != nil {
		return Result{}, err
	}
	c.rankCategories()
	return c.result, nil
}

// comparison is the work of one Compare: the question, and what is shared by all
// its motions.
type comparison struct {
	q        *Question
	plane    crs.CRS
	region   *region
	lattice  *lattice
	baseline *baseline
	area     *baseline  // where nothing of the baseline lies
	now      *sightings // of the period
	then     *sightings // of the period a year before
	reaches  bool       // the reports reach so far back
	shared   map[orb.Point]bool
	zones    []*zone // of the motions; nil without a place
	result   Result
}

func newComparison(q *Question) *comparison {
	c := &comparison{q: q, plane: crs.ForPlace(middle(q))}
	area := q.Area
	if len(area) == 0 {
		area = boxAround(q, c.plane)
		c.result.AreaAssumed = true
	} else {
		plane := make(orb.MultiPolygon, len(area))
		for i, p := range area {
			plane[i] = projectPolygon(p, c.plane)
		}
		area = plane
	}
	c.region = newRegion(area)
	c.lattice = newLattice(c.region)

	c.result.Period = PeriodBefore(q.Day, q.AsOf, q.Setting.Months)
	c.result.Radius = q.Setting.Radius
	c.result.Reports = len(q.Reports)
	c.result.Summary = map[Verdict]int{}
	c.result.Shared = SharedPoints(q.Reports)
	c.shared = map[orb.Point]bool{}
	for _, s := range c.result.Shared {
		c.shared[s.Point] = true
	}

	c.now = c.sightings(c.result.Period, &c.result)
	c.result.Merged = len(c.now.groups)
	earlier := yearEarlier(c.result.Period)
	c.then = c.sightings(earlier, &Result{})
	c.reaches = reaches(q.Reports, *earlier.From)

	kind := q.Ground.choose(q.Setting.Baseline)
	c.baseline = newBaseline(kind, q.Ground, c.region, c.plane)
	if c.baseline.all == 0 { // everything known lies outside of the boundary
		c.baseline = newBaseline(data.BaselineArea, q.Ground, c.region, c.plane)
	}
	c.area = c.baseline
	if c.baseline.kind != data.BaselineArea {
		c.area = newBaseline(data.BaselineArea, q.Ground, c.region, c.plane)
	}
	c.result.Baseline = c.baseline.kind
	return c
}

// middle returns a point of what is compared, in degrees, for choosing the plane.
func middle(q *Question) orb.Point {
	if len(q.Area) > 0 {
		return q.Area.Bound().Center()
	}
	for i := range q.Motions {
		if p, ok := q.Motions[i].Place.Centre(); ok {
			return p
		}
	}
	for i := range q.Reports {
		if q.Reports[i].Where.Known() {
			return q.Reports[i].Where.Point
		}
	}
	return crs.Poland.Center()
}

// boxAround returns the box around all places, wider by the radius, in the plane.
func boxAround(q *Question, plane crs.CRS) orb.MultiPolygon {
	var points orb.MultiPoint
	for i := range q.Reports {
		if w := q.Reports[i].Where; w.Known() {
			points = append(points, plane.Project(w.Point))
		}
	}
	for i := range q.Motions {
		if g := q.Motions[i].Place.Geometry; q.Motions[i].Place.Located() {
			b := g.Bound()
			points = append(points, plane.Project(b.Min), plane.Project(b.Max))
		}
	}
	if len(points) == 0 {
		points = orb.MultiPoint{plane.Project(middle(q))}
	}
	return orb.MultiPolygon{points.Bound().Pad(q.Setting.Radius).ToPolygon()}
}

// vague tells whether a report's point is not where its threat is.
func vague(p data.Precision) bool { return p == data.PrecisionDefault || p == data.PrecisionArea }

// reaches tells whether there are reports of the first month of a period or from
// before it, so that its counts mean something.
func reaches(reports []data.Report, from data.Day) bool {
	for i := range reports {
		if first, _, ok := reports[i].When.Days(); ok && first < from.AddMonths(1) {
			return true
		}
	}
	return false
}

// find counts and tests one motion; the corrections for several and the verdict
// come later, in judge.
func (c *comparison) find(m *data.Motion) (Finding, error) {
	f := Finding{Motion: m.ID, Number: m.Number, Kind: m.Place.Kind, Category: m.Category, P: 1, PHolm: 1, POther: 1, POtherHolm: 1, Ratio: math.NaN(), OverExpected: math.NaN()}
	if !m.Place.Located() {
		c.zones = append(c.zones, nil)
		if m.Place.Kind == data.PlaceWhole {
			c.countWhole(&f)
		}
		return f, nil
	}
	z, err := newMotionZone(m, c.q.Setting.Radius, c.plane)
	if err != nil {
		return Finding{}, err
	}
	c.zones = append(c.zones, z)
	h := c.now.count(z, c.q.Setting.Radius, m.Category)
	f.IDs, f.Repeats = c.now.ids(h.same), c.now.ids(h.repeats)
	f.CountMerged, f.Count = len(h.same), len(h.same)+len(h.repeats)

	f.Share = c.baseline.share(z)
	if f.Share.Inside == 0 {
		f.Share = c.area.share(z)
		if c.baseline.kind != data.BaselineArea {
			f.Warnings = append(f.Warnings, Warning{Kind: WarnNoBaseline})
		}
	}
	same, others := c.now.total(m.Category)
	f.SameAll, f.OtherAll, f.OtherHere = same, others, h.others
	share := f.Share.Value()
	f.Expected = float64(same) * share
	f.P = UpperTail(f.CountMerged, same, share)
	f.Ratio, f.Low, f.High = RateRatio(f.CountMerged, same-f.CountMerged, share, 1-share)
	if f.Expected > 0 {
		low, high := ShareInterval(f.CountMerged, same)
		f.OverExpected, f.OverLow, f.OverHigh = float64(f.CountMerged)/f.Expected, low/share, high/share
	}
	if m.Category != "" {
		f.POther = Table{Here: f.CountMerged, OthersHere: f.OtherHere, Elsewhere: same - f.CountMerged, OthersElsewhere: others - f.OtherHere}.FisherGreater()
	}
	f.Rank = c.rank(z, m.Category, f.CountMerged)
	f.Group = c.groupHere(z, m.Category)
	f.Nearest = c.nearest(z, m.Category)
	f.Warnings = append(f.Warnings, c.warnings(z, m.Category, h)...)
	if c.reaches {
		then := c.then.count(z, c.q.Setting.Radius, m.Category)
		p := yearEarlier(c.result.Period)
		f.YearEarlier = &YearEarlier{
			Period: p, Count: len(then.same) + len(then.repeats),
			Change: Change(len(then.same), f.CountMerged, float64(p.Days()), float64(c.result.Period.Days())),
		}
	}
	return f, nil
}

// countWhole counts the reports of a motion about the whole municipality, those
// without a place among them.
func (c *comparison) countWhole(f *Finding) {
	for i := range c.q.Reports {
		r := &c.q.Reports[i]
		first, last, ok := r.When.Days()
		if ok && c.result.Period.ContainsSpan(first, last) && (f.Category == "" || r.Category == f.Category) {
			f.Count++
			f.IDs = append(f.IDs, r.ID)
		}
	}
	slices.Sort(f.IDs)
	f.CountMerged, _ = c.now.total(f.Category)
	f.SameAll = f.CountMerged
}

// judge corrects for the number of motions that were looked at and gives the
// verdicts.
func (c *comparison) judge() {
	var p, other []float64
	for i := range c.result.Motions {
		if c.zones[i] != nil {
			p = append(p, c.result.Motions[i].P)
			other = append(other, c.result.Motions[i].POther)
		}
	}
	c.result.Tested = len(p)
	p, other = Holm(p), Holm(other)
	next := 0
	for i := range c.result.Motions {
		f := &c.result.Motions[i]
		switch {
		case c.zones[i] != nil:
			f.PHolm, f.POtherHolm = p[next], other[next]
			next++
			f.Verdict = Judge(f.CountMerged, f.PHolm, f.POtherHolm)
		case f.Kind == data.PlaceWhole:
			f.Verdict = VerdictWhole
		default:
			f.Verdict = VerdictNowhere
		}
		c.result.Summary[f.Verdict]++
	}
}

// groupHere counts the nuisances of a category's whole group within a zone.
func (c *comparison) groupHere(z *zone, category data.CategoryID) int {
	if c.q.Catalogue == nil {
		return 0
	}
	own, ok := c.q.Catalogue.Category(category)
	if !ok {
		return 0
	}
	n := 0
	for _, g := range c.now.groups {
		first := &c.now.all[g[0]]
		if k, ok := c.q.Catalogue.Category(first.Category); ok && k.Group == own.Group && z.distance(first.Point) <= c.q.Setting.Radius {
			n++
		}
	}
	return n
}

// nearest returns the three nearest nuisances beyond the distance.
func (c *comparison) nearest(z *zone, category data.CategoryID) []Near {
	var out []Near
	for _, g := range c.now.groups {
		first := &c.now.all[g[0]]
		if category != "" && first.Category != category {
			continue
		}
		if d := z.distance(first.Point); d > c.q.Setting.Radius {
			out = append(out, Near{first.ID, d})
		}
	}
	slices.SortFunc(out, func(a, b Near) int { return cmp.Or(cmp.Compare(a.Metres, b.Metres), cmp.Compare(a.ID, b.ID)) })
	return out[:min(3, len(out))]
}
