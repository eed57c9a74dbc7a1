package tile

import (
	"html"
	"net/url"
	"strings"
)

// CleanCredit turns an attribution as archives carry it, HTML as a rule, into
// plain text and the address of its last link, which is where OpenStreetMap's
// copyright page usually stands.
func CleanCredit(s string) Credit {
	var text strings.Builder
	address := ""
	for s != "" {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			text.WriteString(s)
			break
		}
		text.WriteString(s[:open])
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			break // half a tag: nothing of it is meant to be read
		}
		tag := s[open+1 : open+end]
		s = s[open+end+1:]
		if a := href(tag); a != "" {
			address = a
		}
		if name := strings.ToLower(strings.TrimLeft(tag, "/ ")); strings.HasPrefix(name, "br") || strings.HasPrefix(name, "p") || strings.HasPrefix(name, "div") || strings.HasPrefix(name, "li") {
			text.WriteByte(' ')
		}
	}
	// Entities come last, so that an escaped "<" stays a letter.
	return Credit{Text: strings.Join(strings.Fields(html.UnescapeString(text.String())), " "), Address: address}
}

// href returns the address of a link's tag without scheme and www.
func href(tag string) string {
	lower := strings.ToLower(tag)
	if !strings.HasPrefix(lower, "a ") && !strings.HasPrefix(lower, "a\t") && !strings.HasPrefix(lower, "a\n") {
		return ""
	}
	i := strings.Index(lower, "href")
	if i < 0 {
		return ""
	}
	v, ok := strings.CutPrefix(strings.TrimSpace(tag[i+len("href"):]), "=")
	v = strings.TrimSpace(v)
	if !ok || v == "" {
		return ""
	}
	if q := v[0]; q == '"' || q == '\'' {
		v = v[1:]
		if end := strings.IndexByte(v, q); end >= 0 {
			v = v[:end]
		}
	} else {
		v = strings.Fields(v)[0]
	}
	u, err := url.Parse(strings.TrimSpace(html.UnescapeString(v)))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "" // nothing that a reader could open
	}
	a := strings.TrimSuffix(strings.TrimPrefix(u.Host, "www.")+u.EscapedPath(), "/")
	if strings.ContainsAny(a, "\"'<> ") {
		return ""
	}
	return a
}
