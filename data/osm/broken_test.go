package osm

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

func readAll(path string) (Header, Stats, int, error) {
	n := 0
	h, st, err := Read(context.Background(), path, nil, func(Object) error {
		n++
		return nil
	})
	return h, st, n, err
}

func fileOf(t testing.TB, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.osm.pbf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNotExtract(t *testing.T) {
	good, err := os.ReadFile(rzeszow)
	if err != nil {
		t.Fatal(err)
	}
	second := bytes.Index(good, []byte("OSMData")) - 6 // where the second block begins
	damaged := bytes.Clone(good)
	for i := second + 200; i < second+1200; i++ {
		damaged[i] ^= 0xff
	}
	for _, tt := range []struct {
		name   string
		bytes  []byte
		want   error
		offset int64 // -1: anywhere
	}{
		{"empty", nil, ErrNotExtract, 0},
		{"one byte", []byte{0}, ErrNotExtract, 0},
		{"text", []byte(strings.Repeat("this is no map ", 100)), ErrNotExtract, 0},
		{"another XML", []byte("<?xml version='1.0'?><gpx version='1.1'></gpx>"), ErrNotExtract, -1},
		{"zip", append([]byte("PK\x03\x04"), make([]byte, 500)...), ErrNotExtract, 0},
		{"zeros", make([]byte, 5000), ErrNotExtract, 0},
		{"data block first", good[second:], ErrNotExtract, 0},
		{"cut in the head", good[:10], ErrTruncated, 0},
		{"cut in the first block", good[:second-5], ErrTruncated, 0},
		{"cut in a length", good[:second+2], ErrTruncated, int64(second)},
		{"cut in a block's head", good[:second+9], ErrTruncated, int64(second)},
		{"cut in a block", good[:second+1000], ErrTruncated, int64(second)},
		{"cut in the last block", good[:len(good)-1], ErrTruncated, -1},
		{"bytes turned over", damaged, ErrNotExtract, int64(second)},
		{"something behind it", append(bytes.Clone(good), "tail"...), ErrNotExtract, int64(len(good))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, _, err := readAll(fileOf(t, tt.bytes))
			var where *FileError
			if !errors.Is(err, tt.want) || !errors.As(err, &where) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if tt.offset >= 0 && where.Offset != tt.offset {
				t.Errorf("at byte %d, want %d", where.Offset, tt.offset)
			}
		})
	}
	if _, _, _, err := readAll(filepath.Join(t.TempDir(), "none.osm.pbf")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, _, _, err := readAll(t.TempDir()); !errors.Is(err, ErrNotExtract) {
		t.Errorf("folder: %v", err)
	}
}

// message writes protocol buffer messages for the tests.
type message []byte

func (m message) number(field, v uint64) message {
	return binary.AppendUvarint(binary.AppendUvarint(m, field<<3), v)
}

func (m message) bytes(field uint64, b []byte) message {
	m = binary.AppendUvarint(binary.AppendUvarint(m, field<<3|2), uint64(len(b)))
	return append(m, b...)
}

func signed(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

func deltas(vs ...int64) []byte {
	var b []byte
	last := int64(0)
	for _, v := range vs {
		b = binary.AppendUvarint(b, signed(v-last))
		last = v
	}
	return b
}

func packed(vs ...uint64) []byte {
	var b []byte
	for _, v := range vs {
		b = binary.AppendUvarint(b, v)
	}
	return b
}

// made makes a file of one header and blocks of data; every second one is packed.
func made(header []byte, blocks ...[]byte) []byte {
	var out []byte
	for i, b := range append([][]byte{header}, blocks...) {
		kind := "OSMData"
		if i == 0 {
			kind = "OSMHeader"
		}
		blob := message{}.bytes(1, b)
		if i%2 == 1 {
			var z bytes.Buffer
			w := zlib.NewWriter(&z)
			w.Write(b) //nolint:errcheck // a buffer takes all
			w.Close()
			blob = message{}.number(2, uint64(len(b))).bytes(3, z.Bytes())
		}
		out = framed(out, kind, blob)
	}
	return out
}

func framed(out []byte, kind string, blob []byte) []byte {
	head := message{}.bytes(1, []byte(kind)).number(3, uint64(len(blob)))
	out = binary.BigEndian.AppendUint32(out, uint32(len(head)))
	return append(append(out, head...), blob...)
}

func table(words ...string) []byte {
	var m message
	for _, w := range words {
		m = m.bytes(1, []byte(w))
	}
	return m
}

// TestMadeFile reads what no sample has: blocks out of order, plain nodes, other
// units, dates, nodes that are missing or beyond the world.
func TestMadeFile(t *testing.T) {
	header := message{}.bytes(4, []byte("OsmSchema-V0.6")).bytes(4, []byte("DenseNodes")).bytes(16, []byte("test"))
	way := message{}.number(1, 7).bytes(2, packed(1)).bytes(3, packed(2)).bytes(8, deltas(2, 99, 1)).
		bytes(4, message{}.number(2, 1_700_000_000))
	ways := message{}.bytes(1, table("", "highway", "path")).bytes(2, message{}.bytes(3, way))
	// Nodes by themselves, in steps of 1000 nanodegrees from 20 E, 50 N, after the way and falling.
	node := func(id, x, y int64) []byte {
		return message{}.number(1, signed(id)).number(8, signed(y)).number(9, signed(x)).bytes(2, packed(1)).bytes(3, packed(2))
	}
	nodes := message{}.bytes(2, message{}.bytes(1, node(2, 1000, 2000))).bytes(2, message{}.bytes(1, node(1, 3000, -4000))).
		bytes(1, table("", "natural", "tree")).number(17, 1000).number(19, 50e9).number(20, 20e9)
	dense := message{}.bytes(1, table("", "name", "Świerk")).bytes(2, message{}.bytes(2, message{}.
		bytes(1, deltas(5, 6)).bytes(8, deltas(50e7, 950e7)).bytes(9, deltas(21e7, 21e7)).bytes(10, packed(1, 2, 0, 1, 2, 0))))
	path := fileOf(t, made(header, ways, nodes, dense))
	var got []Object
	h, st, err := Read(context.Background(), path, nil, func(o Object) error {
		got = append(got, o)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 || st.Nodes != 3 || st.Ways != 1 || st.MissingNodes != 1 {
		t.Fatalf("%d objects, stats %+v", len(got), st)
	}
	if p := got[0].Geometry.(orb.Point); p != (orb.Point{20.001, 50.002}) {
		t.Errorf("node at %v", p)
	}
	if p := got[2].Geometry.(orb.Point); p != (orb.Point{21, 50}) || got[2].Tags.Name() != "Świerk" {
		t.Errorf("dense node at %v, %v", p, got[2].Tags)
	}
	if l := got[3].Geometry.(orb.LineString); len(l) != 2 || l[0] != (orb.Point{20.001, 50.002}) || l[1] != (orb.Point{20.003, 49.996}) {
		t.Errorf("way at %v", l)
	}
	if h.HasBound() || h.By != "test" || !h.Date.Equal(time.Unix(1_700_000_000, 0)) {
		t.Errorf("header %+v", h)
	}
	b, err := Extent(context.Background(), path)
	if err != nil || b.Min[0] != 20.001 || b.Max[0] != 21 {
		t.Errorf("extent %v %v", b, err)
	}
}

// TestHeader: the date of the replication goes before that of the objects.
func TestHeader(t *testing.T) {
	box := message{}.number(1, signed(22_000_000_000)).number(2, signed(22_034_500_000)).number(3, signed(50_034_500_000)).number(4, signed(50_015_000_000))
	header := message{}.bytes(1, box).bytes(4, []byte("OsmSchema-V0.6")).bytes(5, []byte("Sort.Type_then_ID")).number(32, 1_712_361_600)
	node := message{}.number(1, signed(2)).number(8, 1).number(9, 1).bytes(4, message{}.number(2, 1_700_000_000))
	path := fileOf(t, made(header, message{}.bytes(2, message{}.bytes(1, node))))
	h, _, _, err := readAll(path)
	if err != nil {
		t.Fatal(err)
	}
	want := Header{
		Bound: orb.Bound{Min: orb.Point{22, 50.015}, Max: orb.Point{22.0345, 50.0345}},
		Date:  time.Date(2024, 4, 6, 0, 0, 0, 0, time.UTC),
	}
	if h != want {
		t.Errorf("%+v, want %+v", h, want)
	}
	if first, err := ReadHeader(path); err != nil || first != want {
		t.Errorf("%+v, %v", first, err)
	}
}

func TestMadeFaults(t *testing.T) {
	header := message{}.bytes(4, []byte("OsmSchema-V0.6"))
	way := func(m message) []byte { return message{}.bytes(1, table("", "a")).bytes(2, message{}.bytes(3, m)) }
	for name, b := range map[string][]byte{
		"a feature that is not known":   made(message{}.bytes(4, []byte("HistoricalInformation"))),
		"a key beyond the strings":      made(header, way(message{}.number(1, 1).bytes(2, packed(9)).bytes(3, packed(1)))),
		"a key without a value":         made(header, way(message{}.number(1, 1).bytes(2, packed(1, 1)).bytes(3, packed(1)))),
		"a number that does not end":    made(header, way(message{}.number(1, 1).bytes(8, []byte{0x80, 0x80}))),
		"nodes without places":          made(header, message{}.bytes(2, message{}.bytes(2, message{}.bytes(1, deltas(1, 2)).bytes(8, deltas(1)).bytes(9, deltas(1))))),
		"dense tags beyond the strings": made(header, message{}.bytes(2, message{}.bytes(2, message{}.bytes(1, deltas(1)).bytes(8, deltas(1)).bytes(9, deltas(1)).bytes(10, packed(4, 4, 0))))),
		"a role beyond the strings": made(header, message{}.bytes(1, table("", "type", "multipolygon")).bytes(2, message{}.bytes(4,
			message{}.number(1, 1).bytes(2, packed(1)).bytes(3, packed(2)).bytes(8, packed(9)).bytes(9, deltas(1)).bytes(10, packed(1))))),
		"no units":                       made(header, message{}.number(17, 0)),
		"a length beyond the block":      made(header, []byte{2<<3 | 2, 200}),
		"a block that is no zlib stream": framed(made(header), "OSMData", message{}.number(2, 10).bytes(3, []byte("nonsense"))),
		"a block packed by other means":  framed(made(header), "OSMData", message{}.number(2, 10).bytes(7, []byte("zstd"))),
		"a block that claims too much":   framed(made(header), "OSMData", message{}.number(2, 1<<40).bytes(3, []byte("x"))),
	} {
		if _, _, _, err := readAll(fileOf(t, b)); !errors.Is(err, ErrNotExtract) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzRead: whatever the bytes, reading ends without a panic and says what is
// wrong. The blocks of the seeds are not packed, so that changes reach the decoder.
func FuzzRead(f *testing.F) {
	header := message{}.bytes(4, []byte("OsmSchema-V0.6"))
	strs := table("", "type", "multipolygon", "outer", "highway", "path")
	dense := message{}.bytes(1, strs).bytes(2, message{}.bytes(2, message{}.bytes(1, deltas(1, 2, 3)).
		bytes(8, deltas(1, 2, 3)).bytes(9, deltas(1, 2, 1)).bytes(10, packed(4, 5, 0, 0, 0))))
	ways := message{}.bytes(1, strs).bytes(2, message{}.bytes(3, message{}.number(1, 1).bytes(2, packed(4)).bytes(3, packed(5)).bytes(8, deltas(1, 2, 3, 1))))
	rels := message{}.bytes(1, strs).bytes(2, message{}.bytes(4, message{}.number(1, 1).bytes(2, packed(1)).bytes(3, packed(2)).
		bytes(8, packed(3)).bytes(9, deltas(1)).bytes(10, packed(1))))
	f.Add(made(header, dense, ways, rels))
	f.Add(made(header, nil, dense, nil, ways, nil, rels))
	if good, err := os.ReadFile(rzeszow); err == nil {
		f.Add(good[:3000])
	}
	f.Add([]byte(nil))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(dir, "fuzz.osm.pbf")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		c := NewCollector(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}})
		_, _, err := Read(context.Background(), path, nil, func(o Object) error {
			c.Add(o)
			return nil
		})
		if err != nil && !errors.Is(err, ErrNotExtract) && !errors.Is(err, ErrTruncated) {
			t.Errorf("error %v", err)
		}
		c.Content()
	})
}

func FuzzLine(f *testing.F) {
	f.Add(AppendLine(nil, orb.LineString{{22, 50}, {22.1, 50.1}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, rest, err := CutLine(b, nil)
		if err != nil {
			return
		}
		again, _, err := CutLine(AppendLine(nil, l), nil)
		if len(rest) > len(b) || err != nil || len(again) != len(l) {
			t.Errorf("%v, again %v, %v", l, again, err)
		}
	})
}
