package session

import "sync"

// Queue stands for the goroutine that owns a session where no event loop runs:
// Post keeps what workers want done there, Drain does it.
type Queue struct {
	mu    sync.Mutex
	calls []func()
}

// Post takes a function in; it is Options.Post.
func (q *Queue) Post(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.calls = append(q.calls, f)
}

// Drain runs what was posted and tells whether there was anything.
func (q *Queue) Drain() bool {
	q.mu.Lock()
	calls := q.calls
	q.calls = nil
	q.mu.Unlock()
	for _, f := range calls {
		f()
	}
	return len(calls) > 0
}
