package mapview

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// pool shows pictures with as few image objects as were ever needed at once:
// Fyne keeps the textures of dropped objects for a minute, those of reused ones
// go at once.
type pool struct {
	box  *fyne.Container
	used map[tileKey]*canvas.Image
	free []*canvas.Image
}

func newPool() *pool {
	return &pool{box: container.NewWithoutLayout(), used: map[tileKey]*canvas.Image{}}
}

// newPicture returns an image object as the map shows pictures: the GPU scales.
func newPicture() *canvas.Image {
	return &canvas.Image{ScaleMode: canvas.ImageScaleFastest, FillMode: canvas.ImageFillStretch}
}

// show makes the pool show exactly these pictures.
func (p *pool) show(shots []*shot, where func(tileKey) rect) {
	keep := make(map[tileKey]bool, len(shots))
	for _, s := range shots {
		keep[s.key] = true
	}
	for k, im := range p.used {
		if !keep[k] {
			delete(p.used, k)
			im.Hide()
			p.free = append(p.free, im)
		}
	}
	for _, s := range shots {
		im := p.used[s.key]
		if im == nil {
			im = p.take()
			p.used[s.key] = im
		}
		lay(im, s.img, where(s.key))
	}
}

// take returns a hidden object, a new one when all are in use.
func (p *pool) take() *canvas.Image {
	if n := len(p.free); n > 0 {
		im := p.free[n-1]
		p.free = p.free[:n-1]
		return im
	}
	im := newPicture()
	im.Hidden = true
	p.box.Add(im)
	return im
}

// size is how many objects the pool made.
func (p *pool) size() int { return len(p.box.Objects) }

// lay puts a picture into a box. Its texture is made anew only when the picture
// is another one or its size changed.
func lay(im *canvas.Image, img image.Image, r rect) {
	im.Move(fyne.NewPos(float32(r.x0), float32(r.y0)))
	size := fyne.NewSize(float32(r.x1-r.x0), float32(r.y1-r.y0))
	if im.Image != img {
		im.Image = img
		im.Resize(size)
		im.Refresh()
	} else {
		im.Resize(size)
	}
	if im.Hidden {
		im.Show()
	}
}
