package exchange

import "strings"

// Spreadsheets take a cell that begins with one of these signs for a formula,
// also in a CSV file. An apostrophe before it makes them leave it alone; so texts
// get one on their way out and lose one on their way in.
const formulaSigns = "=+-@\t\r"

// looksLikeFormula tells whether a text begins as a formula does, after any
// number of apostrophes.
func looksLikeFormula(s string) bool {
	t := strings.TrimLeft(s, "'")
	return t != "" && strings.IndexByte(formulaSigns, t[0]) >= 0
}

// protect makes a text harmless in a CSV file.
func protect(s string) string {
	if looksLikeFormula(s) {
		return "'" + s
	}
	return s
}

// protected tells whether a text carries the protecting apostrophe.
func protected(s string) bool { return s != "" && s[0] == '\'' && looksLikeFormula(s) }
