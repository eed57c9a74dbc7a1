package wording

import (
	"regexp"
	"slices"
	"testing"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func TestLanguagesAgree(t *testing.T) {
	pl, en := For(PL), For(EN)
	if !slices.Equal(pl.Keys(), en.Keys()) {
		t.Fatalf("keys differ: %v", diff(pl.Keys(), en.Keys()))
	}
	for _, k := range pl.Keys() {
		a, b := pl.messages[k], en.messages[k]
		if a.plural != b.plural {
			t.Errorf("%s has plural forms in one language only", k)
		}
		for _, form := range []string{a.one, a.few, a.many, b.one, b.many} {
			if form == "" && (a.plural || form == a.many) {
				t.Errorf("%s lacks a form", k)
			}
		}
		want := names(a.many)
		for _, form := range []string{a.one, a.few, a.many, b.one, b.few, b.many} {
			if got := names(form); form != "" && !slices.Equal(got, want) {
				t.Errorf("%s: %q shows the values %v, the Polish message %v", k, form, got, want)
			}
		}
	}
}

func names(s string) []string {
	out := placeholder.FindAllString(s, -1)
	slices.Sort(out)
	return slices.Compact(out)
}

func diff(a, b []string) []string {
	var out []string
	for _, k := range a {
		if !slices.Contains(b, k) {
			out = append(out, k)
		}
	}
	for _, k := range b {
		if !slices.Contains(a, k) {
			out = append(out, k)
		}
	}
	return out
}

func TestPlural(t *testing.T) {
	for _, c := range []struct {
		n      int
		pl, en string
	}{
		{0, "0 zgłoszeń", "0 reports"},
		{1, "1 zgłoszenie", "1 report"},
		{2, "2 zgłoszenia", "2 reports"},
		{5, "5 zgłoszeń", "5 reports"},
		{12, "12 zgłoszeń", "12 reports"},
		{22, "22 zgłoszenia", "22 reports"},
		{25, "25 zgłoszeń", "25 reports"},
		{102, "102 zgłoszenia", "102 reports"},
		{112, "112 zgłoszeń", "112 reports"},
		{1800, "1800 zgłoszeń", "1,800 reports"},
		{26900, "26\u00a0900 zgłoszeń", "26,900 reports"},
	} {
		if got := For(PL).N("reports", c.n); got != c.pl {
			t.Errorf("%d: %q, want %q", c.n, got, c.pl)
		}
		if got := For(EN).N("reports", c.n); got != c.en {
			t.Errorf("%d: %q, want %q", c.n, got, c.en)
		}
	}
}

func TestNumbersAndDates(t *testing.T) {
	pl, en := For(PL), For(EN)
	for _, c := range [][2]string{
		{pl.Decimal(1.98, 2), "1,98"},
		{en.Decimal(1.98, 2), "1.98"},
		{pl.Decimal(-3, 0), "–3"},
		{pl.Percent(0.0347, 2), "3,47%"},
		{pl.Scale(5000), "1 : 5 000"},
		{en.Scale(5000), "1 : 5,000"},
		{pl.Int(-1234), "–1234"},
		{pl.DateLong(2026, 10, 31), "31 października 2026 r."},
		{en.DateLong(2026, 10, 31), "31 October 2026"},
		{pl.Date(2026, 3, 1), "01.03.2026"},
		{pl.Month(2026, 2), "luty 2026"},
		{pl.DayMonth(5, 3), "3 maja"},
		{pl.WeekdayShort(0), "nd"},
		{pl.MonthShort(10), "paź"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
	for _, s := range []string{"1.3.26", "01.03.2026", "2026-03-01", "1-3-2026"} {
		if y, m, d, ok := ParseDate(s); !ok || y != 2026 || m != 3 || d != 1 {
			t.Errorf("ParseDate(%q) = %d %v %d %v", s, y, m, d, ok)
		}
	}
	for _, s := range []string{"30.02.2026", "wczoraj", ""} {
		if _, _, _, ok := ParseDate(s); ok {
			t.Errorf("ParseDate(%q) found a day", s)
		}
	}
}

func TestSort(t *testing.T) {
	s := []string{"żaba", "ćma", "zebra", "cma", "ąb", "ala"}
	For(PL).Sort(s)
	if want := []string{"ala", "ąb", "cma", "ćma", "zebra", "żaba"}; !slices.Equal(s, want) {
		t.Errorf("%v, want %v", s, want)
	}
}
