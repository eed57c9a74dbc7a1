package window

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/data/exchange"
)

// newImportCard shows how a file was understood: the balance that adds up, what
// each column is, the first rows, one line per open question, and one button.
// Nothing is stored before that button.
func newImportCard(w *Window, plan *session.ImportPlan) fyne.CanvasObject {
	s, words := w.s, w.s.Words()
	c, p := plan.Counts, plan.Proposal
	box := container.NewVBox(
		wrapped(words.N("import.understood", c.Read, "map", c.OnMap, "noplace", c.WithoutPlace, "refused", c.Refused), theme.SizeNameSubHeadingText, true, theme.ColorNameForeground),
		wrapped(formWords(s, p), theme.SizeNameText, false, colorText2),
	)

	// What the program cannot know: a line each, with its proposal.
	answers := maps.Clone(p.Answers())
	if answers == nil {
		answers = map[string]string{}
	}
	for _, q := range p.Questions {
		choices := q.Choices
		if !slices.Contains(choices, q.Proposal) {
			choices = append([]string{q.Proposal}, choices...)
		}
		names := make([]string, len(choices))
		for i, ch := range choices {
			names[i] = answerWords(s, q.Key, ch)
		}
		answers[q.Key] = q.Proposal
		sel := widget.NewSelect(names, nil)
		sel.SetSelectedIndex(slices.Index(choices, q.Proposal))
		sel.OnChanged = func(string) {
			if i := sel.SelectedIndex(); i >= 0 {
				answers[q.Key] = choices[i]
			}
		}
		g := fill(colorWarn)
		g.CornerRadius = 4
		box.Add(container.NewStack(g, padded(4, 8, 4, 8, container.NewBorder(nil, nil, nil, fixed(240, 28, sel),
			wrapped(questionWords(s, q), theme.SizeNameText, false, colorWarnText)))))
	}
	if unknown := plan.UnknownCategories(); len(unknown) > 0 {
		box.Add(warnRow(unknownWords(s, unknown)))
	}
	// What was found in the file and left out: links, pictures, deleted records.
	for _, f := range plan.Infos {
		switch f.Code {
		case exchange.FoundFormat, exchange.FoundNotLoaded, exchange.FoundEntryName, exchange.FoundDeleted:
			box.Add(wrapped(findingWords(s, f), theme.SizeNameCaptionText, false, colorText2))
		}
	}
	if len(plan.Warnings) > 0 {
		rows := 0
		for _, f := range plan.Warnings {
			rows += max(1, f.Count)
		}
		box.Add(padded(6, 0, 0, 0, text(words.N("import.warnings", rows), sizeText, true, theme.ColorNameForeground)))
		for _, f := range plan.Warnings[:min(len(plan.Warnings), 6)] {
			box.Add(wrapped(findingWords(s, f), theme.SizeNameCaptionText, false, theme.ColorNameForeground))
			rows -= max(1, f.Count)
		}
		if rows > 0 {
			box.Add(text(words.N("more", rows), sizeCaption, false, colorText2))
		}
	}
	box.Add(padded(6, 0, 0, 0, text(words.T("import.preview"), sizeText, true, theme.ColorNameForeground)))
	box.Add(previewGrid(s, p))

	source := widget.NewEntry()
	source.SetText(plan.Choice.Source)
	source.SetPlaceHolder(words.T("import.source.hint"))
	asOf := newDateField(s.Date, func(d *data.Day) { plan.Choice.AsOf = d })
	day := plan.Choice.AsOf
	if day == nil {
		day = p.AsOf
	}
	asOf.Put(day)
	plan.Choice.AsOf = day
	box.Add(padded(6, 0, 0, 0, container.NewGridWithColumns(2,
		container.NewVBox(text(words.T("import.source"), sizeCaption, true, theme.ColorNameForeground), source),
		container.NewVBox(text(words.T("import.as-of"), sizeCaption, true, theme.ColorNameForeground), asOf))))

	store := newPrimary(words.T("import.store"), iconCheck, nil)
	store.tapped = func() {
		asOf.commit()
		choice := plan.Choice
		choice.Source, choice.Answers = strings.TrimSpace(source.Text), answers
		next := plan
		if p.Open() || choice.Source != plan.Choice.Source || !maps.Equal(answers, p.Answers()) {
			var err error
			if next, err = s.PlanImport(context.Background(), plan.Path, choice); err != nil {
				s.Fail(err)
				return
			}
		}
		if next.Proposal.Open() {
			w.showLayer(newImportCard(w, next)) // an answer opened a further question
			return
		}
		store.SetEnabled(false)
		s.ImportLater(next, func(done data.Import, err error) {
			if errors.Is(err, session.ErrWorking) {
				s.Fail(err)
				store.SetEnabled(true)
				return
			}
			if err != nil {
				s.Fail(err)
				w.showLayer(w.messageCard(words.T("import.failed"), s.ErrorWords(err)))
				return
			}
			w.showLayer(importResult(w, next, done))
		})
	}
	store.SetEnabled(c.Read > 0 && !s.ReadOnly())
	buttons := container.NewHBox(layout.NewSpacer(), newButton(words.T("cancel"), nil, func() {
		if cancel := s.Busy().Cancel; cancel != nil {
			cancel()
		}
		w.hideLayer()
	}), store)
	scroll := container.NewVScroll(box)
	scroll.SetMinSize(fyne.NewSize(780, 420))
	return w.dialogCard(words.T("import.title", "file", filepath.Base(plan.Path)), scroll, buttons, 820)
}

// importResult is the balance after storing.
func importResult(w *Window, plan *session.ImportPlan, done data.Import) fyne.CanvasObject {
	s, words := w.s, w.s.Words()
	c := done.Counts
	grid := container.New(layout.NewFormLayout())
	row := func(key string, n int, bold bool) {
		grid.Add(text(words.T(key), sizeText, bold, theme.ColorNameForeground))
		grid.Add(text(words.Int(n), sizeText, true, theme.ColorNameForeground))
	}
	row("import.read", c.Read, true)
	row("import.on-map", c.OnMap, false)
	row("import.without-place", c.WithoutPlace, false)
	row("import.refused", c.Refused, false)
	row("import.present", c.AlreadyPresent, false)
	if c.Updated > 0 {
		row("import.updated", c.Updated, false)
	}
	if c.Vanished > 0 {
		row("import.vanished", c.Vanished, false)
	}
	body := container.NewVBox(wrapped(words.T("import.sum", "read", c.Read, "map", c.OnMap, "noplace", c.WithoutPlace, "refused", c.Refused, "present", c.AlreadyPresent),
		theme.SizeNameText, false, colorText2), grid, wrapped(words.T("import.undo"), theme.SizeNameCaptionText, false, colorText2))
	buttons := container.NewHBox(layout.NewSpacer())
	if c.Refused > 0 && w.host.SaveFile != nil {
		buttons.Add(newButton(words.T("import.rejects"), iconSave, func() {
			name := strings.TrimSuffix(done.File, filepath.Ext(done.File)) + "-odrzucone.csv"
			w.host.SaveFile(words.T("import.rejects"), name, func(path string) { w.do(s.WriteRejects(path, plan)) })
		}))
	}
	buttons.Add(newPrimary(words.T("import.show"), iconMap, func() {
		w.hideLayer()
		s.SetWorkspace(session.WorkspaceMap)
		s.Home()
	}))
	return w.dialogCard(words.T("import.done"), body, buttons, 480)
}

func formWords(s *session.Session, p *exchange.Proposal) string {
	w := s.Words()
	parts := []string{w.T("import.format." + string(p.Format))}
	if p.Encoding != "" {
		parts = append(parts, w.T("import.encoding", "name", p.Encoding))
	}
	if p.Separator != "" {
		parts = append(parts, w.T("import.separator", "sign", separatorName(s, p.Separator)))
	}
	if p.Sheet != "" {
		parts = append(parts, w.T("import.sheet", "name", p.Sheet))
	}
	if p.Layer != "" {
		parts = append(parts, w.T("import.layer", "name", p.Layer))
	}
	if p.CRS != 0 {
		parts = append(parts, fmt.Sprintf("EPSG:%d", p.CRS))
	}
	if p.DateOrder != "" {
		parts = append(parts, w.T("import.dates."+string(p.DateOrder)))
	}
	return strings.Join(parts, " · ")
}

func separatorName(s *session.Session, sep string) string {
	switch sep {
	case "\t":
		return s.Words().T("import.tab")
	}
	return "„" + sep + "”"
}

func questionWords(s *session.Session, q exchange.Question) string {
	key, name, _ := strings.Cut(q.Key, ":")
	if s.Words().Has("question." + key) {
		return s.Words().T("question."+key, "name", name)
	}
	return q.Text
}

func answerWords(s *session.Session, key, answer string) string {
	if s.Words().Has("answer." + key + "." + answer) {
		return s.Words().T("answer." + key + "." + answer)
	}
	if key == exchange.AskSeparator {
		return separatorName(s, answer)
	}
	if key == exchange.AskCRS {
		return "EPSG:" + strings.TrimPrefix(answer, "EPSG:")
	}
	return answer
}

func findingWords(s *session.Session, f exchange.Finding) string {
	w := s.Words()
	what := f.Text
	if w.Has("finding." + string(f.Code)) {
		value := f.Value
		if value == "" {
			value = "…" // several
		}
		what = w.T("finding."+string(f.Code), "value", value, "column", f.Column)
	}
	if f.Count > 1 {
		return w.N("finding.rows", f.Count, "what", what)
	}
	if f.Row > 0 {
		return w.T("finding.row", "row", f.Row, "what", what)
	}
	return what
}

func unknownWords(s *session.Session, unknown map[string]int) string {
	names := slices.Sorted(maps.Keys(unknown))
	slices.SortStableFunc(names, func(a, b string) int { return unknown[b] - unknown[a] })
	var parts []string
	for _, n := range names[:min(len(names), 6)] {
		parts = append(parts, fmt.Sprintf("%s (%d)", n, unknown[n]))
	}
	if len(names) > 6 {
		parts = append(parts, "…")
	}
	return s.Words().N("import.unknown", len(names), "list", strings.Join(parts, ", "))
}

// previewGrid shows the first rows under what each column was taken for.
func previewGrid(s *session.Session, p *exchange.Proposal) fyne.CanvasObject {
	w := s.Words()
	n := min(len(p.Columns), 8)
	grid := container.NewGridWithColumns(max(1, n))
	for _, c := range p.Columns[:n] {
		role := w.T("role.unused")
		if c.Role != exchange.RoleNone {
			role = w.T("role." + string(c.Role))
		}
		grid.Add(container.NewVBox(text(cut(role, sizeCaption, true, 90), sizeCaption, true, theme.ColorNamePrimary), text(cut(c.Name, sizeCaption, false, 90), sizeCaption, false, colorText2)))
	}
	for _, r := range p.Preview[:min(len(p.Preview), 5)] {
		for i := range n {
			v := ""
			if i < len(r) {
				v = strings.Join(strings.Fields(r[i]), " ")
			}
			grid.Add(text(cut(v, sizeCaption, false, 92), sizeCaption, false, theme.ColorNameForeground))
		}
	}
	return grid
}
