package exchange

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/data"
	"pinezka/data/crs"
)

// coordinateColumns returns the columns of the numbers that are x and y, or
// longitude and latitude; -1 without.
func (m *Mapping) coordinateColumns() (first, second int) {
	if first, second = find(m.Columns, RoleLon), find(m.Columns, RoleLat); first >= 0 && second >= 0 {
		return first, second
	}
	if first, second = find(m.Columns, RoleX), find(m.Columns, RoleY); first >= 0 && second >= 0 {
		return first, second
	}
	return -1, -1
}

// geographicNames tells whether the coordinates are called longitude and
// latitude.
func (m *Mapping) geographicNames() bool {
	return find(m.Columns, RoleLon) >= 0 && find(m.Columns, RoleLat) >= 0
}

// placeEvidence gathers pairs of numbers as written.
type placeEvidence struct {
	samples      []orb.Point
	rows         []int
	comma, point int // how many numbers have this decimal mark
}

// maxSamples is how many pairs are looked at to tell the coordinate system.
const maxSamples = 2000

func (e *placeEvidence) see(r *record, first, second string) {
	if len(e.samples) >= maxSamples {
		return
	}
	first, second = strings.TrimSpace(first), strings.TrimSpace(second)
	if first == "" || second == "" {
		return
	}
	x, ok := parseAngle(first)
	if !ok {
		return
	}
	y, ok := parseAngle(second)
	if !ok {
		return
	}
	if strings.IndexByte(first, ',') >= 0 {
		e.comma++
	} else if strings.IndexByte(first, '.') >= 0 {
		e.point++
	}
	e.add(r, orb.Point{x, y})
}

func (e *placeEvidence) seeShape(r *record) {
	if len(e.samples) >= maxSamples {
		return
	}
	if p, _, ok := middle(r.shape); ok {
		e.add(r, unwound(p))
	}
}

func (e *placeEvidence) add(r *record, p orb.Point) {
	if p == (orb.Point{}) || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return
	}
	e.samples = append(e.samples, p)
	e.rows = append(e.rows, r.row)
}

// middle makes one point of a geometry as written, and says how exact it is.
func middle(g orb.Geometry) (orb.Point, data.Precision, bool) {
	switch g := g.(type) {
	case orb.Point:
		return g, data.PrecisionPoint, true
	case orb.MultiPoint:
		if len(g) == 1 {
			return g[0], data.PrecisionPoint, true
		}
		if len(g) > 1 {
			return g[0], data.PrecisionArea, true
		}
	case orb.LineString:
		if len(g) > 0 {
			return g[len(g)/2], data.PrecisionStreet, true
		}
	case orb.MultiLineString:
		var longest orb.LineString
		most := -1.0
		for _, l := range g {
			if d := planar.Length(l); d > most && len(l) > 0 {
				longest, most = l, d
			}
		}
		return middle(longest)
	case orb.Collection:
		// A place that was marked is meant; areas and lines only surround it.
		var first orb.Geometry
		for _, part := range g {
			switch part.(type) {
			case orb.Point, orb.MultiPoint:
				p, _, ok := middle(part)
				return p, data.PrecisionArea, ok
			}
			if first == nil {
				first = part
			}
		}
		return middle(first)
	case orb.Polygon, orb.MultiPolygon:
		if c, area := planar.CentroidArea(g); area != 0 {
			return c, data.PrecisionArea, true
		}
	}
	return orb.Point{}, data.PrecisionNone, false
}

// unwound takes whole turns around the Earth off a longitude. Web maps that were
// dragged round write such longitudes; no plane has metres like these.
func unwound(p orb.Point) orb.Point {
	if math.Abs(p[0]) > 180 && math.Abs(p[1]) <= 90 {
		p[0] = math.Remainder(p[0], 360)
	}
	return p
}

// settlePlaces decides on the coordinate system and the order of the axes, or
// asks.
func (p *Proposal) settlePlaces(e *placeEvidence) error {
	first, _ := p.coordinateColumns()
	if first < 0 && len(e.samples) == 0 {
		p.CRS = 0
		p.info(FoundNoCoordinates, "", "the file has no coordinates")
		return nil
	}
	if e.comma > e.point {
		p.DecimalMark = ","
	} else if e.point > 0 {
		p.DecimalMark = "."
	}
	stated, fromWords := alike(p.CRS), false // what the file itself says
	if first >= 0 && stated == 0 {
		stated, fromWords = p.statedByNames(), true
	}
	before := ""
	if m := p.opt.Mapping; m != nil && m.CRS != 0 && len(m.Columns) > 0 {
		before = strconv.Itoa(m.CRS)
	}
	a, answered := p.answer(AskCRS, before)
	_, byHand := p.opt.Answers[AskCRS]
	if answered {
		code, err := strconv.Atoi(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(a)), "EPSG:"))
		if err != nil {
			return fmt.Errorf("answer %s=%s: want EPSG:n", AskCRS, a)
		}
		stated = code
	}
	if stated != 0 {
		if _, err := crs.ByEPSG(stated); err != nil {
			if answered {
				return fmt.Errorf("answer %s=%s: %w", AskCRS, a, err)
			}
			p.crsWords = fmt.Sprintf("EPSG:%d", stated)
			stated = 0
		}
	}
	if stated == 0 && p.crsWords != "" {
		p.warn(WarnCRSUnknown, p.crsWords, "the file is in %s, which the program does not know", p.crsWords)
	}
	all := crs.Guess(e.samples, p.opt.Municipality)
	cands := all
	if stated != 0 {
		cands = nil
		for _, c := range all {
			if c.EPSG == stated {
				cands = append(cands, c)
			}
		}
		if len(cands) == 0 && !byHand && (answered && len(all) > 0 || !answered && fromWords) {
			cands, stated = all, 0 // the words of the header are wrong, or the last file was in another system
		}
	}
	switch {
	case stated != 0 && len(cands) == 0: // agreed, and no number fits: every row will be told
		p.CRS = stated
	case stated == 0 && p.Format.asks():
		p.settleUnstated(cands, e)
	case p.Format.shaped() || p.geographicNames():
		p.settleGeographic(cands, stated, e)
	default:
		p.settlePlane(cands, stated, e)
	}
	if err := p.settleAxes(); err != nil {
		return err
	}
	if p.CRS != 0 {
		c, err := crs.ByEPSG(p.CRS)
		if err != nil {
			return err
		}
		p.info(FoundCRS, fmt.Sprintf("EPSG:%d", p.CRS), "coordinates are read as EPSG:%d (%s)", p.CRS, c.Name())
	}
	p.noteAbroad(e)
	return nil
}

// statedByNames reads a system out of the names of the coordinate columns:
// "X (1992)", "Współrzędna X (2000/7)".
func (p *Proposal) statedByNames() int {
	first, second := p.coordinateColumns()
	words := map[string]bool{}
	for _, w := range strings.Fields(data.Fold(p.Columns[first].Name + " " + p.Columns[second].Name)) {
		words[w] = true
	}
	switch {
	case words["1992"] || words["92"] || words["2180"]:
		return crs.PL1992
	case words["2000"]:
		for zone := 5; zone <= 8; zone++ {
			if words[strconv.Itoa(zone)] {
				return 2171 + zone
			}
		}
	}
	for code := 2176; code <= 2179; code++ {
		if words[strconv.Itoa(code)] {
			return code
		}
	}
	return 0
}

// settleGeographic is for columns named latitude and longitude and for GeoJSON,
// whose order is given: degrees are believed unless they lie outside while
// swapped ones would lie inside.
func (p *Proposal) settleGeographic(cands []crs.Candidate, stated int, e *placeEvidence) {
	if len(cands) == 0 {
		p.CRS = crs.WGS84
		if len(e.samples) > 0 {
			p.askCRS(cands, e, "the coordinates are no degrees and fit no known system")
		}
		return
	}
	want := stated
	if want == 0 {
		want = crs.WGS84
	}
	var named, swapped *crs.Candidate
	for i := range cands {
		if c := &cands[i]; c.EPSG == want {
			if c.Swapped {
				swapped = c
			} else {
				named = c
			}
		}
	}
	if named == nil && swapped == nil {
		p.CRS, p.Swapped = cands[0].EPSG, cands[0].Swapped
		p.askCRS(cands, e, "the coordinates are metres and the file does not say of which system")
		return
	}
	p.CRS = want
	switch {
	case swapped == nil:
		return
	case named == nil && want != crs.WGS84:
		p.Swapped = true // nothing else is possible
		p.info(FoundAxes, AxesSwap, "the northing stands first")
	case named == nil, named.Inside == 0 && 10*swapped.Inside >= 9*len(e.samples):
		p.Swapped = true
		p.ask(Question{
			Key: AskAxes, Text: "all places lie outside, but inside when latitude and longitude are swapped",
			Proposal: AxesSwap, Choices: []string{AxesSwap, AxesKeep}, Rows: firstRows(e.rows),
		})
	}
}

// settleUnstated is for files that should name their coordinate system and do
// not: it is asked for, whatever the numbers look like. Their axes are given, the
// easting first, so a reading that keeps them goes before one that swaps them.
func (p *Proposal) settleUnstated(cands []crs.Candidate, e *placeEvidence) {
	slices.SortStableFunc(cands, func(a, b crs.Candidate) int {
		kept := func(c crs.Candidate) bool { return !c.Swapped && c.Inside > 0 }
		switch {
		case kept(a) == kept(b):
			return 0
		case kept(a):
			return -1
		}
		return 1
	})
	p.CRS = crs.WGS84
	if len(cands) > 0 {
		p.CRS, p.Swapped = cands[0].EPSG, cands[0].Swapped
	}
	why := "the file does not name its coordinate system"
	if p.crsWords != "" {
		why = "the file is in a coordinate system that the program does not know"
	}
	p.askCRS(cands, e, why)
}

// alike returns the code of the system that the program has instead of another
// which differs from it by less than a metre: ETRS89 in degrees and in UTM zones,
// and older codes of Web Mercator. Other codes stay.
func alike(epsg int) int {
	switch {
	case epsg == 4258 || epsg == 4979 || epsg == 4937 || epsg == 9701 || epsg == 9702:
		return crs.WGS84
	case epsg == 900913 || epsg == 102100 || epsg == 102113 || epsg == 3785:
		return crs.WebMercator
	case epsg >= 25828 && epsg <= 25838:
		return epsg - 25800 + 32600
	}
	return epsg
}

// settlePlane is for columns named X and Y: the system and the order of the axes
// follow from where the numbers fall.
func (p *Proposal) settlePlane(cands []crs.Candidate, stated int, e *placeEvidence) {
	if len(cands) == 0 {
		if len(e.samples) > 0 {
			p.askCRS(cands, e, "the numbers fit no known coordinate system")
		}
		return
	}
	best := cands[0]
	p.CRS, p.Swapped = best.EPSG, best.Swapped
	if best.Inside == 0 && stated == 0 {
		p.askCRS(cands, e, "the places fall outside in every coordinate system that fits")
		return
	}
	if !crs.Ambiguous(cands) {
		if best.Swapped && best.EPSG != crs.WGS84 {
			p.info(FoundAxes, AxesXNorth, "X is the northing")
		}
		return
	}
	for _, c := range cands[1:] {
		if c.EPSG != best.EPSG && best.Ties(c) {
			p.askCRS(cands, e, "several coordinate systems fit")
			return
		}
	}
	p.Swapped = best.EPSG != crs.WGS84 // surveyors in Poland call the northing X
	if stated != 0 && p.Swapped && p.statedByNames() == stated {
		// Who writes the system into the header writes it as surveyors do.
		p.info(FoundAxes, AxesXNorth, "X is the northing, as surveyors write it")
		return
	}
	p.ask(Question{
		Key: AskAxes, Text: "X can be the northing or the easting", Proposal: AxesXNorth,
		Choices: []string{AxesXNorth, AxesXEast}, Rows: firstRows(e.rows),
	})
}

// settleAxes takes the answer about the order of the axes.
func (p *Proposal) settleAxes() error {
	a, ok := p.opt.Answers[AskAxes]
	open := slices.ContainsFunc(p.Questions, func(q Question) bool { return q.Key == AskAxes })
	// What the numbers tell by themselves needs no word of an earlier file.
	if m := p.opt.Mapping; !ok && open && m != nil && m.CRS == p.CRS && m.CRS != 0 && len(m.Columns) > 0 {
		ok = true
		a = AxesKeep
		if m.Swapped {
			a = AxesSwap
		}
	}
	if !ok {
		return nil
	}
	switch strings.ToLower(a) {
	case AxesKeep, AxesXEast, "no", "lon-lat", "as-named":
		p.Swapped = false
	case AxesSwap, AxesXNorth, "yes", "lat-lon", "swapped":
		p.Swapped = true
	default:
		return fmt.Errorf("answer %s=%s: want %s, %s, %s or %s", AskAxes, a, AxesKeep, AxesSwap, AxesXNorth, AxesXEast)
	}
	for i, q := range p.Questions {
		if q.Key == AskAxes {
			p.Questions = append(p.Questions[:i], p.Questions[i+1:]...)
			break
		}
	}
	return nil
}

func (p *Proposal) askCRS(cands []crs.Candidate, e *placeEvidence, why string) {
	if _, ok := p.opt.Answers[AskCRS]; ok {
		return
	}
	q := Question{Key: AskCRS, Text: why, Rows: firstRows(e.rows)}
	seen := map[int]bool{}
	for _, c := range cands {
		if !seen[c.EPSG] {
			seen[c.EPSG] = true
			q.Choices = append(q.Choices, fmt.Sprintf("EPSG:%d", c.EPSG))
		}
	}
	for _, code := range []int{crs.PL1992, 2176, 2177, 2178, 2179, crs.WGS84, crs.WebMercator} {
		if !seen[code] {
			q.Choices = append(q.Choices, fmt.Sprintf("EPSG:%d", code))
		}
	}
	q.Proposal = q.Choices[0]
	p.ask(q)
}

// noteAbroad notices a file that lies outside Poland as a whole: then one
// warning is enough.
func (p *Proposal) noteAbroad(e *placeEvidence) {
	local := p.opt.Municipality
	if p.CRS == 0 || len(e.samples) < 5 || (local != (orb.Bound{}) && !crs.Poland.Intersects(local)) {
		return
	}
	cand := crs.Candidate{EPSG: p.CRS, Swapped: p.Swapped}
	for _, s := range e.samples {
		if crs.Poland.Contains(cand.Point(s[0], s[1])) {
			return
		}
	}
	p.abroad = true
	p.warn(WarnAbroad, "", "all places lie outside Poland")
}

func firstRows(rows []int) []int { return rows[:min(len(rows), 10)] }
