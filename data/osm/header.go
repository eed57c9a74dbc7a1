package osm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Header is what an extract says about itself.
type Header struct {
	Bound orb.Bound // the extract's box; zero when it does not say
	Date  time.Time // of the data in UTC; zero when it does not say
	By    string    // the program that wrote it
}

// HasBound tells whether the extract names its box.
func (h Header) HasBound() bool { return h.Bound != orb.Bound{} }

// ReadHeader reads an extract's first block. Its errors wrap ErrNotExtract or
// ErrTruncated.
func ReadHeader(path string) (Header, error) {
	if is, err := isXML(path); err != nil {
		return Header{}, err
	} else if is {
		return headerOfXML(path)
	}
	x, err := openFile(path)
	if err != nil {
		return Header{}, err
	}
	defer x.f.Close()
	return x.header()
}

// header reads the first block.
func (x *file) header() (Header, error) {
	b, err := x.next()
	if errors.Is(err, io.EOF) {
		return Header{}, x.fault(0, ErrNotExtract, "")
	}
	if err != nil {
		return Header{}, err
	}
	msg, err := b.unpack(nil)
	if err != nil {
		return Header{}, x.fault(b.at, ErrNotExtract, err.Error())
	}
	h, err := decodeHeader(msg)
	if err != nil {
		return Header{}, x.fault(b.at, ErrNotExtract, err.Error())
	}
	return h, nil
}

// features are what a reader must know; the header names those a file needs.
var features = []string{"OsmSchema-V0.6", "DenseNodes"}

func decodeHeader(b []byte) (Header, error) {
	var h Header
	w := wire{b: b}
	for w.next() {
		switch w.field {
		case 1:
			var side [4]float64 // left, right, top, bottom
			box := wire{b: w.data}
			for box.next() {
				if i := box.field - 1; i >= 0 && i < len(side) {
					side[i] = float64(zigzag(box.value)) / 1e9
				}
			}
			if box.err != nil {
				return h, box.err
			}
			b := orb.Bound{Min: orb.Point{side[0], side[3]}, Max: orb.Point{side[1], side[2]}}
			if b.Min[0] < b.Max[0] && b.Min[1] < b.Max[1] {
				h.Bound = b
			}
		case 4:
			if need := string(w.data); !slices.Contains(features, need) {
				return h, fmt.Errorf("it needs %q", need)
			}
		case 16:
			h.By = string(w.data)
		case 32:
			if w.value > 0 && w.value <= lastSecond {
				h.Date = time.Unix(int64(w.value), 0).UTC()
			}
		}
	}
	return h, w.err
}

// Extent returns the box around an extract's nodes without the outermost 0.5 %
// on each side: for extracts whose header names none, since a few long ways
// reach far beyond what was asked for.
func Extent(ctx context.Context, path string) (orb.Bound, error) {
	var axis [2][]int32
	err := eachNode(ctx, path, func(p fixed) {
		axis[0], axis[1] = append(axis[0], p[0]), append(axis[1], p[1])
	})
	if err != nil {
		return orb.Bound{}, err
	}
	n := len(axis[0])
	if n == 0 {
		return orb.Bound{}, &FileError{File: path, Err: ErrNotExtract, Detail: "it holds no nodes"}
	}
	const outer = 200 // one in so many on each side
	var lo, hi fixed
	for i := range axis {
		slices.Sort(axis[i])
		lo[i], hi[i] = axis[i][n/outer], axis[i][n-1-n/outer]
	}
	return orb.Bound{Min: lo.point(), Max: hi.point()}, nil
}

// eachNode gives the places of all nodes.
func eachNode(ctx context.Context, path string, give func(fixed)) error {
	take := func(c contents, _ int64) error {
		for _, p := range c.places {
			give(p)
		}
		return nil
	}
	if is, err := isXML(path); err != nil {
		return err
	} else if is {
		_, c, err := contentsOfXML(ctx, path, nil)
		return errors.Join(err, take(c, 0))
	}
	x, err := openFile(path)
	if err != nil {
		return err
	}
	defer x.f.Close()
	if _, err := x.header(); err != nil {
		return err
	}
	return inOrder(ctx, x.next, x.decoder(nodesAndRelations), take)
}
