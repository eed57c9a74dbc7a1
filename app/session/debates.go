package session

import (
	"fmt"
	"slices"
	"strconv"

	"pinezka/data"
)

// Debates holds the meetings, and which of them is open.
type Debates struct {
	s       *Session
	all     []data.Debate // by day
	motions []data.Motion // of all debates, by debate and number
	open    data.DebateID
}

// reload reads debates and motions from the project.
func (d *Debates) reload() error {
	s := d.s
	debates, err := s.project.Debates(s.ctx)
	if err != nil {
		return fmt.Errorf("read debates: %w", err)
	}
	motions, err := s.project.Motions(s.ctx, 0)
	if err != nil {
		return fmt.Errorf("read motions: %w", err)
	}
	d.all, d.motions = debates, motions
	if _, ok := d.byID(d.open); !ok {
		d.open = 0
		if len(debates) > 0 {
			d.open = debates[len(debates)-1].ID
		}
	}
	return nil
}

// All returns the debates by day.
func (d *Debates) All() []data.Debate { return d.all }

func (d *Debates) byID(id data.DebateID) (data.Debate, bool) {
	for _, x := range d.all {
		if x.ID == id {
			return x, true
		}
	}
	return data.Debate{}, false
}

// Open returns the debate that is looked at.
func (d *Debates) Open() (data.Debate, bool) { return d.byID(d.open) }

// SetOpen looks at another debate.
func (d *Debates) SetOpen(id data.DebateID) {
	if id == d.open {
		return
	}
	d.open = id
	d.s.Selection.motion = 0
	d.s.Compare.drop()
	d.s.Sheet.stale()
	d.s.announce(TopicDebates | TopicSelection)
	if d.s.workspace == WorkspaceCompare {
		d.s.Compare.refresh()
	}
}

// Motions returns the motions of the open debate by number.
func (d *Debates) Motions() []data.Motion { return d.of(d.open) }

func (d *Debates) of(id data.DebateID) []data.Motion {
	var out []data.Motion
	for _, m := range d.motions {
		if m.Debate == id {
			out = append(out, m)
		}
	}
	return out
}

// Motion returns a motion by its id.
func (d *Debates) Motion(id data.MotionID) (data.Motion, bool) {
	for _, m := range d.motions {
		if m.ID == id {
			return m, true
		}
	}
	return data.Motion{}, false
}

// Selected returns the motion that is looked at.
func (d *Debates) Selected() (data.Motion, bool) { return d.Motion(d.s.Selection.motion) }

// Select looks at a motion; 0 at none.
func (d *Debates) Select(id data.MotionID) {
	if d.s.Selection.motion == id {
		return
	}
	d.s.Selection.motion = id
	if !d.s.Compare.Highlight() {
		d.s.announce(TopicSelection)
	}
}

// Step selects the next (+1) or previous (-1) motion.
func (d *Debates) Step(by int) {
	ms := d.Motions()
	if len(ms) == 0 {
		return
	}
	at := -1
	for i, m := range ms {
		if m.ID == d.s.Selection.motion {
			at = i
		}
	}
	d.Select(ms[min(len(ms)-1, max(0, at+by))].ID)
}

// Title returns the debate's name for menus: its day, and its title.
func (d *Debates) Title(x data.Debate) string {
	return d.s.words.T("debate.name", "date", d.s.Date(x.Day), "title", x.Title)
}

// MotionTitle returns a few words for a motion.
func MotionTitle(m data.Motion) string {
	if m.Title != "" {
		return m.Title
	}
	return m.Text
}

// Add stores a new debate and opens it.
func (d *Debates) Add(x data.Debate) error {
	if x.Setting == (data.CompareSetting{}) {
		x.Setting = data.DefaultSetting
	}
	if x.Kind == "" {
		x.Kind = data.DebateInaugural
	}
	done, err := d.s.apply(data.Add(data.LabelAddDebate, &x))
	if err != nil {
		return err
	}
	d.SetOpen(done.After[0].(*data.Debate).ID)
	return nil
}

// AddMotion stores a motion of the open debate under the next number and
// selects it.
func (d *Debates) AddMotion(m data.Motion) (data.MotionID, error) {
	if m.Debate == 0 {
		m.Debate = d.open
	}
	if m.Number == 0 {
		for _, other := range d.motions {
			if other.Debate == m.Debate {
				m.Number = max(m.Number, other.Number)
			}
		}
		m.Number++
	}
	if m.State == "" {
		m.State = data.MotionNew
	}
	if m.Place.Kind == "" {
		m.Place.Kind = data.PlaceNone
	}
	if m.Addressee == "" {
		m.Addressee = d.s.Addressee(m.Category)
	}
	done, err := d.s.apply(data.Add(data.LabelAddMotion, &m))
	if err != nil {
		return 0, err
	}
	id := done.After[0].(*data.Motion).ID
	d.Select(id)
	d.s.say(d.s.words.T("motion.added", "number", strconv.Itoa(m.Number)))
	return id, nil
}

// ChangeMotion stores a changed motion.
func (d *Debates) ChangeMotion(m data.Motion) error {
	old, ok := d.Motion(m.ID)
	if !ok {
		return fmt.Errorf("motion %d: %w", m.ID, data.ErrConflict)
	}
	_, err := d.s.apply(data.Replace(data.LabelChangeMotion, &old, &m))
	return err
}

// DeleteMotion removes a motion and what was done about it.
func (d *Debates) DeleteMotion(id data.MotionID) error {
	old, ok := d.Motion(id)
	if !ok {
		return nil
	}
	if d.s.Selection.motion == id {
		d.s.Selection.motion = 0
	}
	e := data.Delete(data.LabelDeleteMotion, &old)
	along(&e, d.s.MotionReactions(id))
	_, err := d.s.apply(e)
	return err
}

// Addressee proposes who is responsible for a category.
func (s *Session) Addressee(id data.CategoryID) string {
	if id == "" || s.project == nil {
		return ""
	}
	for _, in := range s.institutions {
		if slices.Contains(in.Categories, id) {
			return in.Name
		}
	}
	return ""
}
