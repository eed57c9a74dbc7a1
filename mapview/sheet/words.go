package sheet

import "errors"

// Words are all that a sheet says, already in the reader's language. On a public
// sheet they come from the guard of privacy; the sheet itself adds digits, grid cells
// and letters of north only.
type Words struct {
	Lang     string // "pl": for sorting the index
	Title    string // what is seen, in one line
	Second   string // meeting, date, place
	Third    string // period, filter in words, as-of date, who prepared it
	Stamp    string // sample data, internal use; "" for none
	North    string // N
	Notice   string // 112
	Bias     string // reports are not events
	Ruler    string // must measure 100 mm
	FullSize string // print without fitting to the page
	Overleaf string // "legend on the back", when it does not fit beside the map

	Scale  func(denominator float64) string           // Skala 1 : 5 000
	Ground func(metresPerCM, w, h float64) string     // 1 cm = 50 m; the map shows 1,360 x 1,080 m
	PerCM  func(metres float64) string                // 1 cm = 50 m; nil where nothing needs it
	Length func(metres float64) string                // 300 m
	Sheet  func(id string) string                     // arkusz 7F3K 9Q2M
	Page   func(n, of int) string                     // strona 1 z 2
	Alt    func(reports, motions int) string          // the map in a sentence, for those who cannot see it
	Layers struct{ Sheet, Base, Names, Facts string } // titles of a PDF's layers

	Motions   string // heading of the table
	Number    string // heads of its columns
	Cell      string
	Motion    string
	Count     string
	Addressee string
	CountNote string // what the count counts

	OnSheet  func(reports int) string          // heading of the legend
	Absent   func(categories int) string       // categories without reports here
	Category func(code string) string          // "" is a report without category
	Statuses string                            // heading
	Status   func(code string) string          // "" is a report without status
	Signs    string                            // heading of other signs
	Sign     func(kind Sign, n int) string     // n as in SignCluster: how many there are
	Index    string                            // heading of the page of streets
	IndexFor func(id string, m float64) string // to which sheet; side of a cell in metres
	Streets  string                            // heading
	Street   func(name string) string          // as an index writes it; nil as it is
	ByCell   string                            // heading of counts by cell
	Codes    string                            // "Codes:" before the key of letters
}

// Sign is a sign of the legend beyond categories and statuses.
type Sign string

// The signs.
const (
	SignMotion   Sign = "motion"
	SignDone     Sign = "done" // outcomes of motions, as badges on their squares
	SignProgress Sign = "progress"
	SignRefused  Sign = "refused"
	SignPassed   Sign = "passed"
	SignCluster  Sign = "cluster"
	SignPolice   Sign = "police"
	SignContact  Sign = "contact"
	SignArea     Sign = "area"
	SignRadius   Sign = "radius"
	SignExisting Sign = "existing" // police stations and posts
	SignPlanned  Sign = "candidate"
)

// ErrWords says that a sheet lacks words it cannot do without.
var ErrWords = errors.New("sheet lacks words")

// perCM says what a centimetre is on the ground.
func (w *Words) perCM(metres float64) string {
	if w.PerCM == nil {
		return ""
	}
	return w.PerCM(metres)
}

func (w *Words) check() error {
	if w.Title == "" || w.Notice == "" || w.Bias == "" || w.Ruler == "" || w.FullSize == "" ||
		w.Scale == nil || w.Ground == nil || w.Length == nil || w.Sheet == nil || w.Page == nil || w.Alt == nil ||
		w.OnSheet == nil || w.Category == nil || w.Status == nil || w.Sign == nil || w.Absent == nil || w.IndexFor == nil {
		return ErrWords
	}
	return nil
}
