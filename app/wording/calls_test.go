package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// call is one T or N in the code of the program.
type call struct {
	where  string
	plural bool
	key    *regexp.Regexp // the keys that it may ask for
	whole  string         // the key, where it is written out
	values []string       // names of the values, with n for a plural
	open   bool           // the values are only known at run time
}

// calls reads every T("key", …) and N("key", …) in the program's views, its
// commands and its session. A part of a key that is only known at run time
// stands for one or more characters other than a point.
func calls(t *testing.T) []call {
	t.Helper()
	var out []call
	files := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			x, ok := n.(*ast.CallExpr)
			if !ok || len(x.Args) == 0 {
				return true
			}
			sel, ok := x.Fun.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "T" && sel.Sel.Name != "N" {
				return true
			}
			pattern, whole, anchored := keyOf(x.Args[0])
			if !anchored {
				return true
			}
			c := call{
				where: files.Position(x.Pos()).String(), plural: sel.Sel.Name == "N",
				key: regexp.MustCompile("^" + pattern + "$"), whole: whole, open: x.Ellipsis.IsValid(),
			}
			pairs := x.Args[1:]
			if c.plural && len(pairs) > 0 {
				c.values, pairs = append(c.values, "n"), pairs[1:]
			}
			for i := 0; i < len(pairs); i += 2 {
				if name, ok := text(pairs[i]); ok {
					c.values = append(c.values, name)
				}
			}
			out = append(out, c)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 200 {
		t.Fatalf("only %d calls found in the code: the search is wrong", len(out))
	}
	return out
}

// keyOf turns the expression of a key into a pattern. It reports whether any
// part is written out, and the whole key if all of it is.
func keyOf(e ast.Expr) (pattern, whole string, anchored bool) {
	if s, ok := text(e); ok {
		return regexp.QuoteMeta(s), s, true
	}
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		left, _, a := keyOf(b.X)
		right, _, c := keyOf(b.Y)
		return left + right, "", a || c
	}
	return `[^.]+`, "", false
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// TestCallsGiveTheValues: every key that the code asks for exists, in the kind
// (plain or plural) that it asks for, and gets all the values that it shows.
func TestCallsGiveTheValues(t *testing.T) {
	w := For(PL)
	all := calls(t)
	written := map[string]bool{}
	for _, c := range all {
		written[c.whole] = true
	}
	for _, c := range all {
		found := false
		for _, k := range w.Keys() {
			// A key written out elsewhere, such as pill.all, is no member of the
			// family that is put together here.
			if !c.key.MatchString(k) || c.whole == "" && written[k] {
				continue
			}
			found = true
			m := w.messages[k]
			if m.plural != c.plural {
				t.Errorf("%s: %s has plural forms: %v, is asked for as if %v", c.where, k, m.plural, c.plural)
			}
			for _, form := range []string{m.one, m.few, m.many} {
				for _, name := range names(form) {
					if !c.open && !slices.Contains(c.values, strings.Trim(name, "{}")) {
						t.Errorf("%s: %s shows %s, which the call does not give", c.where, k, name)
					}
				}
			}
		}
		if !found {
			t.Errorf("%s asks for %s, which no language has", c.where, c.key)
		}
	}
}

// TestKindsHaveWords: each value of the types below has its words, so that a new
// verdict, role or warning cannot reach the window without any.
func TestKindsHaveWords(t *testing.T) {
	w := For(PL)
	for _, c := range []struct {
		dir, kind string
		keys      []string // * stands for the value
		except    []string
	}{
		{dir: "../../data", kind: "Origin", keys: []string{"origin.*"}},
		{dir: "../../data", kind: "Nature", keys: []string{"nature.*"}},
		{dir: "../../data", kind: "Precision", keys: []string{"precision.*"}},
		{dir: "../../data", kind: "Label", keys: []string{"edit.*"}},
		{dir: "../../data", kind: "DebateKind", keys: []string{"debate.kind.*"}},
		{dir: "../../data", kind: "PlaceKind", keys: []string{"motion.place.kind.*", "sheet.elsewhere.*"}},
		{dir: "../../data", kind: "Baseline", keys: []string{"baseline.*", "compare.expected.*", "card.average.*", "card.share.*", "card.share.*.note", "card.expected.note.*"}},
		{dir: "../../data/compare", kind: "Verdict", keys: []string{"verdict.*", "verdict.*.count", "pill.*", "compare.sentence.*"}},
		{dir: "../../data/compare", kind: "ChangeVerdict", keys: []string{"change.*", "change.words.*"}},
		{dir: "../../data/compare", kind: "WarningKind", keys: []string{"warning.*"}},
		{dir: "../../data/privacy", kind: "CheckKind", keys: []string{"privacy.*"}},
		{dir: "../../data/exchange", kind: "Code", keys: []string{"finding.*"}},
		{dir: "../../data/exchange", kind: "Role", keys: []string{"role.*"}, except: []string{""}},
		{dir: "../../mapview/sheet", kind: "Sign", keys: []string{"sheet.sign.*"}},
		{dir: "../session", kind: "Workspace", keys: []string{"workspace.*"}},
		{dir: "../session", kind: "Preset", keys: []string{"preset.*"}},
		{dir: "../session", kind: "Step", keys: []string{"step.*"}},
	} {
		values := constants(t, c.dir, c.kind)
		if len(values) < 2 {
			t.Errorf("%s %s: %d values found: the type has moved", c.dir, c.kind, len(values))
		}
		for _, v := range values {
			if slices.Contains(c.except, v) {
				continue
			}
			for _, k := range c.keys {
				if key := strings.Replace(k, "*", v, 1); !w.Has(key) {
					t.Errorf("%s %q lacks the words %s", c.kind, v, key)
				}
			}
		}
	}
}

// constants returns the values of the constants of a string type, read from the
// sources of its package: so a new value is found without a list to forget.
func constants(t *testing.T, dir, kind string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v, ok := s.(*ast.ValueSpec)
				if !ok {
					continue
				}
				if id, ok := v.Type.(*ast.Ident); !ok || id.Name != kind {
					continue
				}
				for _, e := range v.Values {
					if s, ok := text(e); ok {
						out = append(out, s)
					}
				}
			}
		}
	}
	return out
}
