package tile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"time"
)

// kept is a tile in the disk cache with what its headers said.
type kept struct {
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	Expires      time.Time `json:"expires"`
	Body         []byte    `json:"-"`
}

// diskCache keeps fetched tiles, one file each: a line of JSON, then the tile
// as it came. Each address has a folder of its own. With an empty folder name it
// keeps nothing.
type diskCache struct{ dir string }

func newDiskCache(root, template string) diskCache {
	if root == "" {
		return diskCache{}
	}
	sum := sha256.Sum256([]byte(template))
	return diskCache{filepath.Join(root, hex.EncodeToString(sum[:8]))}
}

func (c diskCache) path(id ID) string {
	return filepath.Join(c.dir, strconv.Itoa(int(id.Z)), strconv.Itoa(int(id.X)), strconv.Itoa(int(id.Y))+".tile")
}

// load returns a tile; a file that cannot be understood counts as none.
func (c diskCache) load(id ID) (kept, bool) {
	if c.dir == "" {
		return kept{}, false
	}
	b, err := os.ReadFile(c.path(id))
	if err != nil {
		return kept{}, false
	}
	line, body, ok := bytes.Cut(b, []byte("\n"))
	var k kept
	if !ok || json.Unmarshal(line, &k) != nil || sniff(body) != kindPicture {
		return kept{}, false
	}
	k.Body = body
	return k, true
}

// store writes through a second file, so that a kill leaves the old tile or the
// new one.
func (c diskCache) store(id ID, k kept) error {
	if c.dir == "" {
		return nil
	}
	head, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("keep tile %v: %w", id, err)
	}
	path := c.path(id)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep tile %v: %w", id, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return fmt.Errorf("keep tile %v: %w", id, err)
	}
	_, err = f.Write(append(append(head, '\n'), k.Body...))
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("keep tile %v: %w", id, err)
	}
	return nil
}

// prune removes the tiles that were written longest ago until the rest takes at
// most limit bytes.
func (c diskCache) prune(limit int64, stop <-chan struct{}) {
	if c.dir == "" {
		return
	}
	type file struct {
		path string
		size int64
		when time.Time
	}
	var files []file
	var total int64
	err := filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		select {
		case <-stop:
			return fs.SkipAll
		default:
		}
		if err != nil || d.IsDir() {
			return nil // an unreadable folder is left alone
		}
		if st, err := d.Info(); err == nil {
			files = append(files, file{path, st.Size(), st.ModTime()})
			total += st.Size()
		}
		return nil
	})
	if err != nil || total <= limit {
		return
	}
	sort.Slice(files, func(i, j int) bool { return files[i].when.Before(files[j].when) })
	for _, f := range files {
		if total <= limit {
			return
		}
		if os.Remove(f.path) == nil {
			total -= f.size
		}
	}
}
