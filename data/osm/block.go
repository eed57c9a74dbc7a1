package osm

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
)

// Limits that the format sets.
const (
	maxHead = 64 << 10
	maxBlob = 32 << 20
)

// file is an extract that is being read, block after block.
type file struct {
	name string
	f    *os.File
	size int64
	at   int64 // where the next block begins
}

func openFile(path string) (*file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open extract: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("open extract: %w", err)
	}
	x := &file{name: path, f: f, size: info.Size()}
	switch {
	case info.IsDir():
		err = x.fault(0, ErrNotExtract, "it is a folder")
	case x.size == 0:
		err = x.fault(0, ErrNotExtract, "the file is empty")
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return x, nil
}

func (x *file) fault(at int64, err error, detail string) error {
	return &FileError{File: x.name, Offset: at, Err: err, Detail: detail}
}

// blob is one block of the file, still packed.
type blob struct {
	at   int64
	data bool // OSMData; else OSMHeader
	raw  []byte
}

// next reads the block at x.at; io.EOF after the last. A block of a kind that is
// not known is passed over, as the format asks.
func (x *file) next() (blob, error) {
	for {
		at := x.at
		var size [4]byte
		switch n, err := x.f.ReadAt(size[:], at); {
		case n == 0 && errors.Is(err, io.EOF):
			return blob{}, io.EOF
		case err != nil:
			return blob{}, x.readFault(at, at, err)
		}
		n := int64(binary.BigEndian.Uint32(size[:]))
		if n == 0 || n > maxHead {
			return blob{}, x.fault(at, ErrNotExtract, "no block begins here")
		}
		head := make([]byte, n)
		if _, err := x.f.ReadAt(head, at+4); err != nil {
			return blob{}, x.readFault(at, at+4, err)
		}
		kind, length := "", int64(-1)
		w := wire{b: head}
		for w.next() {
			switch w.field {
			case 1:
				kind = string(w.data)
			case 3:
				length = int64(w.value)
			}
		}
		switch {
		case w.err != nil, kind == "", length < 0, length > maxBlob:
			return blob{}, x.fault(at, ErrNotExtract, "no block begins here")
		case at == 0 && kind != "OSMHeader":
			return blob{}, x.fault(at, ErrNotExtract, "it does not begin with OSMHeader")
		}
		body := at + 4 + n
		if body+length > x.size {
			return blob{}, x.fault(at, ErrTruncated, fmt.Sprintf("%d bytes are missing", body+length-x.size))
		}
		x.at = body + length
		if kind != "OSMHeader" && kind != "OSMData" {
			continue
		}
		raw := make([]byte, length)
		if _, err := x.f.ReadAt(raw, body); err != nil {
			return blob{}, x.readFault(at, body, err)
		}
		return blob{at: at, data: kind == "OSMData", raw: raw}, nil
	}
}

// readFault tells a file that ends early from one that cannot be read. In the
// first bytes, an early end means that it never was an extract.
func (x *file) readFault(block, at int64, err error) error {
	switch {
	case !errors.Is(err, io.EOF):
		return x.fault(block, err, "")
	case block == 0 && at == 0:
		return x.fault(block, ErrNotExtract, "")
	}
	if block == 0 {
		// Text that begins with a small number would look like a block's head.
		head := make([]byte, 9)
		if n, _ := x.f.ReadAt(head, 6); !bytes.HasPrefix([]byte("OSMHeader"), head[:n]) {
			return x.fault(block, ErrNotExtract, "")
		}
	}
	return x.fault(block, ErrTruncated, "")
}

// unpack returns the block's message. The buffer is used when it is large enough.
func (b *blob) unpack(buf []byte) ([]byte, error) {
	var packed []byte
	size := int64(-1)
	w := wire{b: b.raw}
	for w.next() {
		switch w.field {
		case 1:
			return w.data, nil
		case 2:
			size = int64(w.value)
		case 3:
			packed = w.data
		case 4, 5, 6, 7:
			return nil, errors.New("packed in a way other than zlib")
		}
	}
	switch {
	case w.err != nil:
		return nil, w.err
	case packed == nil:
		return nil, errors.New("a block without data")
	case size < 0 || size > maxBlob:
		return nil, errors.New("a block larger than 32 MiB")
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	defer z.Close()
	if int64(cap(buf)) < size {
		buf = make([]byte, size)
	}
	buf = buf[:size]
	if _, err := io.ReadFull(z, buf); err != nil {
		return nil, fmt.Errorf("unpack: %v", err) // an early end here is no end of the file
	}
	// The check sum stands at the end and is only looked at there.
	if n, err := z.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("unpack: not %d bytes, or damaged", size)
	}
	return buf, nil
}

// inOrder gives the blocks that next yields to workers and their results, in
// the order of the file, to take. work gets a buffer of its own to use again.
func inOrder[T any](ctx context.Context, next func() (blob, error), work func(*blob, *[]byte) (T, error), take func(T, int64) error) error {
	type job struct {
		blob blob
		out  T
		err  error
		done chan struct{}
	}
	ctx, cancel := context.WithCancel(ctx)
	workers := max(2, min(8, runtime.GOMAXPROCS(0)))
	todo := make(chan *job)
	queue := make(chan *job, 2*workers) // bounds how far reading runs ahead
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range workers {
		wg.Go(func() {
			var buf []byte
			for j := range todo {
				if j.err == nil {
					j.out, j.err = work(&j.blob, &buf)
				}
				close(j.done)
			}
		})
	}
	wg.Go(func() {
		defer close(queue)
		defer close(todo)
		for ctx.Err() == nil {
			b, err := next()
			if errors.Is(err, io.EOF) {
				return
			}
			j := &job{blob: b, err: err, done: make(chan struct{})}
			select {
			case queue <- j:
			case <-ctx.Done():
				return
			}
			todo <- j
			if err != nil {
				return
			}
		}
	})
	for j := range queue {
		<-j.done
		if err := ctx.Err(); err != nil {
			return err
		}
		if j.err != nil {
			return j.err
		}
		if err := take(j.out, j.blob.at); err != nil {
			return err
		}
	}
	return ctx.Err()
}
