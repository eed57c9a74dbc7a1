package session

import (
	"maps"

	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/source"
)

// Map returns what the map of the workspace shows, as a value.
func (s *Session) Map() portrayal.Map {
	m := s.baseOnly()
	if !s.HasProject() {
		return m
	}
	if s.workspace == WorkspaceCompare {
		if layers := s.compareLayers(); layers != nil {
			m.Overlay = append(m.Overlay, layers...)
			return m
		}
	}
	m.Overlay = append(m.Overlay, s.threats())
	return m
}

// baseOnly returns the base map with the municipality's border.
func (s *Session) baseOnly() portrayal.Map {
	m := portrayal.Map{Look: portrayal.Colour, Raster: s.base.raster, Credit: s.Credit()}
	if s.base.archive != nil {
		m.Base = []source.Source{s.base.archive}
	}
	var borders []data.Area
	for _, a := range s.areas {
		if a.Kind == data.AreaGmina {
			borders = append(borders, a)
		}
	}
	if len(borders) > 0 {
		m.Overlay = append(m.Overlay, overlay.Areas{Areas: borders, NameSize: -1})
	}
	return m
}

// screenSymbol is the size of a report's symbol on the screen: 20 px.
const screenSymbol = 20 * 25.4 / 96

// threats shows the reports of the filter. What a drawing may outlive is copied.
func (s *Session) threats() overlay.Threats {
	t := overlay.Threats{
		Reports: s.Filter.Shown(), Catalogue: s.catalogue, Size: screenSymbol,
		Selected: maps.Clone(s.Selection.reports), Hovered: s.Selection.hovered, SelectedMotion: s.Selection.motion,
	}
	if s.workspace == WorkspaceDebates || s.workspace == WorkspaceCompare {
		t.Motions = s.Debates.Motions()
	}
	return t
}

// compareLayers shows what is counted for the chosen motion: never clustered,
// so that the eye can count along.
func (s *Session) compareLayers() []portrayal.Overlay {
	f, ok := s.Compare.Finding(s.Selection.motion)
	if !ok {
		return nil
	}
	motion, ok := s.Debates.Motion(f.Motion)
	if !ok || !motion.Place.Located() {
		return nil
	}
	counted, repeats, same, other := s.Compare.Roles(f)
	role := map[data.ReportID]overlay.Role{}
	var reports []data.Report
	for _, list := range []struct {
		ids  []data.ReportID
		role overlay.Role
	}{{counted, overlay.Counted}, {repeats, overlay.Repeat}, {same, overlay.SameCategory}, {other, overlay.OtherCategory}} {
		for _, id := range list.ids {
			if r, ok := s.Report(id); ok {
				role[id] = list.role
				reports = append(reports, r)
			}
		}
	}
	var out []portrayal.Overlay
	if c, ok := motion.Place.Centre(); ok && motion.Place.Kind == data.PlacePoint {
		out = append(out, overlay.Circle{Centre: c, Radius: s.Compare.Setting().Radius, Shade: true})
	}
	return append(out,
		overlay.Points{Reports: reports, Role: func(r *data.Report) overlay.Role { return role[r.ID] }, Catalogue: s.catalogue, Size: screenSymbol, Hovered: s.Selection.hovered},
		overlay.Threats{Motions: s.Debates.Motions(), Catalogue: s.catalogue, SelectedMotion: s.Selection.motion},
	)
}
