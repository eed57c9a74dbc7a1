package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"pinezka/app/cli"
	"pinezka/app/session"
	"pinezka/app/window"
	"pinezka/app/wording"
)

// Version is the program's version, as FyneApp.toml has it.
const Version = "0.1.0"

// appID names the program to the desktop and its preferences.
const appID = "pl.pinezka.desktop"

// Main runs the program and returns its exit code.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch {
	case len(args) == 0:
		return openWindow("", "")
	case args[0] == "demo":
		dir := "build"
		if len(args) > 1 {
			dir = args[1]
		}
		return demo(ctx, dir)
	case filepath.Ext(args[0]) == ".gpkg" && len(args) == 1:
		return openWindow(args[0], "")
	}
	return cli.Run(ctx, args, os.Stdout, os.Stderr, cli.Options{Version: Version, CacheDir: cacheDir()})
}

func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "pinezka")
}

// dataDir is where the sample project is made at the first start.
func dataDir() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "pinezka")
}

// openWindow opens the window on a project, on the project opened last, or on
// the sample. workspace, when set, is shown first.
func openWindow(path string, workspace session.Workspace) int {
	if runtime.GOOS == "linux" && !hasDisplay() {
		tell(wording.For(wording.PL).T("error.no-display"))
		return 1
	}
	if err := checkOpenGL(); err != nil {
		words := wording.For(wording.PL)
		tell(words.T("error.no-opengl", "text", err.Error()))
		return 1
	}
	a := fyneapp.NewWithID(appID)
	prefs := a.Preferences()
	th := &window.Theme{Variant: window.Variant(prefs)}
	// Tiles and reports stay, and little is thrown away at a time: an old office
	// computer needs the memory more than the collector the rest.
	debug.SetGCPercent(50)
	a.Settings().SetTheme(th)
	s := session.New(session.Options{
		Lang: wording.Lang(prefs.StringWithFallback(window.PrefLang, string(wording.PL))), Post: fyne.Do, Version: Version, CacheDir: cacheDir(),
	})
	s.Listen(func(t session.Topic) {
		if t&session.TopicWords != 0 {
			prefs.SetString(window.PrefLang, string(s.Words().Lang()))
		}
	})
	first := openFirst(s, path, prefs)
	win := a.NewWindow("Pinezka")
	w := window.New(s, win, th, hostOf(win, prefs))
	a.Lifecycle().SetOnStarted(func() {
		w.Started()
		switch {
		case workspace != "":
			w.ShowComparison()
		case first:
			w.ShowStart()
		}
	})
	win.Resize(fyne.NewSize(1440, 900))
	win.CenterOnScreen()
	win.SetMaster()
	win.ShowAndRun()
	w.Close()
	if err := s.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// openFirst opens the project that was asked for, the newest that still opens,
// or the sample. It tells whether the start card is to be shown.
func openFirst(s *session.Session, path string, prefs fyne.Preferences) (first bool) {
	if path != "" {
		if err := s.Open(path); err != nil {
			s.Fail(err)
		}
		return false
	}
	for _, p := range window.Recent(prefs) {
		if s.Open(p) == nil {
			return prefs.BoolWithFallback(window.PrefStart, true)
		}
	}
	sample, err := s.CreateSample(context.Background(), dataDir(), nil)
	if err == nil {
		err = s.Open(sample)
	}
	if err != nil {
		s.Fail(err)
	}
	return true
}

func hasDisplay() bool { return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" }

// hostOf gives the window file dialogs and preferences.
func hostOf(win fyne.Window, prefs fyne.Preferences) window.Host {
	return window.Host{
		Preferences: prefs, SampleDir: dataDir(), Deferred: true,
		OpenURL: func(address string) {
			if u, err := url.Parse(address); err == nil {
				_ = fyne.CurrentApp().OpenURL(u) // without a browser nothing happens
			}
		},
		OpenFile: func(title string, endings []string, done func(string)) {
			d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
				if err != nil || r == nil {
					return
				}
				path := r.URI().Path()
				_ = r.Close()
				done(path)
			}, win)
			d.SetTitleText(title)
			d.SetFilter(endingFilter(endings))
			d.Resize(fyne.NewSize(900, 620))
			d.Show()
		},
		PickFolder: func(title, start string, done func(string)) {
			d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
				if err == nil && u != nil {
					done(u.Path())
				}
			}, win)
			if at, err := storage.ListerForURI(storage.NewFileURI(start)); err == nil {
				d.SetLocation(at)
			}
			d.SetTitleText(title)
			d.Resize(fyne.NewSize(900, 620))
			d.Show()
		},
	}
}

// endingFilter shows the files whose names end in one of its words; Fyne's own
// filter knows no .osm.gz.
type endingFilter []string

// Matches implements storage.FileFilter.
func (e endingFilter) Matches(u fyne.URI) bool {
	name := strings.ToLower(u.Name())
	return slices.ContainsFunc(e, func(end string) bool { return strings.HasSuffix(name, end) })
}

// errNoSample means that the demo could not make the sample.
var errNoSample = errors.New("the sample project could not be made")
