package tile

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// maxVector is the largest vector tile that is unpacked, in bytes: thirty times
// what the producers of tiles take for too much.
const maxVector = 16 << 20

// Unpack returns a vector tile as plain bytes. Archives hold them packed with
// gzip or zlib, or plain, whatever their metadata say. A tile that is cut off or
// unfolds beyond 16 MB is ErrDamaged; an empty one is, too, since archives leave
// empty tiles out.
func Unpack(b []byte) ([]byte, error) {
	var err error
	switch {
	case len(b) == 0:
		return nil, fmt.Errorf("%w: no bytes", ErrDamaged)
	case sniff(b) != kindVector:
		return nil, fmt.Errorf("%w: not a vector tile", ErrDamaged)
	case b[0] == 0x1f:
		b, err = gunzip(b, maxVector)
	case b[0] == 0x78:
		b, err = inflate(b, maxVector)
	}
	if err != nil {
		return nil, err
	}
	if len(b) > 0 && sniff(b) == kindVector && b[0] != 0x1a {
		return nil, fmt.Errorf("%w: packed twice", ErrDamaged)
	}
	return b, nil
}

func inflate(b []byte, limit int64) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return readUpTo(z, limit)
}

// parseLayers reads the layers that an archive's metadata name: the same list in
// MBTiles and PMTiles.
func parseLayers(b []byte) map[string][]string {
	var meta struct {
		Layers []struct {
			ID     string
			Fields map[string]any
		} `json:"vector_layers"`
	}
	if json.Unmarshal(b, &meta) != nil || len(meta.Layers) == 0 {
		return nil // they cost nothing but a look at each tile
	}
	out := map[string][]string{}
	for _, l := range meta.Layers {
		out[l.ID] = slices.Sorted(maps.Keys(l.Fields))
	}
	return out
}
