package morph_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pinezka/assets"
	"pinezka/data/gazetteer/morph"
)

func dictionary(t testing.TB) *morph.Dictionary {
	t.Helper()
	d, err := morph.Open(assets.Read("morphology/polish.dict"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func readings(r *morph.Reader, form string, plain bool) []string {
	var out []string
	visit := func(lemma, tags []byte) { out = append(out, string(lemma)+" "+string(tags)) }
	if plain {
		r.LookPlain(form, visit)
	} else {
		r.Look(form, visit)
	}
	slices.Sort(out)
	return out
}

func TestLook(t *testing.T) {
	r := &morph.Reader{Dict: dictionary(t)}
	for _, c := range []struct {
		form string
		want []string
	}{
		{"szkole", []string{"szkoła subst:sg:dat:f+subst:sg:loc:f"}},
		{"Rejtanem", []string{"Rejtan subst:sg:inst:m1"}},
		{"zimowej", []string{"zimowy adj:sg:dat:f:pos+adj:sg:gen:f:pos+adj:sg:loc:f:pos"}},
		{"Wisłoką", []string{"Wisłoka subst:sg:inst:f"}},
		{"najgorzej", []string{"źle adv:sup"}}, // the front is cut, too
		{"Zimowej", nil},                       // as written only
		{"xyzzy", nil},
		{"", nil},
		{strings.Repeat("a", 300), nil},
	} {
		if got := readings(r, c.form, false); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.form, got, c.want)
		}
	}
	if got := readings(r, "swiadka", true); !slices.Contains(got, "świadek subst:sg:acc:m1+subst:sg:gen:m1") {
		t.Errorf("without Polish letters: %q", got)
	}
}

// TestLookAllocatesNothing: a look-up is made for each word of each sentence.
func TestLookAllocatesNothing(t *testing.T) {
	r := &morph.Reader{Dict: dictionary(t)}
	n := 0
	visit := func(lemma, tags []byte) { n += len(lemma) + len(tags) }
	if a := testing.AllocsPerRun(100, func() { r.Look("zimowej", visit); r.LookPlain("swiadka", visit) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
	if n == 0 {
		t.Error("nothing was found")
	}
}

// FuzzDamaged: whatever bytes stand in the automaton, a look-up ends and reads
// nothing beyond them.
func FuzzDamaged(f *testing.F) {
	b := assets.Read("morphology/polish.dict")
	f.Add(8+32, byte(0x5f), 0, "szkole")
	f.Add(9+32, byte(0xff), 2000, "zimowej")
	f.Add(70, byte(0), 100, "Rejtana")
	f.Fuzz(func(t *testing.T, at int, value byte, keep int, form string) {
		c := b
		if keep > 0 {
			c = c[:keep%len(c)]
		}
		// The nodes near the root lie at the front.
		c = slices.Clone(c[:min(len(c), 1<<16)])
		if len(c) > 0 {
			c[(at%len(c)+len(c))%len(c)] = value
		}
		d, err := morph.Open(c)
		if err != nil {
			if !errors.Is(err, morph.ErrNotDictionary) {
				t.Errorf("%v", err)
			}
			return
		}
		r := &morph.Reader{Dict: d}
		r.Look(form, func(lemma, tags []byte) {})
		r.LookPlain(form, func(lemma, tags []byte) {})
	})
}

func BenchmarkLook(b *testing.B) {
	r := &morph.Reader{Dict: dictionary(b)}
	b.ReportAllocs()
	for b.Loop() {
		r.Look("krzyżanowskiego", func(lemma, tags []byte) {})
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, b := range []string{"", `\fsa`, "\\fsa\xc6\x00\x07\x20", "\\fsa\xc6\x01\x07\x00\xe0", "\\fsa\x05aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		if _, err := morph.Open([]byte(b)); !errors.Is(err, morph.ErrNotDictionary) {
			t.Errorf("%q: %v", b, err)
		}
	}
}
