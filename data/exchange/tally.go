package exchange

import (
	"cmp"
	"slices"

	"pinezka/data"
)

// Tally sums up what became of the rows of a file: counts that add up, and the
// findings as one list. Findings that many rows share, such as a category that
// the catalogue does not know, are counted by their value; of the others the
// first ones are kept and the rest counted.
type Tally struct {
	Read, OnMap, WithoutPlace, Refused int
	Undated                            int // reports without any day
	Uncategorised                      int // reports whose category is missing or unknown
	// LookedUp counts, by precision, the places of OnMap that were found by their
	// words.
	LookedUp map[data.Precision]int

	list   []Finding
	shared map[sharedKey]int // place in list
	number map[Code]int
	values map[Code]int // how many different ones
}

type sharedKey struct {
	code   Code
	column string
	value  string
}

// keptFindings is how many findings of one code are kept one by one.
const keptFindings = 1000

// byValue are the codes that are counted by their value rather than by row.
var byValue = map[Code]bool{WarnCategory: true, WarnStatus: true, FoundApostrophe: true, WarnUnknownPlace: true, WarnTwins: true}

// byCode are the codes of which the first row stands for all.
var byCode = map[Code]bool{FoundUTC: true, FoundUnwound: true}

// Add takes a row in.
func (t *Tally) Add(r Row) {
	t.Read++
	switch {
	case r.Reject != nil:
		t.Refused++
	case r.Report.Where.Known():
		t.OnMap++
	default:
		t.WithoutPlace++
	}
	if r.LookedUp {
		if t.LookedUp == nil {
			t.LookedUp = map[data.Precision]int{}
		}
		t.LookedUp[r.Report.Where.Precision]++
	}
	if r.Report != nil {
		if _, _, ok := r.Report.When.Days(); !ok {
			t.Undated++
		}
		if r.Report.Category == "" {
			t.Uncategorised++
		}
	}
	for _, f := range r.Findings {
		t.add(f)
	}
}

func (t *Tally) add(f Finding) {
	if t.shared == nil {
		t.shared, t.number, t.values = map[sharedKey]int{}, map[Code]int{}, map[Code]int{}
	}
	t.number[f.Code]++
	key := sharedKey{f.Code, f.Column, f.Value}
	more := t.number[f.Code] > keptFindings
	switch {
	case byValue[f.Code]:
		// A list may have as many places as rows.
		if more = false; t.values[f.Code] >= keptFindings {
			if _, known := t.shared[key]; !known {
				key.column, key.value, more = "", "", true
			}
		}
	case byCode[f.Code], more:
		key.column, key.value = "", ""
	default:
		t.list = append(t.list, f)
		return
	}
	if i, ok := t.shared[key]; ok {
		t.list[i].Count++
		return
	}
	f.Count = 1
	if more {
		f.Column, f.Value, f.Text = "", "", f.Text+", and more of the kind"
	}
	t.shared[key] = len(t.list)
	t.values[f.Code]++
	t.list = append(t.list, f)
}

// Places tells which places were found by their words, a finding a precision, the
// most exact first.
func (t *Tally) Places() []Finding {
	var out []Finding
	for _, p := range []data.Precision{data.PrecisionAddress, data.PrecisionCrossing, data.PrecisionStreet, data.PrecisionArea} {
		if n := t.LookedUp[p]; n > 0 {
			out = append(out, Finding{Code: FoundPlaces, Value: string(p), Count: n, Text: "places were found by their words, precise to: " + string(p)})
		}
	}
	return out
}

// Findings returns what was found, grouped by code in order of the first row;
// those counted by value with the most frequent first.
func (t *Tally) Findings() []Finding {
	first := map[Code]int{}
	for i, f := range t.list {
		if _, ok := first[f.Code]; !ok {
			first[f.Code] = i
		}
	}
	out := slices.Clone(t.list)
	slices.SortStableFunc(out, func(a, b Finding) int {
		if c := cmp.Compare(first[a.Code], first[b.Code]); c != 0 {
			return c
		}
		return cmp.Compare(b.Count, a.Count)
	})
	return out
}

// Number returns how many rows a code was found for.
func (t *Tally) Number(c Code) int { return t.number[c] }

// Counts returns the sum as it is stored with the import, before the store has
// said which rows were already present.
func (t *Tally) Counts() data.Counts {
	return data.Counts{Read: t.Read, OnMap: t.OnMap, WithoutPlace: t.WithoutPlace, Refused: t.Refused}
}
