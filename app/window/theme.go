package window

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"pinezka/assets"
	"pinezka/mapview/scene"
)

// Own colour names, beside Fyne's.
const (
	colorWindow    fyne.ThemeColorName = "pinezka-window"    // gaps, behind sheets
	colorRaised    fyne.ThemeColorName = "pinezka-raised"    // heads of sections
	colorText2     fyne.ThemeColorName = "pinezka-text2"     // notes, second lines
	colorFocusRing fyne.ThemeColorName = "pinezka-focus"     // used for nothing else
	colorBar       fyne.ThemeColorName = "pinezka-bar"       // bars outside the period
	colorBarEmpty  fyne.ThemeColorName = "pinezka-bar-empty" // grid lines of charts
	colorInfo      fyne.ThemeColorName = "pinezka-info"      // ground of the filter's sentence
	colorInfoText  fyne.ThemeColorName = "pinezka-info-text"
	colorWarnText  fyne.ThemeColorName = "pinezka-warn-text"
	colorWarn      fyne.ThemeColorName = "pinezka-warn"
	colorErrorText fyne.ThemeColorName = "pinezka-error-text"
	colorError     fyne.ThemeColorName = "pinezka-error"
	colorOKText    fyne.ThemeColorName = "pinezka-ok-text"
	colorOK        fyne.ThemeColorName = "pinezka-ok"
	color112       fyne.ThemeColorName = "pinezka-112"
)

// Sizes of type, in Fyne units at 100 %.
const (
	sizeMain    = 28
	sizeDialog  = 18
	sizePanel   = 16
	sizeName    = 15
	sizeTab     = 14
	sizeText    = 13
	sizeCaption = 12
	sizeTick    = 11
)

// Theme is the look of the window: the tokens of the mockups in light and dark.
type Theme struct {
	// Scale enlarges type; 1 is 100 %.
	Scale float32
	// Variant, when set, fixes light or dark; nil follows the system.
	Variant *fyne.ThemeVariant
}

var light = map[fyne.ThemeColorName]string{
	theme.ColorNameBackground: "#FFFFFF", theme.ColorNameOverlayBackground: "#FFFFFF",
	theme.ColorNameInputBackground: "#FFFFFF", theme.ColorNameHeaderBackground: "#F3F6F8",
	theme.ColorNameMenuBackground: "#F3F6F8", theme.ColorNameButton: "#E9EEF3",
	theme.ColorNameSeparator: "#D2D9E0", theme.ColorNameInputBorder: "#76828F",
	theme.ColorNameForeground: "#16202A", theme.ColorNamePlaceHolder: "#44515E",
	theme.ColorNameDisabled: "#75818D", theme.ColorNameDisabledButton: "#E9EEF3",
	theme.ColorNamePrimary: "#14548C", theme.ColorNameForegroundOnPrimary: "#FFFFFF",
	theme.ColorNameHyperlink: "#14548C", theme.ColorNameSelection: "#D5E5F4",
	theme.ColorNameHover: "#E6EDF4", theme.ColorNamePressed: "#C5D6E6", theme.ColorNameFocus: "#E3D0F1",
	theme.ColorNameScrollBar: "#76828F99", theme.ColorNameShadow: "#16202A33",
	theme.ColorNameWarning: "#694700", theme.ColorNameError: "#98190F", theme.ColorNameSuccess: "#125A3A",
	colorWindow: "#E9EDF1", colorRaised: "#F3F6F8", colorText2: "#44515E", colorFocusRing: "#7A1FB8",
	colorBar: "#8FA3B5", colorBarEmpty: "#DBE2E8", colorInfo: "#E3EDF7", colorInfoText: "#14548C",
	colorWarnText: "#694700", colorWarn: "#FFF3CF", colorErrorText: "#98190F", colorError: "#FCE6E3",
	colorOKText: "#125A3A", colorOK: "#DFF0E7", color112: "#8E1B14",
}

var dark = map[fyne.ThemeColorName]string{
	theme.ColorNameBackground: "#1C232B", theme.ColorNameOverlayBackground: "#1C232B",
	theme.ColorNameInputBackground: "#12171C", theme.ColorNameHeaderBackground: "#242D36",
	theme.ColorNameMenuBackground: "#242D36", theme.ColorNameButton: "#2C3742",
	theme.ColorNameSeparator: "#36424D", theme.ColorNameInputBorder: "#8794A1",
	theme.ColorNameForeground: "#ECF0F4", theme.ColorNamePlaceHolder: "#B7C2CD",
	theme.ColorNameDisabled: "#85929E", theme.ColorNameDisabledButton: "#2C3742",
	theme.ColorNamePrimary: "#86BFF2", theme.ColorNameForegroundOnPrimary: "#08192A",
	theme.ColorNameHyperlink: "#86BFF2", theme.ColorNameSelection: "#24425F",
	theme.ColorNameHover: "#2A3540", theme.ColorNamePressed: "#36424D", theme.ColorNameFocus: "#4B3A5C",
	theme.ColorNameScrollBar: "#8794A199", theme.ColorNameShadow: "#00000066",
	theme.ColorNameWarning: "#FFDD8A", theme.ColorNameError: "#FFB3AB", theme.ColorNameSuccess: "#9BE0BD",
	colorWindow: "#12171C", colorRaised: "#242D36", colorText2: "#B7C2CD", colorFocusRing: "#D3A6FF",
	colorBar: "#6F879C", colorBarEmpty: "#303A44", colorInfo: "#1D3347", colorInfoText: "#A8D2F7",
	colorWarnText: "#FFDD8A", colorWarn: "#3D3213", colorErrorText: "#FFB3AB", colorError: "#47201D",
	colorOKText: "#9BE0BD", colorOK: "#173A2A", color112: "#8E1B14",
}

// Color implements fyne.Theme.
func (t *Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if t.Variant != nil {
		v = *t.Variant
	}
	table := light
	if v == theme.VariantDark {
		table = dark
	}
	if hex, ok := table[n]; ok {
		return scene.MustHex(hex)
	}
	return theme.DefaultTheme().Color(n, v)
}

var (
	fontRegular = fyne.NewStaticResource("NotoSans-Regular.ttf", assets.Read("fonts/NotoSans-Regular.ttf"))
	fontBold    = fyne.NewStaticResource("NotoSans-Bold.ttf", assets.Read("fonts/NotoSans-Bold.ttf"))
	fontItalic  = fyne.NewStaticResource("NotoSans-Italic.ttf", assets.Read("fonts/NotoSans-Italic.ttf"))
)

// Font implements fyne.Theme.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol, s.Monospace:
		return theme.DefaultTheme().Font(s)
	case s.Bold:
		return fontBold
	case s.Italic:
		return fontItalic
	}
	return fontRegular
}

// Icon implements fyne.Theme.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size implements fyne.Theme.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	k := t.Scale
	if k == 0 {
		k = 1
	}
	switch n {
	case theme.SizeNameText:
		return sizeText * k
	case theme.SizeNameCaptionText:
		return sizeCaption * k
	case theme.SizeNameHeadingText:
		return sizeDialog * k
	case theme.SizeNameSubHeadingText:
		return sizePanel * k
	case theme.SizeNameInnerPadding:
		return 5 * k
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInlineIcon:
		return 16 * k
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius, theme.SizeNameButtonRadius:
		return 4
	case theme.SizeNameSeparatorThickness, theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameSplitThickness:
		return 5
	}
	return theme.DefaultTheme().Size(n)
}

// themedWhite is the ink on the 112 block in every theme.
var themedWhite = color.White

// themed returns a colour of the theme in force.
func themed(n fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	return s.Theme().Color(n, s.ThemeVariant())
}

// scaled returns a size of type at the theme's scale.
func scaled(size float32) float32 {
	return size * fyne.CurrentApp().Settings().Theme().Size(theme.SizeNameText) / sizeText
}
