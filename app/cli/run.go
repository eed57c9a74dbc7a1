package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"pinezka/app/session"
	"pinezka/app/wording"
	"pinezka/data"
)

// Options say what program runs.
type Options struct {
	Version  string
	CacheDir string // for tiles of online base maps; "" keeps none
}

// call is one command in the making.
type call struct {
	ctx    context.Context
	stdout io.Writer
	stderr io.Writer
	args   arguments
	json   bool
	words  *wording.Words
	opt    Options
	file   string // that --to names, where the command writes one
}

// usageError is wrong use: exit code 2.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usage(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// object is what --json writes.
type object map[string]any

// command is a command with its options and how many words may follow it.
type command struct {
	do      func(*call) (object, error)
	words   int
	options []string
}

// filterOptions are those of FILTER; the last two say that they are not in this
// version.
var filterOptions = []string{
	"category", "group", "status", "origin", "nature", "institution", "from", "to", "weekday", "hours", "area", "text", "undated",
	"without-reaction", "near", "within",
}

func withFilter(options ...string) []string { return append(options, filterOptions...) }

// manyWords stands for as many files as one likes.
const manyWords = 1 << 20

var commands = map[string]command{
	"new":     {(*call).create, 1, []string{"name", "teryt", "extract", "boundary", "crs", "encoding", "answer"}},
	"sample":  {(*call).sample, 1, nil},
	"import":  {(*call).importFile, 1, []string{"project", "as", "mapping", "crs", "encoding", "source", "state-of", "answer", "rejects", "dry-run"}},
	"export":  {(*call).export, 0, withFilter("project", "public")},
	"basemap": {(*call).basemap, 2, []string{"project", "boundary", "crs", "encoding", "answer"}},
	"view":    {(*call).view, 0, withFilter("project", "size", "center", "scale", "overlay")},
	"print":   {(*call).print, 0, withFilter("project", "sheet", "paper", "landscape", "scale", "title", "public", "grey", "reading", "debate")},
	"list":    {(*call).list, 1, withFilter("project", "debate")},
	"stats":   {(*call).stats, 1, withFilter("project")},
	"compare": {(*call).compare, 0, withFilter("project", "debate", "radius", "period")},
	"check":   {(*call).check, 1, nil},
	"erase":   {(*call).erase, 1, []string{"project"}},
	"places":  {(*call).places, 1, []string{"project", "gazetteer", "phrases"}},
	"notes":   {(*call).notes, manyWords, []string{"project", "gazetteer"}},
}

// Run does the command that the arguments name and returns the exit code.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, opt Options) int {
	c := &call{ctx: ctx, stdout: stdout, stderr: stderr, opt: opt, words: wording.For(wording.PL)}
	parsed, err := parse(args)
	c.json = slices.Contains(args, "--json")
	if err == nil {
		c.args = parsed
		if l := parsed.one("lang"); l != "" {
			if !slices.Contains(wording.Langs, wording.Lang(l)) {
				err = usage("--lang %q: want pl or en", l)
			}
			c.words = wording.For(wording.Lang(l))
		}
	}
	if err == nil && (parsed.has("help") || len(parsed.words) == 0) {
		fmt.Fprintln(stdout, c.words.T("cmd.usage"))
		return 0
	}
	var out object
	if err == nil {
		name := parsed.words[0]
		cmd, ok := commands[name]
		if !ok {
			err = usageError{c.words.T("cmd.unknown", "name", name)}
		} else if err = parsed.fit(cmd); err == nil {
			// Nothing is opened before the call is known to be right.
			out, err = cmd.do(c)
		}
	}
	return c.finish(out, err)
}

// finish writes the object or the words and returns the exit code.
func (c *call) finish(out object, err error) int {
	var wrong usageError
	switch {
	case errors.As(err, &wrong):
		if c.json {
			c.write(object{"errors": []object{{"code": "usage", "text": wrong.text}}})
		}
		fmt.Fprintln(c.stderr, wrong.text)
		fmt.Fprintln(c.stderr, c.words.T("cmd.usage"))
		return 2
	case err != nil:
		text := session.New(session.Options{Lang: c.words.Lang()}).ErrorWords(err)
		if out == nil {
			out = object{}
		}
		out["errors"] = []object{{"code": codeOf(err), "text": text, "detail": err.Error()}}
		if c.json {
			c.write(out)
		}
		fmt.Fprintln(c.stderr, text)
		return 1
	case out == nil: // the command wrote itself, a line for each of many files
		return 0
	}
	if c.json {
		c.write(out)
	} else {
		c.say(out)
	}
	return 0
}

func (c *call) write(out object) {
	enc := json.NewEncoder(c.stdout)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		fmt.Fprintln(c.stderr, err)
	}
}

// say writes an object as lines for people: its plain values, sorted.
func (c *call) say(out object) {
	if text, ok := out["text"].(string); ok {
		fmt.Fprintln(c.stdout, text)
		return
	}
	keys := make([]string, 0, len(out))
	for k := range out {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		switch v := out[k].(type) {
		case string, int, float64, bool:
			fmt.Fprintf(c.stdout, "%s: %v\n", k, v)
		default:
			if b, err := json.Marshal(v); err == nil {
				fmt.Fprintf(c.stdout, "%s: %s\n", k, b)
			}
		}
	}
}

// arguments are words and options in any order; an option may be repeated.
type arguments struct {
	words   []string
	options map[string][]string
}

// flags are options without a value.
var flags = []string{"json", "help", "dry-run", "landscape", "public", "grey"}

func parse(args []string) (arguments, error) {
	a := arguments{options: map[string][]string{}}
	for i := 0; i < len(args); i++ {
		word, ok := strings.CutPrefix(args[i], "--")
		if !ok {
			a.words = append(a.words, args[i])
			continue
		}
		name, value, has := strings.Cut(word, "=")
		switch {
		case slices.Contains(flags, name):
			a.options[name] = append(a.options[name], "yes")
		case has:
			a.options[name] = append(a.options[name], value)
		case i+1 < len(args) && !strings.HasPrefix(args[i+1], "--"):
			i++
			a.options[name] = append(a.options[name], args[i])
		default:
			return a, usage("--%s: a value is missing", name)
		}
	}
	return a, nil
}

// target returns the file that --to names. The filter's last day has the same
// option, so a value that is a date is left to it.
func (c *call) target() string {
	for _, v := range c.args.all("to") {
		if _, err := data.ParseDay(v); err != nil {
			c.file = v
		}
	}
	return c.file
}

func (a arguments) has(name string) bool { return len(a.options[name]) > 0 }

func (a arguments) one(name string) string {
	if v := a.options[name]; len(v) > 0 {
		return v[len(v)-1]
	}
	return ""
}

func (a arguments) all(name string) []string { return a.options[name] }

// fit refuses options that the command does not have and words beyond those it
// takes, so that a misspelt one never passes silently.
func (a arguments) fit(cmd command) error {
	for name := range a.options {
		if name != "json" && name != "lang" && name != "help" && !slices.Contains(cmd.options, name) {
			return usage("--%s: not an option of this command", name)
		}
	}
	if n := len(a.words) - 1; n > cmd.words {
		return usage("%q: one word too many", a.words[len(a.words)-1])
	}
	return nil
}
