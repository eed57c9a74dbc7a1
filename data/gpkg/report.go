package gpkg

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// Columns of a report, by their place in a row.
const (
	colGeom = iota
	colCategory
	colCategoryWritten
	colStatus
	colStatusWritten
	colPrecision
	colPlaceWords
	colTimeKind
	colTimeWall
	colTimeOriginal
	colWeekdays
	colBandFrom
	colBandTo
	colDayFirst
	colDayLast
	colOrigin
	colNature
	colInstitution
	colSourceNumber
	colText
	colNote
	colImport
	colVanished
	reportColumns
)

var reportKind = kind{
	table: data.TableReports,
	columns: []string{
		colGeom: "geom", colCategory: "category", colCategoryWritten: "category_written",
		colStatus: "status", colStatusWritten: "status_written", colPrecision: "precision", colPlaceWords: "place_words",
		colTimeKind: "time_kind", colTimeWall: "time_wall", colTimeOriginal: "time_original", colWeekdays: "weekdays",
		colBandFrom: "band_from", colBandTo: "band_to", colDayFirst: "day_first", colDayLast: "day_last",
		colOrigin: "origin", colNature: "nature", colInstitution: "institution", colSourceNumber: "source_number",
		colText: "text", colNote: "note", colImport: "import", colVanished: "vanished",
	},
	// identity is what a source calls the record, hashed; fingerprint what it last
	// said about it; edited which parts were changed by hand since.
	hidden: []string{"identity", "fingerprint", "edited"},
	encode: func(r data.Record) ([]driver.Value, error) {
		row := make([]driver.Value, reportColumns)
		var blob []byte
		encodeReport(r.(*data.Report), row, &blob)
		return row, nil
	},
	decode: func(id int64, row []driver.Value) (data.Record, error) {
		r := new(data.Report)
		err := decodeReport(r, id, row, nil)
		return r, err
	},
}

// encodeReport fills a row. The bytes of its geometry are appended to buf, which
// an import uses again for every batch. What the row holds already is left, so
// that texts which repeat from row to row are not boxed again.
func encodeReport(r *data.Report, row []driver.Value, buf *[]byte) {
	row[colGeom] = nil
	precision := data.PrecisionNone
	if r.Where.Known() {
		start := len(*buf)
		*buf = appendPoint(*buf, r.Where.Point)
		row[colGeom] = (*buf)[start:len(*buf):len(*buf)]
		precision = r.Where.Precision
	}
	setText(&row[colCategory], string(r.Category))
	setText(&row[colCategoryWritten], r.CategoryWritten)
	setText(&row[colStatus], string(r.Status))
	setText(&row[colStatusWritten], r.StatusWritten)
	setText(&row[colPrecision], string(precision))
	setText(&row[colPlaceWords], r.Where.Words)
	setText(&row[colTimeKind], string(r.When.Kind))
	setText(&row[colTimeWall], r.When.Wall)
	setText(&row[colTimeOriginal], r.When.Original)
	row[colWeekdays], row[colBandFrom], row[colBandTo] = nil, nil, nil
	if r.When.Weekdays != 0 {
		row[colWeekdays] = r.When.Weekdays.String()
	}
	if r.When.Band.IsSet() {
		row[colBandFrom], row[colBandTo] = int64(r.When.Band.From), int64(r.When.Band.To)
	}
	row[colDayFirst], row[colDayLast] = nil, nil
	if first, last, ok := r.When.Days(); ok {
		row[colDayFirst] = int64(first)
		row[colDayLast] = row[colDayFirst]
		if last != first {
			row[colDayLast] = int64(last)
		}
	}
	setText(&row[colOrigin], string(r.Origin))
	setText(&row[colNature], string(r.Nature))
	setText(&row[colInstitution], r.Source.Institution)
	setText(&row[colSourceNumber], r.Source.ID)
	setText(&row[colText], r.Text)
	setText(&row[colNote], r.Note)
	row[colImport] = count(int64(r.Import))
	row[colVanished] = nil
	if r.Vanished {
		row[colVanished] = int64(1)
	}
}

// setText stores a text, NULL for the empty one.
func setText(cell *driver.Value, s string) {
	if s == "" {
		*cell = nil
		return
	}
	if was, ok := (*cell).(string); ok && was == s {
		return
	}
	*cell = s
}

// decodeReport fills a report from a row. words, when given, makes equal texts
// share their memory.
func decodeReport(r *data.Report, id int64, row []driver.Value, words interner) error {
	*r = data.Report{
		ID:              data.ReportID(id),
		Category:        data.CategoryID(words.get(row[colCategory])),
		CategoryWritten: words.get(row[colCategoryWritten]),
		Status:          data.StatusID(words.get(row[colStatus])),
		StatusWritten:   words.get(row[colStatusWritten]),
		Where:           data.Place{Precision: data.Precision(words.get(row[colPrecision])), Words: asString(row[colPlaceWords])},
		When: data.When{
			Kind: data.TimeKind(words.get(row[colTimeKind])), Wall: asString(row[colTimeWall]), Original: asString(row[colTimeOriginal]),
			Band: data.Band{From: int(asInt(row[colBandFrom])), To: int(asInt(row[colBandTo]))},
		},
		Origin: data.Origin(words.get(row[colOrigin])),
		Nature: data.Nature(words.get(row[colNature])),
		Source: data.Source{Institution: words.get(row[colInstitution]), ID: asString(row[colSourceNumber])},
		Text:   asString(row[colText]), Note: asString(row[colNote]),
		Import: data.ImportID(asInt(row[colImport])), Vanished: asInt(row[colVanished]) != 0,
	}
	if r.When.Kind == "" {
		r.When.Kind = data.TimeNone // a row that somebody added in another program
	}
	var err error
	if s := asString(row[colWeekdays]); s != "" {
		if r.When.Weekdays, err = data.ParseWeekdays(s); err != nil {
			return err
		}
	}
	g, err := decodeGeometry(asBlob(row[colGeom]))
	if err != nil {
		return err
	}
	switch p, isPoint := g.(orb.Point); {
	case isPoint && !r.Where.Known():
		r.Where.Point, r.Where.Precision = p, data.PrecisionPoint // drawn in another program
	case isPoint:
		r.Where.Point = p
	default:
		r.Where.Precision = data.PrecisionNone
	}
	return nil
}

// interner keeps one copy of texts that repeat in every row.
type interner map[string]string

func (m interner) get(v driver.Value) string {
	s := asString(v)
	if m == nil || s == "" {
		return s
	}
	if known, ok := m[s]; ok {
		return known
	}
	m[s] = s
	return s
}

// Parts of a report that a source states. A part that was changed by hand is
// kept when the source changes.
const (
	partCategory = 1 << iota
	partStatus
	partWhere
	partWhen
	partOrigin
	partSource
	partText
)

// partsChanged tells which parts differ.
func partsChanged(a, b *data.Report) int64 {
	var p int64
	if a.Category != b.Category || a.CategoryWritten != b.CategoryWritten {
		p |= partCategory
	}
	if a.Status != b.Status || a.StatusWritten != b.StatusWritten {
		p |= partStatus
	}
	if canonical(a.Where) != canonical(b.Where) {
		p |= partWhere
	}
	if a.When != b.When {
		p |= partWhen
	}
	if a.Origin != b.Origin || a.Nature != b.Nature {
		p |= partOrigin
	}
	if a.Source != b.Source {
		p |= partSource
	}
	if a.Text != b.Text {
		p |= partText
	}
	return p
}

// canonical makes places without a point equal.
func canonical(p data.Place) data.Place {
	if !p.Known() {
		p.Point, p.Precision = orb.Point{}, data.PrecisionNone
	}
	return p
}

// merge returns what is stored, with the source's newer statement in all parts
// but those kept.
func merge(stored, incoming *data.Report, keep int64) data.Report {
	m := *stored
	if keep&partCategory == 0 {
		m.Category, m.CategoryWritten = incoming.Category, incoming.CategoryWritten
	}
	if keep&partStatus == 0 {
		m.Status, m.StatusWritten = incoming.Status, incoming.StatusWritten
	}
	// Where the base map found a place by the source's words, a source that still
	// says these words and no coordinates takes nothing back.
	found := stored.Where.Known() && !incoming.Where.Known() && incoming.Where.Words != "" && stored.Where.Words == incoming.Where.Words
	if keep&partWhere == 0 && !found {
		m.Where = incoming.Where
	}
	if keep&partWhen == 0 {
		m.When = incoming.When
	}
	if keep&partOrigin == 0 {
		m.Origin, m.Nature = incoming.Origin, incoming.Nature
	}
	if keep&partSource == 0 {
		m.Source = incoming.Source
	}
	if keep&partText == 0 {
		m.Text = incoming.Text
	}
	m.Vanished = false
	return m
}

// fingerprinter hashes what a source states of a record.
type fingerprinter struct{ buf []byte }

// sum returns the first 8 bytes of the SHA-256 of the stated parts.
func (f *fingerprinter) sum(r *data.Report) int64 {
	b := f.buf[:0]
	add := func(s string) {
		b = append(b, s...)
		b = append(b, 0)
	}
	add(string(r.Category))
	add(r.CategoryWritten)
	add(string(r.Status))
	add(r.StatusWritten)
	w := canonical(r.Where)
	add(string(w.Precision))
	add(w.Words)
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(w.Point[0]))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(w.Point[1]))
	add(string(r.When.Kind))
	add(r.When.Wall)
	add(r.When.Original)
	b = append(b, byte(r.When.Weekdays))
	b = strconv.AppendInt(b, int64(r.When.Band.From), 10)
	b = append(b, '-')
	b = strconv.AppendInt(b, int64(r.When.Band.To), 10)
	add(string(r.Origin))
	add(string(r.Nature))
	add(r.Source.Institution)
	add(r.Source.ID)
	add(r.Text)
	f.buf = b
	h := sha256.Sum256(b)
	return int64(binary.LittleEndian.Uint64(h[:8]))
}

// identity is a record's name in the world: its source and its key there, as the
// first 8 bytes of their SHA-256. Two of a million names are alike with a chance of
// 3 in 100 million; within one file even they are told apart by what they say. It
// is stored as a whole number, which SQLite sorts several times as fast as bytes.
// Earlier files have the first 16 bytes of the same sum as a BLOB.
type identity int64

func (f *fingerprinter) identity(source, key string) identity {
	b := append(f.buf[:0], source...)
	b = append(b, 0)
	b = append(b, key...)
	f.buf = b
	h := sha256.Sum256(b)
	return identity(binary.BigEndian.Uint64(h[:]))
}

// storedIdentity reads what is stored, and reports false for none.
func storedIdentity(v driver.Value) (identity, bool) {
	switch v := v.(type) {
	case int64:
		return identity(v), true
	case []byte:
		if len(v) >= 8 {
			return identity(binary.BigEndian.Uint64(v)), true
		}
	}
	return 0, false
}
