package exchange

import (
	"html"
	"strings"
)

// plainText makes readable text of a description that may be HTML: tags go, line
// breaks and paragraphs end a line, scripts and styles are left out, entities
// become their letters. A text without tags keeps its own line breaks.
func plainText(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return strings.TrimSpace(html.UnescapeString(s))
	}
	var b strings.Builder
	tags := false
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		name, rest, ok := cutTag(s)
		if !ok {
			b.WriteByte('<') // a sign of its own: "a < b"
			s = s[1:]
			continue
		}
		tags = true
		s = rest
		switch name {
		case "script", "style":
			end := indexFold(s, "</"+name)
			if end < 0 {
				s = ""
				break
			}
			s = s[end:]
		case "br", "p", "/p", "div", "/div", "li", "tr", "h1", "h2", "h3", "h4", "table", "/table", "ul", "/ul", "hr":
			b.WriteByte('\x00') // ends a line; a NUL cannot stand in XML
		case "td", "th":
			b.WriteByte(' ')
		}
	}
	out := b.String()
	if !tags { // then line breaks are no mere blanks
		return strings.TrimSpace(html.UnescapeString(out))
	}
	var lines []string
	for line := range strings.SplitSeq(out, "\x00") {
		// Blanks go before entities become letters: a no-break space stays one.
		if line = strings.Join(strings.FieldsFunc(line, isBlank), " "); line != "" {
			lines = append(lines, html.UnescapeString(line))
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' }

// cutTag cuts the tag or comment off with which s begins.
func cutTag(s string) (name, rest string, ok bool) {
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s, "-->"); end >= 0 {
			return "!", s[end+3:], true
		}
		return "!", "", true
	}
	n := 1
	if n < len(s) && (s[n] == '/' || s[n] == '!') {
		n++
	}
	from := n
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || n > from && s[n] >= '0' && s[n] <= '9') {
		n++
	}
	if n == from {
		return "", s, false
	}
	name = strings.ToLower(s[1:n])
	var quote byte
	for i := n; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return name, s[i+1:], true
		}
	}
	if i := strings.IndexByte(s, '>'); i >= 0 {
		return name, s[i+1:], true // a quotation mark that is never closed
	}
	return name, "", true // never closed: what follows is no text
}

// indexFold is strings.Index for a small ASCII word in any case.
func indexFold(s, word string) int {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i] == word[0] && strings.EqualFold(s[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}
