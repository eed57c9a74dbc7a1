package basemap

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pinezka/data"
	"pinezka/data/osm"
)

// ClassRule says which objects belong to a class of the base map.
type ClassRule struct {
	Class string
	Kind  RuleKind
	From  float64 // smallest scale at which the class is drawn, a denominator
	// Rule is the selector as the style has it: key=a|b|key2=c, with * for any
	// value; - when none gives the class; then, if need be, + name contains 'Words|More'. What follows a comma
	// or stands in brackets is for people.
	Rule string
}

// RuleKind is the kind of thing that a class draws.
type RuleKind string

// The kinds of rules.
const (
	Area  RuleKind = "area"
	Line  RuleKind = "line"
	POI   RuleKind = "poi"
	Label RuleKind = "label" // without a selector: names of what other rules draw
)

// ParseRules reads the classes of a style file and their selectors: the areas,
// lines, points of interest and labels, each in the style's order.
func ParseRules(styleJSON []byte) ([]ClassRule, error) {
	type part struct {
		Class, OSM string
		From       float64
	}
	var st struct{ Areas, Lines, POIs, Labels []part }
	if err := json.Unmarshal(styleJSON, &st); err != nil {
		return nil, fmt.Errorf("read style: %w", err)
	}
	var rules []ClassRule
	for _, list := range []struct {
		kind  RuleKind
		parts []part
	}{{Area, st.Areas}, {Line, st.Lines}, {POI, st.POIs}, {Label, st.Labels}} {
		for _, p := range list.parts {
			rules = append(rules, ClassRule{Class: p.Class, Kind: list.kind, From: p.From, Rule: p.OSM})
		}
	}
	if _, err := newSelectors(rules); err != nil {
		return nil, fmt.Errorf("read style: %w", err)
	}
	return rules, nil
}

// selectors find the classes of tags.
type selectors map[RuleKind]*selector

// selector knows, for each key and value, which rules they fit.
type selector struct {
	rules []compiled
	by    map[string]map[string][]int
}

type compiled struct {
	class string
	names []string // folded; the name holds one of them. Empty: any name.
}

// anyValue stands for all values but no.
const anyValue = "*"

func newSelectors(rules []ClassRule) (selectors, error) {
	s := selectors{}
	for _, kind := range []RuleKind{Area, Line, POI} {
		s[kind] = &selector{by: map[string]map[string][]int{}}
	}
	for _, r := range rules {
		if r.Kind == Label {
			continue
		}
		sel, ok := s[r.Kind]
		if !ok {
			return nil, fmt.Errorf("class %s: kind %q is not known", r.Class, r.Kind)
		}
		if err := sel.add(r); err != nil {
			return nil, fmt.Errorf("class %s: selector %q: %w", r.Class, r.Rule, err)
		}
	}
	return s, nil
}

func (s *selector) add(r ClassRule) error {
	c := compiled{class: r.Class}
	if r.Rule == "-" { // no tag of OpenStreetMap says it
		s.rules = append(s.rules, c)
		return nil
	}
	text, condition, hasCondition := strings.Cut(r.Rule, "+")
	if hasCondition {
		var err error
		if c.names, err = parseNames(condition); err != nil {
			return err
		}
	}
	text, _, _ = strings.Cut(text, ",")
	text, _, _ = strings.Cut(text, "(")
	key := ""
	for v := range strings.SplitSeq(text, "|") {
		v = strings.TrimSpace(v)
		if k, rest, ok := strings.Cut(v, "="); ok {
			key, v = strings.TrimSpace(k), strings.TrimSpace(rest)
		}
		if key == "" || v == "" {
			return fmt.Errorf("want key=value")
		}
		if s.by[key] == nil {
			s.by[key] = map[string][]int{}
		}
		s.by[key][v] = append(s.by[key][v], len(s.rules))
	}
	s.rules = append(s.rules, c)
	return nil
}

// parseNames reads "name contains 'Straż Miejska|Gminna'": one of the words after
// a bar takes the place of the last word before it.
func parseNames(condition string) ([]string, error) {
	_, quoted, ok := strings.Cut(condition, "name contains '")
	quoted, _, closed := strings.Cut(quoted, "'")
	if !ok || !closed || quoted == "" {
		return nil, fmt.Errorf("want: name contains 'words'")
	}
	var out []string
	var first []string
	for alternative := range strings.SplitSeq(quoted, "|") {
		words := strings.Fields(data.Fold(alternative))
		switch {
		case first == nil:
			first = words
		case len(words) < len(first):
			words = append(slices.Clone(first[:len(first)-len(words)]), words...)
		}
		out = append(out, strings.Join(words, " "))
	}
	return out, nil
}

// hit is a class with the tag that gave it.
type hit struct {
	rule int
	tag  osm.Tag
}

// hits returns the rules that tags fit, in the style's order. A rule that fits by
// several tags is given for the first.
func (s *selector) hits(t osm.Tags, buf []hit) []hit {
	buf = buf[:0]
	for i := range t {
		values, ok := s.by[t[i].Key]
		if !ok {
			continue
		}
		for _, r := range values[t[i].Value] {
			buf = append(buf, hit{r, t[i]})
		}
		if t[i].Value != "no" {
			for _, r := range values[anyValue] {
				buf = append(buf, hit{r, t[i]})
			}
		}
	}
	buf = slices.DeleteFunc(buf, func(h hit) bool { return !s.rules[h.rule].named(t) })
	slices.SortStableFunc(buf, func(a, b hit) int { return a.rule - b.rule })
	return slices.CompactFunc(buf, func(a, b hit) bool { return a.rule == b.rule })
}

func (c *compiled) named(t osm.Tags) bool {
	if len(c.names) == 0 {
		return true
	}
	name := data.Fold(t.Name())
	return slices.ContainsFunc(c.names, func(n string) bool { return strings.Contains(name, n) })
}

func (s *selector) class(h hit) string { return s.rules[h.rule].class }
