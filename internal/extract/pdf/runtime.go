package pdf

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed" // PDFium
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// packed is the PDFium of go-pdfium, which would embed it unpacked at more than
// twice the size. A test holds the two together.
//
//go:embed pdfium.wasm.gz
var packed []byte

// maxMemory bounds the memory of a document's sandbox, in pages of 64 KiB.
const maxMemory = 256 << 20 / (64 << 10)

// shared is the compiled PDFium of this process: compiling takes seconds, so it is
// done once, for the first file, and kept. Each document has its own sandbox.
var shared compiled

// Prepare compiles PDFium, which takes seconds if cache holds nothing yet. Open
// does it as well; a process that may write files only at times calls it then.
func Prepare(opt Options) error {
	_, err := shared.get(opt)
	return err
}

type compiled struct {
	mutex sync.Mutex
	pool  pdfium.Pool
}

func (c *compiled) get(opt Options) (pdfium.Pool, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.pool == nil {
		var err error
		if c.pool, err = compile(opt); err != nil {
			return nil, fmt.Errorf("start PDFium: %w", err)
		}
	}
	return c.pool, nil
}

func compile(opt Options) (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(maxMemory).
		WithCloseOnContextDone(!opt.Unstoppable)
	if opt.Cache != "" {
		kept, err := wazero.NewCompilationCacheWithDir(opt.Cache)
		if err != nil {
			return nil, err
		}
		config = config.WithCompilationCache(kept)
	}
	code, err := unpack(packed)
	if err != nil {
		return nil, err
	}
	return webassembly.InitWithWASM(webassembly.Config{
		WASM:          code,
		Context:       experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(newMemory)),
		MaxTotal:      max(2, runtime.GOMAXPROCS(0)),
		FSConfig:      wazero.NewFSConfig(), // no file is to be seen
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
}

func unpack(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
