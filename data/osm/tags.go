package osm

import (
	"slices"
	"strings"
)

// Tag is a key and its value.
type Tag struct{ Key, Value string }

// Tags are an object's keys and values, as the extract lists them.
type Tags []Tag

// Find returns the value of a key, or "".
func (t Tags) Find(key string) string {
	for i := range t {
		if t[i].Key == key {
			return t[i].Value
		}
	}
	return ""
}

// Has tells whether a key has one of the values.
func (t Tags) Has(key string, values ...string) bool {
	v := t.Find(key)
	return v != "" && slices.Contains(values, v)
}

// Yes tells whether a key is set to anything but no.
func (t Tags) Yes(key string) bool {
	v := t.Find(key)
	return v != "" && v != "no"
}

// Name returns the Polish name, else the name.
func (t Tags) Name() string {
	if n := t.Find("name:pl"); n != "" {
		return n
	}
	return t.Find("name")
}

// alternativeNames are the keys under which an object is also known.
var alternativeNames = [...]string{"name", "alt_name", "short_name", "official_name", "loc_name", "old_name"}

// OtherNames returns what the object is called besides Name.
func (t Tags) OtherNames() []string {
	var out []string
	own := t.Name()
	for _, k := range alternativeNames {
		for n := range strings.SplitSeq(t.Find(k), ";") {
			if n = strings.TrimSpace(n); n != "" && n != own {
				out = append(out, strings.Clone(n))
			}
		}
	}
	return out
}
