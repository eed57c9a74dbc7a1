package basemap

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pinezka/data/osm"
)

// Schemas say how foreign vector tiles name things; see ParseSchemas.
type Schemas []schema

// schema is one way to name layers and attributes.
type schema struct {
	name   string
	marks  []string // layers by which it is known, two of them
	sure   []string // of these, each by itself
	needs  []string // attributes of which a feature has one; empty: none is needed
	layers map[string][]schemaRule
	names  []string // layers that give names only; what bears them is drawn from another
}

// schemaRule adds tags to a feature whose attributes fit.
type schemaRule struct {
	fits map[string][]string // attribute: values; "" is a missing one
	tags []osm.Tag           // a value of "$a" stands for the attribute a
}

// ParseSchemas reads assets/basemap/schemas.json: for each schema the layers by
// which it is known, and for each layer the rules that make OpenStreetMap's keys
// and values of its attributes. The style's own selectors then find the class, so
// that a new class needs no new rule here.
func ParseSchemas(file []byte) (Schemas, error) {
	var list struct {
		Schemas []struct {
			Name               string
			Marks, Sure, Needs []string
			Layers             map[string][]struct {
				If   map[string][]string
				Tags []string
			}
			Names []string
		}
	}
	if err := json.Unmarshal(file, &list); err != nil {
		return nil, fmt.Errorf("read schemas: %w", err)
	}
	var out Schemas
	for _, s := range list.Schemas {
		if len(s.Marks) < 2 || len(s.Layers) == 0 {
			return nil, fmt.Errorf("read schemas: %s: too few layers", s.Name)
		}
		n := schema{name: s.Name, marks: s.Marks, sure: s.Sure, needs: s.Needs, layers: map[string][]schemaRule{}, names: s.Names}
		for layer, rules := range s.Layers {
			compiled := []schemaRule{}
			for _, r := range rules {
				c := schemaRule{fits: r.If}
				for _, t := range r.Tags {
					k, v, ok := strings.Cut(t, "=")
					if !ok || k == "" || v == "" {
						return nil, fmt.Errorf("read schemas: %s: layer %s: %q is not key=value", s.Name, layer, t)
					}
					c.tags = append(c.tags, osm.Tag{Key: k, Value: v})
				}
				compiled = append(compiled, c)
			}
			n.layers[layer] = compiled
		}
		out = append(out, n)
	}
	return out, nil
}

// leastMarks is how many of a schema's layers a tile must have to be taken for it.
const leastMarks = 2

// of returns the schema that tiles with these layers follow, nil when none is
// known. has tells whether any feature has an attribute.
func (s Schemas) of(layers []string, has func(attribute string) bool) *schema {
	var best *schema
	most := leastMarks - 1
	for i := range s {
		n := 0
		for _, l := range layers {
			if slices.Contains(s[i].sure, l) {
				n += leastMarks
			} else if slices.Contains(s[i].marks, l) {
				n++
			}
		}
		if n > most && (len(s[i].needs) == 0 || slices.ContainsFunc(s[i].needs, has)) {
			best, most = &s[i], n
		}
	}
	return best
}

// attributes are those of a feature of a tile, each as text.
type attributes func(name string) string

// tagsOf makes tags of a feature's attributes. A layer that no rule names gives
// none.
func (s *schema) tagsOf(layer string, get attributes) osm.Tags {
	var out osm.Tags
	for _, r := range s.layers[layer] {
		if !r.fit(get) {
			continue
		}
		for _, t := range r.tags {
			if t.Key == "name" {
				t.Value = nameOf(get)
			} else if from, ok := strings.CutPrefix(t.Value, "$"); ok {
				t.Value = get(from)
			}
			if t.Value != "" && out.Find(t.Key) == "" {
				out = append(out, t)
			}
		}
	}
	return out
}

func (r *schemaRule) fit(get attributes) bool {
	for name, values := range r.fits {
		if !slices.Contains(values, get(name)) {
			return false
		}
	}
	return true
}

// nameKeys are the attributes that hold a name, the Polish one first.
var nameKeys = []string{"name:pl", "name_pl", "name", "name:latin", "pgf:name"}

func nameOf(get attributes) string {
	for _, k := range nameKeys {
		if n := get(k); n != "" {
			return n
		}
	}
	return ""
}

// plainTags makes tags of the attributes of a schema that nobody knows: many
// programs write OpenStreetMap's own keys, and GDAL the rest of them as
// "a"=>"b","c"=>"d" in other_tags.
func plainTags(keys []string, get attributes) osm.Tags {
	var out osm.Tags
	for _, k := range keys {
		switch v := get(k); {
		case v == "" || k == "other_tags":
		case k == "housenumber":
			out = append(out, osm.Tag{Key: "addr:housenumber", Value: v})
		default:
			out = append(out, osm.Tag{Key: k, Value: v})
		}
	}
	for pair := range strings.SplitSeq(get("other_tags"), `","`) {
		k, v, ok := strings.Cut(strings.Trim(pair, `"`), `"=>"`)
		if ok && out.Find(k) == "" {
			out = append(out, osm.Tag{Key: k, Value: v})
		}
	}
	if n := nameOf(get); n != "" && out.Find("name") == "" {
		out = append(out, osm.Tag{Key: "name", Value: n})
	}
	return out
}
