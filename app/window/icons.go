package window

import (
	"bytes"
	"fmt"

	"fyne.io/fyne/v2"
)

// icon makes a themed icon out of the inside of a 16-unit drawing: single
// strokes, so that it reads at every interface size.
func icon(name, inside string) fyne.Resource {
	return fyne.NewStaticResource(name+".svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><g fill="none" stroke="#000000" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">`+
			inside+`</g></svg>`))
}

var (
	iconMap     = icon("map", `<path d="M1.5 3.5L5.5 2L10.5 4L14.5 2.5V12.5L10.5 14L5.5 12L1.5 13.5Z"/><path d="M5.5 2V12"/><path d="M10.5 4V14"/>`)
	iconDebate  = icon("debate", `<path d="M2 3H14V11H8L5 14V11H2Z"/>`)
	iconCompare = icon("compare", `<path d="M8 2V14"/><path d="M5 14H11"/><path d="M3 4H13"/><path d="M1 10L3 4.5L5 10A2.2 2.2 0 0 1 1 10Z"/><path d="M11 10L13 4.5L15 10A2.2 2.2 0 0 1 11 10Z"/>`)
	iconPrint   = icon("print", `<path d="M4 6V2H12V6"/><path d="M4 12H2V6H14V12H12"/><path d="M4 10H12V14H4Z"/>`)
	iconFilter  = icon("filter", `<path d="M2 3H14L9.5 8.5V13L6.5 11.5V8.5Z"/>`)
	iconClock   = icon("clock", `<path d="M8 1.8A6.2 6.2 0 1 1 7.99 1.8Z"/><path d="M8 4.5V8L10.5 9.5"/>`)
	iconLoad    = icon("load", `<path d="M8 2V9.5"/><path d="M5 7L8 10L11 7"/><path d="M2 11V14H14V11"/>`)
	iconSave    = icon("save", `<path d="M8 10V2.5"/><path d="M5 5.5L8 2.5L11 5.5"/><path d="M2 11V14H14V11"/>`)
	iconClose   = icon("close", `<path d="M3.5 3.5L12.5 12.5"/><path d="M12.5 3.5L3.5 12.5"/>`)
	iconPlus    = icon("plus", `<path d="M8 3V13"/><path d="M3 8H13"/>`)
	iconMinus   = icon("minus", `<path d="M3 8H13"/>`)
	iconPlace   = icon("place", `<path d="M8 14.5C8 14.5 13 9.6 13 6.4A5 5 0 0 0 3 6.4C3 9.6 8 14.5 8 14.5Z"/><path d="M8 4.8A1.7 1.7 0 1 1 7.99 4.8Z"/>`)
	iconDay     = icon("day", `<path d="M2 3.5H14V14H2Z"/><path d="M2 6.5H14"/><path d="M5 2V4.5"/><path d="M11 2V4.5"/>`)
	iconPeople  = icon("people", `<path d="M6 3A2.2 2.2 0 1 1 5.99 3Z"/><path d="M1.8 13C1.8 10.4 3.6 9 6 9C8.4 9 10.2 10.4 10.2 13"/><path d="M10.5 3.2A2 2 0 0 1 10.5 7.2"/><path d="M12 9.4C13.5 10 14.3 11.2 14.3 13"/>`)
	iconLock    = icon("lock", `<path d="M3 7H13V14H3Z"/><path d="M5 7V5A3 3 0 0 1 11 5V7"/>`)
	iconEdit    = icon("edit", `<path d="M2.5 13.5L3.2 10.5L11 2.7L13.3 5L5.5 12.8Z"/>`)
	iconDelete  = icon("delete", `<path d="M3 4.5H13"/><path d="M6 4.5V2.5H10V4.5"/><path d="M4.2 4.5L5 14H11L11.8 4.5"/>`)
	iconTable   = icon("table", `<path d="M2 3H14V13H2Z"/><path d="M2 6.3H14"/><path d="M2 9.6H14"/><path d="M6 3V13"/>`)
	iconFolder  = icon("folder", `<path d="M1.8 4H6L7.5 5.8H14.2V13H1.8Z"/>`)
	iconEye     = icon("eye", `<path d="M1.3 8C3 5 5.3 3.5 8 3.5C10.7 3.5 13 5 14.7 8C13 11 10.7 12.5 8 12.5C5.3 12.5 3 11 1.3 8Z"/><path d="M8 6A2 2 0 1 1 7.99 6Z"/>`)
	iconCheck   = icon("check", `<path d="M3 8.5L6.5 12L13 4.5"/>`)
	iconInfo    = icon("info", `<path d="M8 1.8A6.2 6.2 0 1 1 7.99 1.8Z"/><path d="M8 7.2V11.2"/><path d="M8 4.8V4.9"/>`)
	iconPhone   = icon("phone", `<path d="M3 2.5H6L7 5.5L5.3 7A8 8 0 0 0 9 10.7L10.5 9L13.5 10V13C13.5 13.6 13 14 12.5 14C7 14 2 9 2 3.5C2 3 2.4 2.5 3 2.5Z"/>`)
	iconLeft    = icon("left", `<path d="M10 3L5 8L10 13"/>`)
	iconRight   = icon("right", `<path d="M6 3L11 8L6 13"/>`)
	iconCopy    = icon("copy", `<path d="M5 5H13.5V14H5Z"/><path d="M3 11H2.5V2H11V3"/>`)
	iconApp     = fyne.NewStaticResource("pinezka.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><path d="M32 60C32 60 54 38.5 54 24A22 22 0 0 0 10 24C10 38.5 32 60 32 60Z" fill="#14548C"/><path d="M32 15A9 9 0 1 1 31.99 15Z" fill="#FFFFFF"/></svg>`))
)

// inked returns an icon in a colour of the theme. Fyne's own colouring fills
// outlines, so the stroke's colour is written into the drawing.
func inked(r fyne.Resource, c fyne.ThemeColorName) fyne.Resource {
	red, green, blue, _ := themed(c).RGBA()
	hex := fmt.Sprintf("#%02x%02x%02x", red>>8, green>>8, blue>>8)
	return fyne.NewStaticResource(hex[1:]+"-"+r.Name(), bytes.ReplaceAll(r.Content(), []byte("#000000"), []byte(hex)))
}
