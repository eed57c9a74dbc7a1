package sheet_test

import (
	"testing"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/sheet"
)

func TestA3(t *testing.T) {
	save(t, "a3", pagesOf(t, a3(t, 61, 11)))
	m := a3(t, 61, 11)
	m.Map.Look = portrayal.Grey
	m.Paper = sheet.Papers[0]
	m.Index = false
	save(t, "a4", pagesOf(t, m))
	m.Paper = sheet.Papers[0].Landscape()
	save(t, "a4l", pagesOf(t, m))
	c := catalogue(t)
	m.Map.Overlay = []portrayal.Overlay{overlay.Threats{Reports: invented(1800, 2600, c), Catalogue: c}}
	m.Motions = nil
	save(t, "a4l-many", pagesOf(t, m))
	m.Paper = sheet.Papers[1]
	save(t, "a3p-many", pagesOf(t, m))
}
