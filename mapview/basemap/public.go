package basemap

import (
	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"pinezka/data/osm"
)

// publicSigns make the building around them a public one. A post office or a
// library is left out: it often has one room of a block of flats.
var publicSigns = map[string]bool{
	"poi.police": true, "poi.municipal_guard": true, "poi.fire": true, "poi.hospital": true, "poi.town_hall": true, "poi.rail_station": true,
	"poi.court": true, "poi.school": true, "poi.kindergarten": true, "poi.church": true, "poi.social": true, "poi.theatre": true, "poi.museum": true,
}

// markPublic makes the buildings that hold a public institution public ones.
func markPublic(features []feature) {
	var tree rtree.RTreeG[int]
	for i := range features {
		if f := &features[i]; f.Class == "building.main" {
			b := f.Geometry.Bound()
			tree.Insert(b.Min, b.Max, i)
		}
	}
	for i := range features {
		p, ok := features[i].Geometry.(orb.Point)
		if !ok || !publicSigns[features[i].Class] {
			continue
		}
		tree.Search(p, p, func(_, _ [2]float64, k int) bool {
			if covers(features[k].Geometry, p) {
				features[k].Class = "building.public"
			}
			return true
		})
	}
}

// covers tells whether an area holds a point.
func covers(g orb.Geometry, p orb.Point) bool {
	m, _ := g.(orb.MultiPolygon)
	for _, poly := range m {
		if osm.PolygonContains(poly, p) {
			return true
		}
	}
	return false
}
