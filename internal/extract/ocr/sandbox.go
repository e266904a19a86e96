package ocr

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed" // the engine and its model
	"errors"
	"fmt"
	"image"
	"io"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// The engine is the file tesseract-core.wasm of tesseract-wasm 0.11.0, the model
// tessdata_fast's of Vietnamese. The names of the engine's imports and exports are
// single letters that each build of it gives anew, so host.go holds for this one
// file alone; a test pins its sum.
var (
	//go:embed model/tesseract-core.wasm.gz
	engineFile []byte
	//go:embed model/vie.traineddata.gz
	modelFile []byte
)

// sandbox holds the compiled engine. Each page gets an instance of its own.
type sandbox struct {
	runtime wazero.Runtime
	engine  wazero.CompiledModule
	model   []byte
	spare   spare
}

func newSandbox(ctx context.Context, cache string) (*sandbox, error) {
	code, err := unpack(engineFile)
	if err != nil {
		return nil, err
	}
	s := &sandbox{spare: make(spare, 1)}
	if s.model, err = unpack(modelFile); err != nil {
		return nil, err
	}
	config := wazero.NewRuntimeConfig()
	if cache != "" {
		c, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, err
		}
		config = config.WithCompilationCache(c)
	}
	s.runtime = wazero.NewRuntimeWithConfig(ctx, config)
	if s.engine, err = s.runtime.CompileModule(ctx, code); err != nil {
		return nil, errors.Join(err, s.runtime.Close(ctx))
	}
	if err := instantiateHost(ctx, s.runtime); err != nil {
		return nil, errors.Join(err, s.runtime.Close(ctx))
	}
	return s, nil
}

func unpack(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func (s *sandbox) read(ctx context.Context, img *image.Gray) (t Text, err error) {
	p, err := s.page(ctx)
	if err != nil {
		return Text{}, fmt.Errorf("start text recognition: %w", err)
	}
	defer p.module.Close(ctx)
	// A call that goes wrong in the sandbox unwinds to here.
	defer func() {
		if f, ok := recover().(failure); ok {
			t, err = Text{}, fmt.Errorf("recognise text: %w", f.err)
		}
	}()
	p.load(img)
	turns := p.orientation()
	if turns == 0 {
		return parseHOCR(p.hocr())
	}
	return better(ctx, rotate(img, turns), img, func(img *image.Gray) (Text, error) {
		p.load(img)
		return parseHOCR(p.hocr())
	})
}

// page is an instance of the engine, for one page.
type page struct {
	*binding
	ctx    context.Context
	module api.Module
	engine uint32 // the OCREngine
}

// page returns an instance that has the model.
func (s *sandbox) page(ctx context.Context) (p *page, err error) {
	p = &page{binding: newBinding()}
	p.ctx = experimental.WithMemoryAllocator(context.WithValue(ctx, bindingKey{}, p.binding), s.spare.allocator())
	p.module, err = s.runtime.InstantiateModule(p.ctx, s.engine, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return nil, err
	}
	defer func() {
		if f, ok := recover().(failure); ok {
			p.module.Close(ctx)
			p, err = nil, f.err
		}
	}()
	p.export("V")
	p.engine = p.construct("OCREngine")
	model := p.str(s.model)
	if result := p.method("OCREngine", "loadModel", p.engine, model); p.word(result) != 0 {
		panic(failure{errors.New("the model of Vietnamese does not load")})
	}
	p.export("Y", model)
	return p, nil
}

// load gives the engine an image, in place of the one before.
func (p *page) load(img *image.Gray) {
	p.method("OCREngine", "clearImage", p.engine)
	size := img.Bounds().Size()
	picture := p.construct("Image", uint32(size.X), uint32(size.Y))
	view := p.views[p.method("Image", "data", picture)]
	if view.size < uint32(size.X*size.Y) {
		panic(failure{errors.New("the engine made no room for the image")})
	}
	p.paint(img, view.address)
	if result := p.method("OCREngine", "loadImage", p.engine, picture); p.word(result) != 0 {
		panic(failure{errors.New("the engine takes no such image")})
	}
	p.destroy("Image", picture)
}

// paint writes the pixels as the engine wants them, four bytes each, row by row so
// that the image stands in memory once.
func (p *page) paint(img *image.Gray, address uint32) {
	b := img.Bounds()
	row := make([]byte, 4*b.Dx())
	for y := range b.Dy() {
		for i, g := range pixels(img, y) {
			row[4*i], row[4*i+1], row[4*i+2], row[4*i+3] = g, g, g, 0xff
		}
		p.write(address, row)
		address += uint32(len(row))
	}
}

// orientation returns by how many quarters, clockwise, the image must be turned.
func (p *page) orientation() int {
	result := p.method("OCREngine", "getOrientation", p.engine)
	return (4 - int(p.word(result))/90%4) % 4
}

func (p *page) hocr() []byte {
	return p.text(p.method("OCREngine", "getHOCR", p.engine, undefined))
}
