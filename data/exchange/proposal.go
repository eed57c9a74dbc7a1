package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// Options are what is known before a file is looked at.
type Options struct {
	// Answers are given to questions beforehand, by their keys.
	Answers map[string]string
	// Mapping is one that was used before for files of the same office; where it
	// fits, nothing is asked that it answers. May be nil.
	Mapping *Mapping
	// Remembered are the ways in which files were read before, the likeliest first.
	// One whose format and names of columns are those of the file serves in place of
	// Mapping.
	Remembered []Remembered
	// Roles are those that the user gave to the columns, in their order; they win
	// over all others. Nil, or of another length than the table, when there are none.
	Roles []Role
	// Municipality is its box of degrees; it helps to tell coordinate systems
	// apart and marks places outside as suspicious. May be zero.
	Municipality orb.Bound
	// Institution, Origin and Nature are given to reports whose row names none.
	// The defaults are "", direct contact and reported nuisance.
	Institution string
	Origin      data.Origin
	Nature      data.Nature
	// Locate looks up the place that a row without coordinates has in words, each
	// element the words of one column. It answers a place that is known, in degrees
	// WGS 84 with its precision, or none; twins says that it is none because
	// several are called so. Nil looks nothing up. It is called from the goroutine
	// that reads and its slice is valid only for the call.
	Locate func(words []string) (place data.Place, twins bool)
}

// Remembered is how an earlier file was read, and what it was.
type Remembered struct {
	Name        string // what people know it by: its source, or else the file
	Source      string // of the import
	Institution string // given to reports whose row names none; "" for none
	Mapping     Mapping
}

// Mapping is how a file is to be read. As JSON it is kept with the import and
// used again for the next file of the same office.
type Mapping struct {
	Format    Format    `json:"format"`
	Form      string    `json:"form,omitempty"`     // a known form: FormPoliceUK, FormOwn
	Encoding  string    `json:"encoding,omitempty"` // of text files and of the texts of shapefiles
	Separator string    `json:"separator,omitempty"`
	Sheet     string    `json:"sheet,omitempty"`      // of workbooks
	Layer     string    `json:"layer,omitempty"`      // of files with several tables of shapes
	HeaderRow int       `json:"header_row,omitempty"` // line of the column names
	Columns   []Column  `json:"columns"`
	DateOrder DateOrder `json:"date_order,omitempty"`
	CRS       int       `json:"crs,omitempty"` // EPSG code; 0 when there are no coordinates
	// Swapped means that the column that claims to be x or the longitude holds
	// the northing or the latitude, and the other way round.
	Swapped bool `json:"swapped,omitempty"`
	// Uncategorised are names of categories, as written, that the user chose to
	// leave without one, so that they are not asked for again.
	Uncategorised []string `json:"uncategorised,omitempty"`
}

// The forms that are known by their columns.
const (
	FormPoliceUK = "police.uk"
	FormOwn      = "pinezka" // a list that this package wrote
)

// String writes the mapping as JSON.
func (m Mapping) String() string {
	b, err := json.Marshal(m)
	if err != nil {
		return "" // strings and numbers always marshal
	}
	return string(b)
}

// ParseMapping reads what String writes.
func ParseMapping(s string) (*Mapping, error) {
	var m Mapping
	if err := json.Unmarshal([]byte(s), &m); err != nil {
		return nil, fmt.Errorf("column mapping: %w", err)
	}
	return &m, nil
}

// The keys of questions.
const (
	AskEncoding  = "encoding"
	AskSeparator = "separator"
	AskCRS       = "crs"
	AskAxes      = "axis-order"
	AskDateOrder = "date-order"
	AskLayer     = "layer"
	// AskCategory stands before the name of a category, as answered beforehand with
	// a category's code or name, or with LeaveCategory.
	AskCategory = "category:"
)

// LeaveCategory is the answer to AskCategory that leaves the rows without one.
const LeaveCategory = "-"

// Answers to AskAxes. Keep and Swap are about columns named latitude and
// longitude, the others about X and Y.
const (
	AxesKeep   = "keep"
	AxesSwap   = "swap"
	AxesXNorth = "x-north"
	AxesXEast  = "x-east"
)

// Question is what the program cannot know. While one is open nothing is stored.
type Question struct {
	Key      string   `json:"key"`
	Text     string   `json:"text"` // plain English
	Proposal string   `json:"proposal"`
	Choices  []string `json:"choices"`
	Rows     []int    `json:"rows,omitempty"` // records it is about, the first few
}

// Proposal is how a file is understood, for the user to agree to or to mend.
type Proposal struct {
	Path string
	Mapping
	DecimalMark string // "," or ".", of the coordinates; "" when they are whole
	Records     int    // rows that are records, those that cannot be read included
	AsOf        *data.Day
	Preview     [][]string // the first records as read
	Questions   []Question
	Infos       []Finding
	Warnings    []Finding
	Recognised  *Remembered // the earlier file with the same columns; nil for none

	opt      Options
	mapped   bool                // the columns have the roles of an earlier mapping
	repeated map[uint64]struct{} // hashes of the numbers that occur more than once
	abroad   bool                // the whole file lies outside Poland
	crsWords string              // name of a coordinate system that the file gives without a code
	date1904 bool
}

// previewRows is how many rows a proposal shows.
const previewRows = 20

// Open tells whether a question is open.
func (p *Proposal) Open() bool { return len(p.Questions) > 0 }

// Accept returns the proposal that comes of answering every open question as
// proposed, for a preview of what would be read. Answers may open further
// questions, which are then answered too.
func (p *Proposal) Accept(ctx context.Context) (*Proposal, error) {
	for range 6 { // one for each kind of question
		if !p.Open() {
			break
		}
		opt := p.opt
		opt.Answers = p.Answers()
		next, err := Inspect(ctx, p.Path, opt)
		if err != nil {
			return nil, err
		}
		p = next
	}
	return p, nil
}

// Answers returns the answers that were given and, on top of them, those that
// accept what the open questions propose.
func (p *Proposal) Answers() map[string]string {
	out := maps.Clone(p.opt.Answers)
	if out == nil {
		out = map[string]string{}
	}
	for _, q := range p.Questions {
		out[q.Key] = q.Proposal
	}
	return out
}

// Header returns the names of the columns.
func (p *Proposal) Header() []string {
	out := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		out[i] = c.Name
	}
	return out
}

func (p *Proposal) info(c Code, value, format string, args ...any) {
	p.Infos = append(p.Infos, Finding{Code: c, Value: value, Text: fmt.Sprintf(format, args...)})
}

func (p *Proposal) warn(c Code, value, format string, args ...any) {
	p.Warnings = append(p.Warnings, Finding{Code: c, Value: value, Text: fmt.Sprintf(format, args...)})
}

func (p *Proposal) ask(q Question) { p.Questions = append(p.Questions, q) }

// answer returns what was answered beforehand, or what a mapping says that was
// used before.
func (p *Proposal) answer(key, fromMapping string) (string, bool) {
	if a, ok := p.opt.Answers[key]; ok {
		return a, true
	}
	return fromMapping, fromMapping != ""
}

// source opens the rows of the file as the mapping has it.
func (p *Proposal) source() source {
	switch {
	case p.Format == FormatXLSX:
		return sheetSource(p.Path, p.Sheet)
	case p.Format.shaped():
		return featureSource(p.features(), p.Columns)
	default:
		return textSource(p.Path, p.Encoding, p.Separator[0])
	}
}

func (p *Proposal) table() *table {
	return &table{src: p.source(), format: p.Format, header: p.HeaderRow, columns: len(p.Columns)}
}

// policeUK are the columns by which a street list of police.uk is known.
var policeUK = map[string]Role{
	"crime id": RoleID, "month": RoleDate, "reported by": RoleInstitution, "longitude": RoleLon, "latitude": RoleLat, "location": RolePlace,
	"crime type": RoleCategory, "last outcome category": RoleStatus,
}

// knowForm sets the roles of a form that is known by its columns.
func (m *Mapping) knowForm() {
	has := func(names ...string) bool {
		for _, n := range names {
			if !slices.ContainsFunc(m.Columns, func(c Column) bool { return data.Fold(c.Name) == n }) {
				return false
			}
		}
		return true
	}
	switch {
	case has("crime id", "month", "longitude", "latitude", "location", "crime type", "last outcome category"):
		m.Form = FormPoliceUK
		for i, c := range m.Columns {
			m.Columns[i].Role = policeUK[data.Fold(c.Name)]
		}
	case find(m.Columns, RoleCategoryWritten) >= 0 && find(m.Columns, RoleStatusWritten) >= 0:
		m.Form = FormOwn
	}
}
