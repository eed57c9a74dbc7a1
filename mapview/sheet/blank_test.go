package sheet_test

import (
	"context"
	"fmt"
	"image/color"
	"strings"
	"testing"

	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
)

func blank(t testing.TB) sheet.Blank {
	m := a3(t, 60, 5)
	m.Paper, m.ID = sheet.Papers[0], "5B9R1N3V"
	m.Words.Title, m.Words.Second = "Zaznacz miejsce, o którym mówisz", "Nowe Miasto · debata 17 października 2024 r."
	return sheet.Blank{
		Common: m.Common, Show: around(middle, 740, 900), Copies: 3, Fill: "stolik nr ____  grupa: ____________",
		Dots: []sheet.Dot{
			{color.NRGBA{0xd7, 0x26, 0x2e, 255}, "C", "czerwona: niebezpiecznie"},
			{color.NRGBA{0x1f, 0x4e, 0xa3, 255}, "N", "niebieska: ruch i parkowanie"},
			{color.NRGBA{0x2a, 0x8a, 0x3d, 255}, "Z", "zielona: tu jest dobrze"},
		},
		Advice: func(m float64) string {
			return fmt.Sprintf("Naklejka o średnicy 8 mm to w terenie krąg o średnicy %.0f m. Nie zaklejaj czarnych kwadratów na brzegu.", m)
		},
		Copy: func(n, of int) string { return fmt.Sprintf("kartka %d z %d", n, of) },
	}
}

// TestBlank: each sheet has fourteen marks all different, clear of the map, two codes
// and its number; and shows none of the reports that it was given.
func TestBlank(t *testing.T) {
	b := blank(t)
	pages, err := b.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "blank", pages)
	if len(pages) != 3 {
		t.Fatalf("%d sheets, want 3", len(pages))
	}
	for i, p := range pages {
		marks, codes := map[int64]scene.Rect{}, 0
		scene.Walk(p.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
			if f, ok := op.(scene.Fill); ok {
				switch f.Ref.Class {
				case "mark":
					box, _ := f.Path.Bounds()
					marks[f.Ref.ID] = box
				case "qr":
					codes++
				}
				if f.Ref.Layer == "reports" {
					t.Errorf("sheet %d shows a report", i+1)
				}
			}
			return true
		})
		if len(marks) != 14 || codes != 2 {
			t.Errorf("sheet %d: %d marks, %d codes, want 14 and 2", i+1, len(marks), codes)
		}
		for id, box := range marks {
			if box.Grow(2).Overlaps(p.Map.Frame) {
				t.Errorf("sheet %d: the map enters the quiet zone of mark %d", i+1, id)
			}
		}
		words := allText(p)
		for _, want := range []string{fmt.Sprintf("PZ1:5B9R1N3V:%02d", i+1), fmt.Sprintf("kartka %d z 3", i+1), "40 m", "112", "OpenStreetMap"} {
			if !strings.Contains(words, want) {
				t.Errorf("sheet %d does not say %q: %s", i+1, want, words)
			}
		}
		if p.Map.Camera.Scale != 5000 || p.Map.Reports != 0 || p.Map.Outside != 0 {
			t.Errorf("sheet %d: scale %v, %d reports, %d outside", i+1, p.Map.Camera.Scale, p.Map.Reports, p.Map.Outside)
		}
	}
	if pages[0].Map.Frame != (scene.Rect{X0: 25, Y0: 52, X1: 185, Y1: 246}) {
		t.Errorf("the map stands at %v", pages[0].Map.Frame)
	}
}

// TestBlankScale: a municipality that is too large for a map to be marked is not made
// small; the sheet says that it does not show it whole.
func TestBlankScale(t *testing.T) {
	b := blank(t)
	b.Show = around(middle, 9000, 9000)
	pages, err := b.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if m := pages[0].Map; m.Camera.Scale != sheet.LeastForStickers || m.Whole || m.FitScale <= sheet.LeastForStickers {
		t.Errorf("scale %v, whole %v, would fit at %v", m.Camera.Scale, m.Whole, m.FitScale)
	}
}
