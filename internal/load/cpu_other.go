//go:build !unix

package load

import "time"

// processTime returns -1: this system has no getrusage.
func processTime() time.Duration { return -1 }
