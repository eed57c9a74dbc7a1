package window

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

// reactionForm is the small form under a report's reactions. It stays while the
// report is looked at, so that a change elsewhere loses nothing that was typed.
type reactionForm struct {
	w      *Window
	report data.ReportID
	open   bool
	who    *widget.SelectEntry
	day    *dateField
	what   *textArea
	result *widget.Entry
	add    *button
	store  *button
}

func newReactionForm(w *Window, r data.Report) *reactionForm {
	f := &reactionForm{w: w, report: r.ID}
	s, words := w.s, w.s.Words()
	var names []string
	for _, in := range s.Institutions() {
		if !slices.Contains(names, in.Name) {
			names = append(names, in.Name)
		}
	}
	words.Sort(names)
	f.who = widget.NewSelectEntry(names)
	f.who.SetText(s.Addressee(r.Category))
	f.day = newDateField(s.Date, func(*data.Day) {})
	today := data.DayFromTime(time.Now())
	f.day.Put(&today)
	f.what, f.result = newTextArea(2, f.save), widget.NewEntry()
	f.result.SetPlaceHolder(words.T("reaction.result.hint"))
	f.result.OnSubmitted = func(string) { f.save() }
	f.add = newButton(words.T("reaction.add"), iconPlus, func() { f.show(true) })
	f.store = newPrimary(words.T("reaction.store"), iconCheck, f.save)
	return f
}

// show opens or folds the form.
func (f *reactionForm) show(open bool) {
	f.open = open
	f.w.details.update()
	if open {
		f.w.details.scroll.ScrollToBottom()
		f.w.focus(f.what)
	}
}

// save stores the form. Nothing is lost when it cannot: the fields stay.
func (f *reactionForm) save() {
	s, words := f.w.s, f.w.s.Words()
	f.day.commit()
	r := data.Reaction{Report: f.report, Who: strings.TrimSpace(f.who.Text), What: strings.TrimSpace(f.what.Text), Result: strings.TrimSpace(f.result.Text)}
	if f.day.day == nil || f.day.Text == "" || r.Who == "" || r.What == "" && r.Result == "" {
		s.Say(words.T("reaction.incomplete"))
		return
	}
	r.Day = *f.day.day
	if err := s.AddReaction(r); err != nil {
		s.Fail(err)
		return
	}
	// A fresh form for the next one.
	f.w.details.reaction = nil
	f.w.details.update()
}

func (f *reactionForm) content() fyne.CanvasObject {
	words := f.w.s.Words()
	if !f.open {
		f.add.SetEnabled(!f.w.s.ReadOnly())
		return container.NewHBox(f.add)
	}
	return container.NewVBox(
		field(words, "reaction.who", f.who), field(words, "reaction.day", f.day),
		field(words, "reaction.what", f.what), field(words, "reaction.result", f.result),
		container.NewHBox(f.store, newButton(words.T("cancel"), nil, func() { f.show(false) })),
	)
}

// reactions lists what was done about a report, with the form for more.
func (d *details) reactions(r data.Report) fyne.CanvasObject {
	s, w := d.w.s, d.w.s.Words()
	box := container.NewVBox(padded(8, 0, 2, 0, text(w.T("reaction.title"), sizeText, true, theme.ColorNameForeground)))
	if who := s.Addressee(r.Category); who != "" {
		box.Add(wrapped(w.T("details.responsible", "name", who), theme.SizeNameText, false, colorText2))
	}
	list := s.ReportReactions(r.ID)
	if len(list) == 0 && !r.Settled() {
		box.Add(wrapped(w.T("reaction.none"), theme.SizeNameText, false, colorText2))
	}
	for _, x := range list {
		lines := container.NewVBox(wrapped(s.Date(x.Day)+" · "+x.Who, theme.SizeNameCaptionText, false, colorText2))
		for _, said := range []string{x.What, x.Result} {
			if said != "" {
				lines.Add(wrapped(said, theme.SizeNameText, false, theme.ColorNameForeground))
			}
		}
		remove := newFlat("", iconDelete, func() { d.w.do(s.DeleteReaction(x.ID)) })
		remove.SetEnabled(!s.ReadOnly())
		box.Add(container.NewBorder(nil, nil, nil, container.NewVBox(remove), lines))
	}
	if d.reaction == nil || d.reaction.report != r.ID {
		d.reaction = newReactionForm(d.w, r)
	}
	box.Add(d.reaction.content())
	return box
}

// waitingDays are the spans that the filter offers: KMZB reads a report within 2
// days and verifies it within 5.
var waitingDays = []int{2, 5, 14, 30, 90}

const nodeWaiting = "w:"

func (p *filterPanel) waitingNodes() []treeNode {
	w := p.s.Words()
	chosen := p.s.Filter.Value().WithoutReaction
	days := slices.Clone(waitingDays)
	if chosen > 0 && !slices.Contains(days, chosen) {
		days = append(days, chosen)
		slices.Sort(days)
	}
	var nodes []treeNode
	for _, n := range days {
		on := session.Unchecked
		if n == chosen {
			on = session.Checked
		}
		nodes = append(nodes, treeNode{id: nodeWaiting + itoa(n), label: w.N("filter.without-reaction", n), state: on, leaf: true})
	}
	return nodes
}

// tickWaiting asks for reports that wait; the choice that is made already, for all.
func (p *filterPanel) tickWaiting(id string) {
	n := atoi(strings.TrimPrefix(id, nodeWaiting))
	if n == p.s.Filter.Value().WithoutReaction {
		n = 0
	}
	p.s.Filter.SetWithoutReaction(n)
}
