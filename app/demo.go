package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pinezka/app/session"
	"pinezka/app/window"
	"pinezka/app/wording"
)

// demo opens the window on the comparison of the sample's second debate. Without
// a display it draws the same views into DIR/okno.png, the meeting map into
// DIR/mapa-A3.pdf and .png, and tells in five lines what was read, found and
// printed.
func demo(ctx context.Context, dir string) int {
	s := session.New(session.Options{Lang: wording.PL, Version: Version})
	path, err := s.CreateSample(ctx, dir, nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, fmt.Errorf("%w: %w", errNoSample, err))
		return 1
	}
	if hasDisplay() {
		if err := s.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return openWindow(path, session.WorkspaceCompare)
	}
	if err := drawDemo(ctx, s, path, dir); err != nil {
		fmt.Fprintln(os.Stderr, s.ErrorWords(err), "\n", err)
		return 1
	}
	return 0
}

func drawDemo(ctx context.Context, maker *session.Session, path, dir string) error {
	if err := maker.Close(); err != nil {
		return err
	}
	// Fyne's in-memory driver draws the very views of the window.
	a := test.NewApp()
	th := &window.Theme{Variant: window.Variant(nil)}
	a.Settings().SetTheme(th)
	q := &session.Queue{}
	s := session.New(session.Options{Lang: wording.PL, Version: Version, Post: q.Post, ReadOnly: true})
	if err := s.Open(path); err != nil {
		return err
	}
	win := test.NewWindow(nil)
	w := window.New(s, win, th, window.Host{Post: q.Post})
	win.SetPadded(false)
	win.Resize(fyne.NewSize(1440, 900))
	w.ShowComparison()
	settle(q, func() bool { return w.Map().Settled() && !s.Compare.Running() })
	// The chosen motion and its place come into view only once there is a result.
	w.ShowComparison()
	settle(q, func() bool { return w.Map().Settled() && !s.Compare.Running() })
	picture := filepath.Join(dir, "okno.png")
	if err := session.WritePicture(picture, win.Canvas().Capture()); err != nil {
		return err
	}
	summary := s.Compare.Summary()
	debate, _ := s.Debates.Open()
	motions := len(s.Debates.Motions())
	o := s.Sheet.Options()
	pdfPath, pngPath := filepath.Join(dir, "mapa-A3.pdf"), filepath.Join(dir, "mapa-A3.png")
	printed, err := s.Sheet.WritePDFFile(ctx, pdfPath, o)
	if err != nil {
		return err
	}
	pages, _, err := s.Sheet.RenderPages(ctx, o, 150/25.4)
	if err != nil {
		return err
	}
	if err := session.WritePicture(pngPath, pages[0]); err != nil {
		return err
	}
	words := s.Words()
	fmt.Println(words.T("story.read", "reports", words.N("reports", s.Filter.Total()), "debates", len(s.Debates.All()), "motions", words.N("motions", motions)))
	fmt.Println(words.T("story.map", "date", s.Info().BaseMapDate))
	fmt.Println(words.T("story.compare", "title", s.Debates.Title(debate), "summary", summary))
	fmt.Println(words.T("story.printed", "file", pdfPath+", "+pngPath, "scale", words.Scale(printed.Scale), "reports", words.N("reports", printed.Reports)))
	fmt.Println(words.T("story.window", "file", picture))
	w.Close()
	return s.Close()
}

// settle runs posted work until the views are drawn, at most half a minute.
func settle(q *session.Queue, done func() bool) {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		if !q.Drain() {
			if done() {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}
