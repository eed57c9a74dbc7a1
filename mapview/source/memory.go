package source

import (
	"context"
	"iter"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// Memory is a source of features that are all at hand. It never changes once
// made, so that it may be asked from any goroutine without a lock; new features
// make a new Memory.
type Memory struct {
	features []Feature
	tree     rtree.RTreeG[int32] // places in features
	bound    orb.Bound
}

// NewMemory returns a source of the features. They are not copied and must not be
// changed any more. Features without a place are left out.
func NewMemory(features []Feature) *Memory {
	m := &Memory{features: features}
	for i, f := range features {
		if f.Geometry == nil {
			continue
		}
		b := f.Geometry.Bound()
		if b.IsEmpty() {
			continue
		}
		if m.tree.Len() == 0 {
			m.bound = b
		}
		m.bound = m.bound.Union(b)
		m.tree.Insert(b.Min, b.Max, int32(i))
	}
	return m
}

// Len returns how many features have a place.
func (m *Memory) Len() int { return m.tree.Len() }

// Bound is the box of degrees around all features.
func (m *Memory) Bound() orb.Bound { return m.bound }

// Features yields the features whose boxes touch the query's bound. The only
// error is that of a context that has ended.
func (m *Memory) Features(ctx context.Context, q Query) iter.Seq2[Feature, error] {
	return func(yield func(Feature, error) bool) {
		n := 0
		m.tree.Search(q.Bound.Min, q.Bound.Max, func(_, _ [2]float64, i int32) bool {
			// Asking the context costs more than finding a feature, so not each time.
			if n++; n%1024 == 1 && ctx.Err() != nil {
				yield(Feature{}, ctx.Err())
				return false
			}
			return yield(m.features[i], nil)
		})
	}
}
