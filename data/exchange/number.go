package exchange

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// parseNumber reads a number as people write it: point or comma for a decimal
// mark, blanks of any kind or apostrophes between thousands. With both marks the
// last one is the decimal mark.
func parseNumber(s string) (float64, bool) {
	// The usual number has at most 15 digits; its value is then exact.
	var mantissa uint64
	digits, decimals := 0, -1
	negative := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			mantissa = mantissa*10 + uint64(c-'0')
			digits++
			if decimals >= 0 {
				decimals++
			}
			if digits > 15 {
				return parseOddNumber(s)
			}
		case (c == '.' || c == ',') && decimals < 0:
			decimals = 0
		case c == '-' && i == 0:
			negative = true
		case c == ' ' && decimals < 0:
		default:
			return parseOddNumber(s)
		}
	}
	if digits == 0 {
		return 0, false
	}
	v := float64(mantissa)
	if decimals > 0 {
		v /= powers[decimals]
	}
	if negative {
		v = -v
	}
	return v, true
}

func parseOddNumber(s string) (float64, bool) {
	var b strings.Builder
	mark := strings.LastIndexAny(s, ".,")
	if mark >= 0 && strings.Count(s, s[mark:mark+1]) > 1 {
		mark = -1 // 1.234.567 has thousands only
	}
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '+', r == '-', r == 'e', r == 'E':
			b.WriteRune(r)
		case r == '−':
			b.WriteByte('-')
		case r == '.' || r == ',':
			if i == mark {
				b.WriteByte('.')
			}
		case unicode.IsSpace(r), r == '\u202f', r == '\'', r == '’':
		default:
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(b.String(), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, false
	}
	return v, true
}

// parseAngle reads degrees: a plain number, or degrees, minutes and seconds with
// their signs or a star, and with a letter for the side: 52°08'17,2"N, N 52 8 17,
// 22*01'032 where the last three digits are thousandths of a minute.
func parseAngle(s string) (float64, bool) {
	if v, ok := parseNumber(s); ok && strings.Count(strings.TrimSpace(s), " ") < 2 {
		return v, true
	}
	var parts [3]float64
	n := 0
	sign := 1.0
	thousandths := false
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			j := i
			for j < len(s) && (s[j] >= '0' && s[j] <= '9' || s[j] == '.' || s[j] == ',') {
				j++
			}
			v, ok := parseNumber(s[i:j])
			if !ok || n == len(parts) {
				return 0, false
			}
			if n == 2 && j-i == 3 && strings.Contains(s, "*") {
				thousandths = true
			}
			parts[n] = v
			n++
			i = j
			continue
		case c == '-' && n == 0, c == 'S' || c == 's' || c == 'W' || c == 'w':
			sign = -1
		case c == 'N' || c == 'n' || c == 'E' || c == 'e' || c == ' ' || c == '*' || c == '\'' || c == '"':
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !strings.ContainsRune("°º˚′’″”„\u00a0\u202f", r) {
				return 0, false
			}
			i += size
			continue
		}
		i++
	}
	if n == 0 || parts[1] >= 60 || (!thousandths && parts[2] >= 60) {
		return 0, false
	}
	if thousandths {
		parts[1] += parts[2] / 1000
		parts[2] = 0
	}
	return sign * (parts[0] + parts[1]/60 + parts[2]/3600), true
}
