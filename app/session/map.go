package session

import (
	"errors"
	"maps"
	"slices"

	"pinezka/data"
	"pinezka/mapview/basemap"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/tile"
)

// Map returns what the map of the workspace shows, as a value.
func (s *Session) Map() portrayal.Map {
	m := s.baseOnly(s.night)
	if !s.HasProject() {
		return m
	}
	if s.workspace == WorkspaceCompare {
		if layers := s.compareLayers(); layers != nil {
			m.Overlay = append(m.Overlay, layers...)
			return m
		}
	}
	m.Overlay = s.withFacilities(m.Overlay, screenSymbol)
	if surface := s.View.Surface(); surface != nil && s.workspace == WorkspaceMap {
		m.Under = append(m.Under, surface)
		m.Overlay = append(m.Overlay, overlay.Over{Surface: surface}, overlay.Points{
			Reports: s.Filter.Shown(), Catalogue: s.catalogue, Size: screenSymbol, Hovered: s.Selection.hovered, Night: s.night,
			Role: func(r *data.Report) overlay.Role { return overlay.OtherCategory },
		})
		return m
	}
	m.Overlay = append(m.Overlay, s.threats())
	return m
}

// withFacilities lays the police stations and posts over what is there; size is that
// of a report's symbol in mm.
func (s *Session) withFacilities(layers []portrayal.Overlay, size float64) []portrayal.Overlay {
	if len(s.places.facilities) == 0 {
		return layers
	}
	return append(layers, overlay.Facilities{Facilities: s.places.facilities, Size: size})
}

// SetNight draws the map for a dark window, or not. Sheets stay white.
func (s *Session) SetNight(on bool) {
	if s.night != on {
		s.night = on
		s.announce(TopicLook)
	}
}

// baseOnly returns the base map with the municipality's border.
func (s *Session) baseOnly(night bool) portrayal.Map {
	m := portrayal.Map{Look: lookOf(night), Base: s.base.vector, Raster: s.base.raster, Credit: s.Credit()}
	var borders []data.Area
	for _, a := range s.areas {
		if a.Kind == data.AreaGmina {
			borders = append(borders, a)
		}
	}
	if len(borders) > 0 {
		m.Overlay = append(m.Overlay, overlay.Areas{Areas: borders, NameSize: -1, Night: night})
	}
	return m
}

// TellGaps tells the user what the base map could not show, each kind once for a
// base map: a view that lacks tiles is drawn again and again.
func (s *Session) TellGaps(gaps []portrayal.Gap) {
	for _, g := range gaps {
		for _, kind := range []error{tile.ErrDamaged, tile.ErrRefused, tile.ErrOffline, basemap.ErrFar} {
			if !errors.Is(g.Err, kind) || slices.Contains(s.base.told, kind) {
				continue
			}
			s.base.told = append(s.base.told, kind)
			s.say(s.gapWords(kind))
		}
	}
}

func (s *Session) gapWords(kind error) string {
	switch kind {
	case tile.ErrDamaged:
		return s.words.N("basemap.damaged", max(1, s.base.damaged()))
	case tile.ErrRefused:
		return s.words.T("basemap.refused")
	case tile.ErrOffline:
		return s.words.T("basemap.offline")
	}
	return s.words.T("basemap.far")
}

func lookOf(night bool) portrayal.Look {
	if night {
		return portrayal.Night
	}
	return portrayal.Colour
}

// screenSymbol is the size of a report's symbol on the screen: 20 px.
const screenSymbol = 20 * 25.4 / 96

// threats shows the reports of the filter. What a drawing may outlive is copied.
func (s *Session) threats() overlay.Threats {
	t := overlay.Threats{
		Reports: s.Filter.Shown(), Catalogue: s.catalogue, Size: screenSymbol, Night: s.night,
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
		out = append(out, overlay.Circle{Centre: c, Radius: s.Compare.Setting().Radius, Shade: true, Night: s.night})
	}
	return append(out,
		overlay.Points{Reports: reports, Role: func(r *data.Report) overlay.Role { return role[r.ID] }, Catalogue: s.catalogue, Size: screenSymbol, Hovered: s.Selection.hovered, Night: s.night},
		overlay.Threats{Night: s.night, Motions: s.Debates.Motions(), Catalogue: s.catalogue, SelectedMotion: s.Selection.motion},
	)
}
