package main_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const tags = "x11 migrated_fynedo sqlite_rtree sqlite_math_functions"

// screen is an X server of the test's own, so that a developer's is left alone.
type screen struct {
	t       *testing.T
	display string
	dir     string // pictures
}

// need fails with what to install, since a skipped test proves nothing.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Fatalf("%s is missing: run `make test`, which installs it, or apt-get install xvfb xdotool imagemagick", p)
		}
	}
}

func startScreen(t *testing.T, options ...string) *screen {
	t.Helper()
	need(t, "Xvfb", "xdotool", "import")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-screen", "0", "1440x900x24", "-noreset", "-nolisten", "tcp"}, options...)...)
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() { _ = x.Process.Kill(); _ = x.Wait() })
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	dir := os.Getenv("PINEZKA_SCREENSHOTS")
	if dir == "" {
		dir = t.TempDir()
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return &screen{t: t, display: ":" + strings.TrimSpace(number), dir: dir}
}

func (s *screen) env() []string {
	return append(os.Environ(), "DISPLAY="+s.display, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1")
}

func (s *screen) do(args ...string) string {
	s.t.Helper()
	c := exec.Command("xdotool", args...)
	c.Env = s.env()
	out, err := c.CombinedOutput()
	if err != nil {
		s.t.Fatalf("xdotool %s: %v %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// click presses at a place of the screen.
func (s *screen) click(x, y int) {
	s.t.Helper()
	s.do("mousemove", fmt.Sprint(x), fmt.Sprint(y))
	time.Sleep(120 * time.Millisecond)
	s.do("click", "1")
	time.Sleep(400 * time.Millisecond)
}

func (s *screen) key(k string) {
	s.t.Helper()
	s.do("key", k)
	time.Sleep(500 * time.Millisecond)
}

// shot keeps a picture of the screen and returns its colours.
func (s *screen) shot(name string) func(x, y int) color.Color {
	s.t.Helper()
	path := filepath.Join(s.dir, name+".png")
	c := exec.Command("import", "-window", "root", path)
	c.Env = s.env()
	if out, err := c.CombinedOutput(); err != nil {
		s.t.Fatalf("screenshot: %v %s", err, out)
	}
	f, err := os.Open(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		s.t.Fatal(err)
	}
	return img.At
}

// waitFor asks again until a condition holds.
func (s *screen) waitFor(what string, ok func() bool) {
	s.t.Helper()
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end); time.Sleep(250 * time.Millisecond) {
		if ok() {
			return
		}
	}
	s.shot("failed")
	s.t.Fatalf("%s did not come", what)
}

func build(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "pinezka")
	c := exec.Command("go", "build", "-tags", tags, "-o", bin, ".")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

func reportCount(t *testing.T, bin, project string) int {
	t.Helper()
	out, err := exec.Command(bin, "list", "reports", "--project", project, "--json").Output()
	if err != nil {
		t.Fatalf("list reports: %v", err)
	}
	var list struct{ Count int }
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	return list.Count
}

// openDemo starts the program on the sample in a home of its own and waits for its
// window. It returns the process and the folder with the project.
func (s *screen) openDemo(bin string) (c *exec.Cmd, home string) {
	t := s.t
	t.Helper()
	home = t.TempDir()
	c = exec.Command(bin, "demo", home)
	c.Env = append(s.env(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	red := color.RGBA{0x8E, 0x1B, 0x14, 255}
	s.waitFor("the window with its 112 notice", func() bool {
		at := s.shot("0-start")
		for x := 1380; x < 1438; x += 4 {
			for y := 840; y < 898; y += 4 {
				if sameColour(at(x, y), red) {
					return true
				}
			}
		}
		return false
	})
	time.Sleep(3 * time.Second)
	return c, home
}

// TestWindow drives the real window as a person would: the comparison, a group,
// the period, a report on the map, a report by hand and its undoing, the print
// preview.
func TestWindow(t *testing.T) {
	bin := build(t)
	s := startScreen(t)
	_, home := s.openDemo(bin)
	s.shot("1-comparison")

	project := filepath.Join(home, "przyklad-rzeszow.gpkg")
	before := reportCount(t, bin, project)

	s.key("ctrl+1")
	time.Sleep(2 * time.Second)
	s.shot("2-map")
	// The name of the first group means "only this".
	s.click(110, 243)
	time.Sleep(time.Second)
	s.shot("3-group")
	// The left thumb of the period, a third to the right.
	s.do("mousemove", "329", "810")
	s.do("mousedown", "1")
	for x := 340; x <= 700; x += 30 {
		s.do("mousemove", fmt.Sprint(x), "810")
		time.Sleep(30 * time.Millisecond)
	}
	s.do("mouseup", "1")
	time.Sleep(2 * time.Second)
	s.shot("4-period")
	s.click(706, 334)
	time.Sleep(time.Second)
	s.shot("5-report")
	s.click(424, 134)
	time.Sleep(2 * time.Second)
	density := s.shot("8-density")
	dense := 0
	for x := 310; x < 1100; x += 3 {
		for y := 170; y < 700; y += 3 {
			if sameColour(density(x, y), color.RGBA{0xFD, 0xD4, 0x9E, 255}) {
				dense++
			}
		}
	}
	if dense < 200 {
		t.Errorf("the density covers %d of the places looked at", dense)
	}
	s.click(346, 134)
	time.Sleep(time.Second)

	// A report by hand: N, a click, letters of the category, Enter.
	s.click(600, 500)
	s.key("n")
	s.click(640, 400)
	time.Sleep(time.Second)
	s.do("type", "--delay", "60", "PK")
	s.key("Return")
	time.Sleep(time.Second)
	s.shot("6-by-hand")
	s.waitFor("the report entered by hand", func() bool { return reportCount(t, bin, project) == before+1 })
	s.key("Escape")
	s.key("Escape")
	s.key("ctrl+z")
	s.waitFor("its undoing", func() bool { return reportCount(t, bin, project) == before })

	s.key("ctrl+4")
	time.Sleep(4 * time.Second)
	s.shot("7-print")
}

// TestPansTakeNoMemory drags the map three thousand steps over the whole district
// and beyond: what was drawn for places left behind is given up.
func TestPansTakeNoMemory(t *testing.T) {
	const pans, batch, mostMB = 3000, 50, 60
	bin := build(t)
	s := startScreen(t)
	c, _ := s.openDemo(bin)
	s.key("ctrl+1")
	time.Sleep(2 * time.Second)
	before := s.shot("pan-0")
	resident := func() int {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		var kB int
		_, rest, _ := strings.Cut(string(b), "VmRSS:")
		if _, err := fmt.Sscan(rest, &kB); err != nil {
			t.Fatal(err)
		}
		return kB / 1024
	}
	first, most := 0, 0
	for n := 0; n < pans; n += batch {
		// Each drag goes on from where the last one ended; the fourth comes back.
		dx, dy := [4]int{-8, 0, 8, 3}[n/batch%4], [4]int{0, -6, 0, 5}[n/batch%4]
		steps := []string{"mousemove", "640", "420", "mousedown", "1"}
		for range batch {
			steps = append(steps, "mousemove_relative", "--", fmt.Sprint(dx), fmt.Sprint(dy), "sleep", "0.006")
		}
		s.do(append(steps, "mouseup", "1")...)
		switch now := resident(); {
		case n < 600: // caches fill
			first = max(first, now)
		default:
			most = max(most, now)
		}
	}
	time.Sleep(2 * time.Second)
	after := s.shot("pan-1")
	if grown := max(most, resident()) - first; grown > mostMB {
		t.Errorf("%d pans take %d MB more than the %d MB after the first", pans, grown, first)
	} else {
		t.Logf("%d MB after the first pans, %d MB more after %d", first, grown, pans)
	}
	moved := 0
	for x := 400; x < 900; x += 10 {
		for y := 200; y < 700; y += 10 {
			if before(x, y) != after(x, y) {
				moved++
			}
		}
	}
	if moved < 500 {
		t.Errorf("the map hardly moved: %d of 2500 places differ", moved)
	}
}

// TestNoOpenGL: without OpenGL the program says so and ends, and leaves no
// process without a window behind.
func TestNoOpenGL(t *testing.T) {
	bin := build(t)
	s := startScreen(t, "-extension", "GLX")
	home := t.TempDir()
	c := exec.Command(bin, "demo", home)
	c.Env = append(s.env(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(out), "OpenGL") {
		t.Errorf("%v: %s", err, out)
	}
}

func sameColour(a color.Color, b color.RGBA) bool {
	r, g, bl, _ := a.RGBA()
	return uint8(r>>8) == b.R && uint8(g>>8) == b.G && uint8(bl>>8) == b.B
}
