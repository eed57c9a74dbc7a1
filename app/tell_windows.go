package app

import "golang.org/x/sys/windows"

// tell says something before there is a window; the program has no console here.
func tell(text string) {
	words, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	head, err := windows.UTF16PtrFromString("Pinezka")
	if err != nil {
		return
	}
	// Nothing can be done about a message that cannot be shown.
	_, _ = windows.MessageBox(0, words, head, windows.MB_OK|windows.MB_ICONWARNING)
}
