package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"pinezka/app/session"
	"pinezka/app/wording"
)

// The exit codes.
const (
	exitDone    = 0
	exitNotDone = 1 // nothing was changed
	exitUsage   = 2 // used wrongly
)

// Options are what the program knows beyond its arguments.
type Options struct {
	Version  string
	CacheDir string // keeps tiles of online base maps; "" keeps none on disk
}

// env is what a command works with.
type env struct {
	args   *arguments
	s      *session.Session
	w      *wording.Words
	out    answer
	people []string // lines for people
}

// command is one verb: the flags that it knows, and its work.
type command struct {
	flags string // names of flags with a value, parted by blanks
	bools string // names of flags without
	// filter: the command takes the options of the filter, too.
	filter  bool
	min     int // positional arguments
	max     int
	project access
	run     func(ctx context.Context, e *env) error
}

// access says how a command opens the project that --project names.
type access uint8

const (
	noProject access = iota
	reading
	writing
)

func commands() map[string]command {
	return map[string]command{
		"new":     {flags: "name boundary teryt extract", min: 1, max: 1, run: runNew},
		"sample":  {min: 1, max: 1, run: runSample},
		"import":  {flags: "as mapping crs encoding state-of answer rejects source", bools: "dry-run full-state", min: 1, max: 1, project: writing, run: runImport},
		"export":  {flags: "to", bools: "public", filter: true, project: reading, run: runExport},
		"basemap": {flags: "boundary project", min: 2, max: 2, run: runBaseMap},
		"view":    {flags: "to size center scale", filter: true, project: reading, run: runView},
		"print":   {flags: "sheet to paper scale title debate", bools: "landscape public", filter: true, project: reading, run: runPrint},
		"list":    {flags: "debate", filter: true, min: 1, max: 1, project: reading, run: runList},
		"compare": {flags: "debate radius period", filter: true, project: reading, run: runCompare},
		"check":   {min: 1, max: 1, run: runCheck},
		"places":  {min: 1, max: 1, project: reading, run: runPlaces},
	}
}

// Run does what the arguments say and returns the exit code.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, opt Options) int {
	rest, com, err := splitCommon(args)
	w := wording.For(com.lang)
	e := &env{w: w, out: answer{}}
	if err == nil {
		err = e.dispatch(ctx, rest, com, opt)
	}
	code, text := e.verdict(err)
	if text != "" {
		fmt.Fprintln(stderr, text)
		e.out.fail(codeOf(err), text)
	}
	if code == exitUsage {
		fmt.Fprintln(stderr, w.T("cmd.usage"))
	}
	people := stdout
	if com.json {
		if err := e.out.write(stdout); err != nil {
			fmt.Fprintln(stderr, err)
			return exitNotDone
		}
		people = stderr
	}
	for _, line := range e.people {
		fmt.Fprintln(people, line)
	}
	return code
}

// dispatch finds the command, opens its project and runs it.
func (e *env) dispatch(ctx context.Context, args []string, com common, opt Options) (err error) {
	if len(args) == 0 {
		return wrong("cmd.no-command")
	}
	c, ok := commands()[args[0]]
	if !ok {
		return wrong("cmd.unknown-command", "name", args[0], "names", join(slices.Sorted(maps.Keys(commands()))))
	}
	if e.args, err = parse(c, args[1:]); err != nil {
		return err
	}
	e.s = session.New(session.Options{Lang: com.lang, ReadOnly: c.project == reading, Version: opt.Version, CacheDir: opt.CacheDir})
	defer func() { err = errors.Join(err, e.s.Close()) }()
	if c.project != noProject {
		if err := e.open(c.project == writing); err != nil {
			return err
		}
	}
	if c.filter {
		if err := e.setFilter(); err != nil {
			return err
		}
	}
	return c.run(ctx, e)
}

// open opens the project of --project. A command that changes it must not find
// it held by a window.
func (e *env) open(writes bool) error {
	path, err := e.args.need("project")
	if err != nil {
		return err
	}
	if err := e.s.Open(path); err != nil {
		return err
	}
	if writes && e.s.ReadOnly() {
		return &heldError{notice: e.s.Message().Text}
	}
	return nil
}

func (e *env) say(text string) { e.people = append(e.people, text) }
