package command

import (
	"slices"
	"strconv"
	"strings"

	"pinezka/app/wording"
	"pinezka/data"
)

// common are the options that every command takes, at any place.
type common struct {
	json bool
	lang wording.Lang
}

// splitCommon takes --json and --lang out of the arguments. An error leaves what
// was understood so far in force, so that it is told in the right form.
func splitCommon(args []string) (rest []string, c common, err error) {
	c.lang = wording.PL
	for i := 0; i < len(args); i++ {
		name, value, has := strings.Cut(args[i], "=")
		switch {
		case name == "--json" && !has:
			c.json = true
		case name == "--lang":
			if !has {
				if i+1 == len(args) {
					err = wrong("cmd.missing-value", "name", "--lang")
					continue
				}
				i++
				value = args[i]
			}
			if value != string(wording.PL) && value != string(wording.EN) {
				err = wrong("cmd.bad-value", "name", "--lang", "value", value, "choices", "pl, en")
				continue
			}
			c.lang = wording.Lang(value)
		case args[i] == "--":
			return append(rest, args[i:]...), c, err
		default:
			rest = append(rest, args[i])
			if takesValue(args[i]) && i+1 < len(args) {
				// The value of an option is never one of ours: --title --json.
				i++
				rest = append(rest, args[i])
			}
		}
	}
	return rest, c, err
}

// takesValue tells whether an argument is an option whose value is the next
// argument, in any command.
func takesValue(arg string) bool {
	name, ok := strings.CutPrefix(arg, "--")
	if !ok || strings.Contains(name, "=") {
		return false
	}
	if slices.Contains(filterFlags, name) || name == "project" {
		return true
	}
	for _, c := range commands() {
		if slices.Contains(strings.Fields(c.flags), name) {
			return true
		}
	}
	return false
}

// arguments are the parsed arguments of a command.
type arguments struct {
	positional []string
	values     map[string][]string // by the flag's name, in order
	fileFlag   bool                // --to names a file, too
}

// parse reads flags and positional arguments in any order.
func parse(c command, args []string) (*arguments, error) {
	a := &arguments{values: map[string][]string{}}
	flags := strings.Fields(c.flags)
	a.fileFlag = slices.Contains(flags, "to")
	if c.project != noProject {
		flags = append(flags, "project")
	}
	if c.filter {
		flags = append(flags, filterFlags...)
	}
	bools := strings.Fields(c.bools)
	for i := 0; i < len(args); i++ {
		name, ok := strings.CutPrefix(args[i], "--")
		switch {
		case !ok:
			a.positional = append(a.positional, args[i])
			continue
		case name == "":
			a.positional = append(a.positional, args[i+1:]...)
			i = len(args)
			continue
		}
		name, value, has := strings.Cut(name, "=")
		switch {
		case slices.Contains(bools, name):
			if has {
				return nil, wrong("cmd.no-value", "name", "--"+name)
			}
			a.values[name] = append(a.values[name], "")
		case slices.Contains(flags, name):
			if !has {
				if i+1 == len(args) {
					return nil, wrong("cmd.missing-value", "name", "--"+name)
				}
				i++
				value = args[i]
			}
			a.values[name] = append(a.values[name], value)
		case slices.Contains(laterFlags, name) && c.filter:
			return nil, wrong("cmd.not-in-version", "name", "--"+name)
		default:
			return nil, wrong("cmd.unknown-flag", "name", "--"+name)
		}
	}
	if len(a.positional) < c.min {
		return nil, wrong("cmd.missing-argument")
	}
	if len(a.positional) > c.max {
		return nil, wrong("cmd.too-many", "name", a.positional[c.max])
	}
	return a, nil
}

// has tells whether a flag was given.
func (a *arguments) has(name string) bool { return len(a.values[name]) > 0 }

// last returns a flag's value, the last one of several; "" when not given.
func (a *arguments) last(name string) string {
	if v := a.values[name]; len(v) > 0 {
		return v[len(v)-1]
	}
	return ""
}

// file returns the file of --to. Where a command has the options of the filter,
// --to is also the last day of the period: what reads as a day is one.
func (a *arguments) file() (string, error) {
	file := ""
	for _, v := range a.values["to"] {
		if _, err := data.ParseDay(v); err != nil {
			if file != "" {
				return "", wrong("cmd.too-many", "name", "--to "+v)
			}
			file = v
		}
	}
	if file == "" {
		return "", wrong("cmd.missing-flag", "name", "--to")
	}
	return file, nil
}

// need returns the value of a flag that must be given.
func (a *arguments) need(name string) (string, error) {
	v := a.last(name)
	if v == "" {
		return "", wrong("cmd.missing-flag", "name", "--"+name)
	}
	return v, nil
}

// number returns a flag's number between the bounds, or the given one when the
// flag is not there.
func (a *arguments) number(name string, instead, lo, hi float64) (float64, error) {
	v := a.last(name)
	if v == "" {
		return instead, nil
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || !(f >= lo && f <= hi) {
		return 0, badValue(name, v, strconv.FormatFloat(lo, 'f', -1, 64)+"–"+strconv.FormatFloat(hi, 'f', -1, 64))
	}
	return f, nil
}

func badValue(name, value, choices string) error {
	return wrong("cmd.bad-value", "name", "--"+name, "value", value, "choices", choices)
}

func join(names []string) string { return strings.Join(names, ", ") }
