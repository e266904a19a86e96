package main

import (
	"encoding/gob"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
)

// While a server holds a collection, other calls on it are handed to that server
// and carried out there: the same verbs with the same answers, on the collection
// that it has open. They come through a socket in the data directory, and who may
// write in the directory may write to the socket. Files that a call names are
// read by the server, with its rights.
//
// A connection is one call. The caller sends the call, then frames with what it
// is asked for; the server sends frames with what the verb prints, and at last
// the exit status.

// socketName is the name of the socket in a data directory.
const socketName = "vankien.sock"

// call is a verb as it was called.
type call struct {
	Args     []string // the verb, its flags as they were resolved, its arguments
	Dir      string   // working directory of the caller, in which it named files
	User     string   // who calls, as the caller says
	Terminal bool     // people see what it prints
}

// frame is a piece of a conversation.
type frame struct {
	Kind frameKind
	Data []byte
	Code int // exit status
}

type frameKind byte

const (
	frameWant      frameKind = iota + 1 // server: the verb reads standard input
	frameOut                            // server: for standard output
	frameTalk                           // server: for standard error
	frameExit                           // server: the end
	frameInput                          // caller: a part of standard input; without any: its end
	frameInterrupt                      // caller: stop
)

// frameBytes is the most that a frame carries.
const frameBytes = 64 << 10

// link is one end of a conversation. Frames are sent whole, from any goroutine.
type link struct {
	net.Conn
	in  *gob.Decoder
	mu  sync.Mutex // guards out
	out *gob.Encoder
}

func newLink(c net.Conn) *link { return &link{Conn: c, in: gob.NewDecoder(c), out: gob.NewEncoder(c)} }

func (l *link) send(v any) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Encode(v)
}

// listenIn opens the socket of a data directory, which this process holds: a
// socket that is there is of one that has ended. Closing it leaves its file there.
func listenIn(dir string) (net.Listener, error) {
	path := filepath.Join(dir, socketName)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	var l *net.UnixListener
	err = bySocket(dir, func(path string) (err error) {
		l, err = net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open the socket %s: %w", path, err)
	}
	l.SetUnlinkOnClose(false) // the path that it was opened by may mean something else by then
	return l, os.Chmod(path, info.Mode().Perm()&0o666)
}

// dialIn connects to the server that holds a data directory.
func dialIn(dir string) (c net.Conn, err error) {
	err = bySocket(dir, func(path string) (err error) {
		c, err = net.Dial("unix", path)
		return err
	})
	return c, err
}

// maxSocketPath is what every system allows for the path of a socket, in bytes.
const maxSocketPath = 100

// bySocket calls do with a path to the socket of a directory that is short
// enough for the system.
func bySocket(dir string, do func(path string) error) error {
	path := filepath.Join(dir, socketName)
	if len(path) <= maxSocketPath {
		return do(path)
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return do(fmt.Sprintf("/proc/self/fd/%d/%s", d.Fd(), socketName))
}
