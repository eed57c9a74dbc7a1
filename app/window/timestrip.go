package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

// timeStrip is the bottom of the window: when. Typed dates, presets, the step of
// the bars and the brush.
type timeStrip struct {
	s        *session.Session
	from, to *dateField
	preset   *widget.Select
	steps    *widget.Select
	undated  *widget.Check
	counts   *canvas.Text
	brush    *brush
	row      *fyne.Container
	content  fyne.CanvasObject
	updating bool
}

func newTimeStrip(s *session.Session) *timeStrip {
	t := &timeStrip{s: s}
	w := s.Words()
	t.from = newDateField(s.Date, func(d *data.Day) {
		p := s.Filter.Value().Period
		p.From = d
		t.setPeriod(p)
	})
	t.to = newDateField(s.Date, func(d *data.Day) {
		p := s.Filter.Value().Period
		p.To = d
		t.setPeriod(p)
	})
	t.from.SetPlaceHolder(w.T("period.start"))
	t.to.SetPlaceHolder(w.T("period.end"))
	var names []string
	for _, p := range session.Presets {
		names = append(names, w.T("preset."+string(p)))
	}
	t.preset = widget.NewSelect(append(names, w.T("preset.own")), func(name string) {
		if t.updating {
			return
		}
		for i, n := range names {
			if n == name {
				s.Filter.SetPeriod(s.Filter.PresetPeriod(session.Presets[i]))
			}
		}
	})
	steps := []session.Step{session.StepDay, session.StepWeek, session.StepMonth}
	var stepNames []string
	for _, st := range steps {
		stepNames = append(stepNames, w.T("step."+string(st)))
	}
	t.steps = widget.NewSelect(stepNames, func(string) {
		if !t.updating {
			t.brush.update()
		}
	})
	t.updating = true
	t.steps.SetSelectedIndex(1)
	t.updating = false
	t.undated = widget.NewCheck("", func(on bool) {
		if !t.updating {
			s.Filter.SetUndated(on)
		}
	})
	t.counts = text("", sizeText, true, theme.ColorNameForeground)
	t.brush = newBrush(func() []session.Bar { return s.Filter.Histogram(steps[max(0, t.steps.SelectedIndex())]) },
		func() data.Period { return s.Filter.Value().Period }, s.Filter.SetPeriod, t.tick, s.Date)

	clock := canvas.NewImageFromResource(inked(iconClock, theme.ColorNameForeground))
	t.row = container.NewHBox(
		fixed(22, 28, container.NewCenter(fixed(16, 16, clock))), middle(text(w.T("period"), sizeText, true, theme.ColorNameForeground)),
		t.from, middle(text("–", sizeText, false, theme.ColorNameForeground)), t.to,
		fixed(190, 28, t.preset), middle(text(w.T("step"), sizeText, false, colorText2)), fixed(96, 28, t.steps),
		layout.NewSpacer(), t.undated, middle(t.counts),
	)
	t.content = onGround(theme.ColorNameBackground, container.NewBorder(
		container.NewVBox(hairline(), padded(4, 10, 2, 10, t.row)), nil, nil, nil, t.brush))
	return t
}

func (t *timeStrip) setPeriod(p data.Period) {
	if err := p.Validate(); err != nil {
		t.s.Fail(err)
		t.update()
		return
	}
	t.s.Filter.SetPeriod(p)
}

// tick names a month on the axis; January shows its year.
func (t *timeStrip) tick(d data.Day) string {
	y, m, _ := d.Date()
	s := t.s.Words().MonthShort(m)
	if m == 1 {
		s += " " + itoa(y)
	}
	return s
}

func (t *timeStrip) update() {
	t.updating = true
	defer func() { t.updating = false }()
	f, w := &t.s.Filter, t.s.Words()
	p := f.Value().Period
	t.from.Put(p.From)
	t.to.Put(p.To)
	t.preset.SetSelectedIndex(len(session.Presets))
	for i, preset := range session.Presets {
		if samePeriod(f.PresetPeriod(preset), p) {
			t.preset.SetSelectedIndex(i)
			break
		}
	}
	n := f.Undated()
	t.undated.SetText(w.N("filter.undated.show", n))
	t.undated.SetChecked(f.Value().Undated)
	if !p.IsSet() || n == 0 && !f.Value().Undated {
		t.undated.Hide()
	} else {
		t.undated.Show()
	}
	t.counts.Text = w.N("reports.in-period", f.Count())
	t.row.Refresh()
	t.brush.update()
}

func samePeriod(a, b data.Period) bool {
	return sameDay(a.From, b.From) && sameDay(a.To, b.To)
}
