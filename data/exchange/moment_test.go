package exchange

import (
	"testing"

	"pinezka/data"
)

func TestParseMoment(t *testing.T) {
	for _, c := range []struct {
		in    string
		order DateOrder
		want  string // wall clock, or "" with got
		kind  data.TimeKind
		got   reading
	}{
		{"2024-05-01", DayFirst, "2024-05-01", data.TimeDate, readable},
		{"2024-05-01 11:05", DayFirst, "2024-05-01T11:05", data.TimeInstant, readable},
		{"2024-05-01T11:05:30", DayFirst, "2024-05-01T11:05:30", data.TimeInstant, readable},
		{"2024-05-01T11:05:30.123", DayFirst, "2024-05-01T11:05:30", data.TimeInstant, readable},
		{"01.05.2024", DayFirst, "2024-05-01", data.TimeDate, readable},
		{"1.5.2024 r.", DayFirst, "2024-05-01", data.TimeDate, readable},
		{"1.05.24", DayFirst, "2024-05-01", data.TimeDate, readable},
		{"01-05-2024, 8:15", DayFirst, "2024-05-01T08:15", data.TimeInstant, readable},
		{"01.05.2024 godz. 08.15", DayFirst, "2024-05-01T08:15", data.TimeInstant, readable},
		{"05/13/2024", MonthFirst, "2024-05-13", data.TimeDate, readable},
		{"13/05/2024", DayFirst, "2024-05-13", data.TimeDate, readable},
		{"05/13/2024", DayFirst, "", "", impossible},
		{"20240501", DayFirst, "2024-05-01", data.TimeDate, readable},
		{"2024-05", DayFirst, "2024-05", data.TimeMonth, readable},
		{"05.2024", DayFirst, "2024-05", data.TimeMonth, readable},
		{"13.2024", DayFirst, "", "", impossible},
		{"14 maja 2024", DayFirst, "2024-05-14", data.TimeDate, readable},
		{"1 października 2024 r.", DayFirst, "2024-10-01", data.TimeDate, readable},
		{"3 March 2024", DayFirst, "2024-03-03", data.TimeDate, readable},
		{"29.02.2024", DayFirst, "2024-02-29", data.TimeDate, readable},
		{"29.02.2023", DayFirst, "", "", impossible},
		{"29.02.1900", DayFirst, "", "", impossible},
		{"31.04.2024", DayFirst, "", "", impossible},
		{"00.05.2024", DayFirst, "", "", impossible},
		{"01.05.2024 25:00", DayFirst, "", "", unreadable},
		{"brak", DayFirst, "", "", unreadable},
		{"06-06", DayFirst, "", "", unreadable},
		{"45351", DayFirst, "", "", unreadable},
		{"1.5.2024.7", DayFirst, "", "", unreadable},
		{"", DayFirst, "", "", unreadable},
	} {
		m, got := parseMoment(c.in, c.order)
		if got != c.got {
			t.Errorf("%q is read as %d, want %d", c.in, got, c.got)
			continue
		}
		if got != readable {
			continue
		}
		wall, kind := m.wall(nil)
		w := data.When{Kind: kind, Wall: string(wall)}
		if w.Wall != c.want || kind != c.kind || w.Validate() != nil {
			t.Errorf("%q is %s %q (%v), want %s %q", c.in, kind, wall, w.Validate(), c.kind, c.want)
		}
	}
}

func TestOffsets(t *testing.T) {
	for in, want := range map[string]string{
		"2024-06-30T22:30:00Z":      "2024-07-01T00:30",
		"2024-12-31T23:15:00+00:00": "2025-01-01T00:15",
		"2024-06-30T22:30+0200":     "2024-06-30T22:30",
		"2024-06-30T22:30:00-05":    "2024-07-01T05:30",
	} {
		m, got := parseMoment(in, DayFirst)
		if got != readable || !m.zoned {
			t.Errorf("%q is read as %d, zoned %v", in, got, m.zoned)
			continue
		}
		m.local()
		if wall, _ := m.wall(nil); string(wall) != want {
			t.Errorf("%q is %q in Poland, want %q", in, wall, want)
		}
	}
}

func TestSerials(t *testing.T) {
	for in, want := range map[float64]string{
		45351.479166666664: "2024-02-29T11:30",
		44016.416666666664: "2020-07-04T10:00",
		45292:              "2024-01-01",
		60:                 "1900-02-28", // the leap day of 1900 that never was is not told apart
	} {
		m, ok := fromSerial(in, false)
		if wall, _ := m.wall(nil); !ok || string(wall) != want {
			t.Errorf("%v is %q, want %q", in, wall, want)
		}
	}
	m, ok := fromSerial(43830, true)
	if wall, _ := m.wall(nil); !ok || string(wall) != "2024-01-01" {
		t.Errorf("since 1904 it is %q", wall)
	}
	for _, in := range []float64{0, -5, 1e9} {
		if _, ok := fromSerial(in, false); ok {
			t.Errorf("%v is a day", in)
		}
	}
}

func TestDateOrder(t *testing.T) {
	for _, c := range []struct {
		name  string
		dates []string
		want  DateOrder
		sure  bool
	}{
		{"points", []string{"01.02.2024", "03.04.2024"}, DayFirst, true},
		{"slashes, nobody knows", []string{"01/02/2024", "03/04/2024"}, DayFirst, false},
		{"slashes, day first", []string{"01/02/2024", "23/04/2024"}, DayFirst, true},
		{"slashes, month first", []string{"01/02/2024", "04/23/2024"}, MonthFirst, true},
		{"one slip of the pen", []string{"13.02.2024", "14.02.2024", "15.02.2024", "16.02.2024", "01.13.2024"}, DayFirst, true},
		{"both", []string{"13/02/2024", "01/13/2024"}, DayFirst, false},
		{"year first", []string{"2024-02-01"}, DayFirst, true},
	} {
		var e dateEvidence
		for _, d := range c.dates {
			e.see(d)
		}
		if got, sure := e.order(); got != c.want || sure != c.sure {
			t.Errorf("%s: %s, sure %v", c.name, got, sure)
		}
	}
}

func TestNumbers(t *testing.T) {
	for in, want := range map[string]float64{
		"52.138100": 52.1381, "52,138100": 52.1381, "-5.1": -5.1, "476 005,03": 476005.03, "476\u00a0005,03": 476005.03,
		"476\u202f005,03": 476005.03, "1.234,56": 1234.56, "1,234.56": 1234.56, "1.234.567": 1234567, "5'543'303": 5543303,
		"−3": -3, "2.02E1": 20.2, "12345678901234567890": 12345678901234567890, "+4": 4, "0": 0,
	} {
		if got, ok := parseNumber(in); !ok || got != want {
			t.Errorf("%q is %v, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "brak", "12a", "-", ",", "1-2", "NaN", "Inf", "1e999", "."} {
		if got, ok := parseNumber(in); ok {
			t.Errorf("%q is %v", in, got)
		}
	}
}

func TestAngles(t *testing.T) {
	for in, want := range map[string]float64{
		"52.1381": 52.1381, "52,1381": 52.1381, "22*01'032": 22 + 1.032/60, `52°08'17,2"N`: 52 + 8.0/60 + 17.2/3600,
		"N 52 8 17": 52 + 8.0/60 + 17.0/3600, "5°6'W": -5.1, "20.6862E": 20.6862, "52°08′17″": 52 + 8.0/60 + 17.0/3600,
	} {
		if got, ok := parseAngle(in); !ok || got-want > 1e-12 || want-got > 1e-12 {
			t.Errorf("%q is %v, %v, want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "brak", "52°61'", "1 2 3 4", "N", "52°08'99\""} {
		if got, ok := parseAngle(in); ok {
			t.Errorf("%q is %v", in, got)
		}
	}
}
