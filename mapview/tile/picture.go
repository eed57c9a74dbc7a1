package tile

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // a tile's format
	_ "image/png"  // a tile's format

	_ "golang.org/x/image/webp" // a tile's format
)

// maxSide is the largest picture that counts as a tile, in pixels. A file may
// claim any size; this one keeps a picture below 4 MB.
const maxSide = 1024

// maxBody is the largest stored tile that is read, in bytes.
const maxBody = 4 << 20

// kind is what a tile's bytes are.
type kind uint8

const (
	kindUnknown kind = iota
	kindPicture
	kindVector
)

// sniff tells pictures and vector tiles by their first bytes. Vector tiles are
// compressed as a rule; plain ones start with the tag of a layer (field 3).
func sniff(b []byte) kind {
	switch {
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")),
		bytes.HasPrefix(b, []byte("\xff\xd8\xff")),
		len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		return kindPicture
	case bytes.HasPrefix(b, []byte{0x1f, 0x8b}), // gzip
		len(b) > 2 && b[0] == 0x78 && (int(b[0])<<8|int(b[1]))%31 == 0, // zlib
		len(b) > 2 && b[0] == 0x1a && b[2] != 0:
		return kindVector
	}
	return kindUnknown
}

// decode turns a stored tile into pixels. The size is looked at before any
// memory is taken for it.
func decode(b []byte) (img *image.RGBA, err error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("%w: no bytes", ErrDamaged)
	}
	// The decoders are other people's, and the bytes are a stranger's: one bad tile
	// must not end the program.
	defer func() {
		if r := recover(); r != nil {
			img, err = nil, fmt.Errorf("%w: decoder failed: %v", ErrDamaged, r)
		}
	}()
	cfg, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxSide || cfg.Height > maxSide {
		return nil, fmt.Errorf("%w: claims %d x %d pixels", ErrDamaged, cfg.Width, cfg.Height)
	}
	src, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	r := src.Bounds()
	if m, ok := src.(*image.RGBA); ok && r.Min == (image.Point{}) && m.Stride == 4*r.Dx() {
		return m, nil
	}
	m := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(m, m.Bounds(), src, r.Min, draw.Src)
	return m, nil
}
