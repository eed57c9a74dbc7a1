package window

import (
	"context"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pinezka/app/session"
)

var lookDir = flag.String("look", "", "folder for pictures of the views, to look at")

// desk is a window on a fresh sample, drawn in memory.
type desk struct {
	t   *testing.T
	q   *session.Queue
	s   *session.Session
	w   *Window
	win fyne.Window
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	a := test.NewTempApp(t)
	th := &Theme{Variant: Variant(nil)}
	a.Settings().SetTheme(th)
	q := &session.Queue{}
	s := session.New(session.Options{Post: q.Post, Version: "test", User: "test"})
	path, err := s.CreateSample(context.Background(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(path); err != nil {
		t.Fatal(err)
	}
	win := test.NewTempWindow(t, nil)
	win.SetPadded(false)
	w := New(s, win, th, Host{Post: q.Post})
	win.Resize(fyne.NewSize(1440, 900))
	d := &desk{t: t, q: q, s: s, w: w, win: win}
	t.Cleanup(func() {
		w.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	d.settle()
	return d
}

// settle lets the workers end.
func (d *desk) settle() {
	d.t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); {
		if d.q.Drain() {
			continue
		}
		if d.w.m.Settled() && !d.s.Compare.Running() && d.s.Busy().What == "" && (d.s.Workspace() != session.WorkspacePrint || d.s.Sheet.NotReady() == "") {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
	d.t.Fatal("the views did not settle")
}

// look keeps a picture when asked to.
func (d *desk) look(name string) {
	d.t.Helper()
	if *lookDir == "" {
		return
	}
	f, err := os.Create(filepath.Join(*lookDir, name+".png"))
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, d.win.Canvas().Capture()); err != nil {
		d.t.Fatal(err)
	}
}

func TestWorkspaces(t *testing.T) {
	d := openDesk(t)
	if got := d.s.Filter.Total(); got != 1800 {
		t.Fatalf("the sample has %d reports, want 1800", got)
	}
	d.look("1-map")
	d.s.Filter.OnlyGroup("substances")
	d.s.Filter.SetPeriod(d.s.Filter.PresetPeriod(session.PresetYear))
	d.w.toggleTable()
	d.s.Selection.Select(d.s.Filter.At(0).ID)
	d.settle()
	d.look("2-filtered")
	d.s.Filter.Reset()
	d.w.toggleTable()
	d.w.ShowComparison()
	d.settle()
	d.w.ShowComparison()
	d.settle()
	d.look("3-comparison")
	if _, ok := d.s.Compare.Result(); !ok {
		t.Error("no comparison")
	}
	d.s.SetWorkspace(session.WorkspaceDebates)
	d.settle()
	d.look("4-debates")
	d.s.SetWorkspace(session.WorkspacePrint)
	d.settle()
	d.look("5-print")
	if len(d.s.Sheet.Pages()) == 0 {
		t.Error("no page in the preview")
	}
	d.s.SetWorkspace(session.WorkspaceMap)
	d.w.ShowStart()
	d.settle()
	d.look("6-start")
}
