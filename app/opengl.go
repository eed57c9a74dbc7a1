package app

import (
	"fmt"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// checkOpenGL tells whether a window can be drawn at all: over Remote Desktop, in
// a virtual machine or with a basic driver Fyne would leave a process without a
// window. It must run on the main thread, before Fyne's app is made.
func checkOpenGL() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("open a test window: %v", p)
		}
	}()
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("start the window system: %w", err)
	}
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	w, err := glfw.CreateWindow(16, 16, "Pinezka", nil, nil)
	glfw.DefaultWindowHints()
	if err != nil {
		return fmt.Errorf("open a test window: %w", err)
	}
	w.Destroy()
	return nil
}
