package ocr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental/table"
)

// The engine is C++ that was compiled for a page of the web: it announces its
// classes and methods to the host when it starts (embind), and is used by calling
// what it announced. A method is a function in the table of the module, its invoker,
// which takes a context, the object and the arguments. Objects and strings are
// addresses in the sandbox; a string is its length in four bytes and its bytes.
// Values of the host, such as the callback that it hands in and the view of memory
// that it gets, go by handles.
//
// Only what the engine's one use needs is here: types, enumerations and fields are
// announced to no effect, for their layout is known. There are no files: opening
// fails, and what the engine has to say goes nowhere.

// undefined is the handle of no value.
const undefined = 1

// binding is what one instance has announced.
type binding struct {
	classes map[string]*class
	types   map[uint32]*class // by the engine's number
	views   map[uint32]view   // by handle
}

type class struct {
	constructor, context uint32 // places in the table
	destructor           uint32
	arity                int // of the constructor
	methods              map[string]method
}

// method is an announced method: its invoker's place in the table, and the first
// argument to that.
type method struct {
	invoker, context uint32
	returns          bool
}

// view is a part of the memory that the engine hands out: size counts pixels.
type view struct{ size, address uint32 }

func newBinding() *binding {
	return &binding{classes: map[string]*class{}, types: map[uint32]*class{}, views: map[uint32]view{}}
}

// bindingKey finds the binding of the instance that calls the host.
type bindingKey struct{}

// failure is what calls of the engine panic with, up to sandbox.read.
type failure struct{ err error }

func check(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// hostFunction is one that the engine imports. All parameters are of 32 bits.
type hostFunction struct {
	name    string
	params  int
	results []api.ValueType
	do      func(b *binding, m api.Module, stack []uint64) // nil: nothing, with result answer
	answer  uint64
}

var (
	none    []api.ValueType
	integer = []api.ValueType{api.ValueTypeI32}
	double  = []api.ValueType{api.ValueTypeF64}
)

// What files are answered with.
const (
	notSupported = 52
	badSeek      = 70
)

// hostFunctions is the whole import table, which instantiating compares.
func hostFunctions() []hostFunction {
	return []hostFunction{
		{name: "a", params: 8, do: announceMethod},
		{name: "b", params: 3},  // a view of memory
		{name: "c", params: 10}, // a field
		{name: "d", params: 5},  // an integer
		{name: "e", params: 3, do: func(*binding, api.Module, []uint64) { panic(errors.New("the engine threw an exception")) }},
		{name: "f", params: 1}, // a handle is let go
		{name: "g", params: 1}, // the fields are complete
		{name: "h", params: 0, do: func(*binding, api.Module, []uint64) { panic(errors.New("the engine gave up")) }},
		{name: "i", params: 6}, // a type with fields
		{name: "j", params: 6, do: announceConstructor},
		{name: "k", params: 13, do: announceClass},
		{name: "l", results: double, do: now},
		{name: "m", params: 2, results: integer, do: takeValue},
		{name: "n", params: 1, results: integer, answer: notSupported}, // close
		{name: "o", params: 3},                                         // a wide string
		{name: "p", params: 1},                                         // a handle is kept
		{name: "q", params: 3},                                         // a value of an enumeration
		{name: "r", params: 4, results: integer, do: swallow},
		{name: "s", params: 3, results: integer},
		{name: "t", params: 4, results: integer},
		{name: "u", params: 2}, // a string
		{name: "v", params: 3}, // a float
		{name: "w", params: 4}, // an enumeration
		{name: "x", params: 5, results: integer, answer: badSeek},
		{name: "y", params: 7},
		{name: "z", params: 5, results: integer}, // a date in words
		{name: "A", params: 1, results: integer, do: grow},
		{name: "B", params: 1, results: integer},
		{name: "C", params: 3, results: integer},
		{name: "D", params: 2, results: integer, do: environment},
		{name: "E", params: 2, results: integer, do: environmentSize},
		{name: "F", params: 2, results: integer},
		{name: "G", params: 4, results: integer, answer: notSupported}, // read
		{name: "H", params: 3, results: integer},
		{name: "I", results: double, do: now},
		{name: "J", results: integer, answer: 1}, // the clock never goes back
		{name: "K", params: 2},
		{name: "L", params: 2},
		{name: "M", params: 1, results: integer},
		{name: "N", params: 3},
		{name: "O", params: 3, do: move},
		{name: "P", params: 2},
		{name: "Q", params: 5}, // a boolean
		{name: "R", params: 2}, // nothing
		{name: "S", params: 4, results: integer},
		{name: "T", params: 4, results: integer, answer: undefined}, // a callback
	}
}

func instantiateHost(ctx context.Context, r wazero.Runtime) error {
	host := r.NewHostModuleBuilder("a")
	for _, f := range hostFunctions() {
		params := make([]api.ValueType, f.params)
		for i := range params {
			params[i] = api.ValueTypeI32
		}
		host.NewFunctionBuilder().WithGoModuleFunction(f, params, f.results).Export(f.name)
	}
	_, err := host.Instantiate(ctx)
	return err
}

// Call is what the engine runs.
func (f hostFunction) Call(ctx context.Context, m api.Module, stack []uint64) {
	if f.do != nil {
		f.do(ctx.Value(bindingKey{}).(*binding), m, stack)
	} else if len(f.results) > 0 {
		stack[0] = f.answer
	}
}

func announceClass(b *binding, m api.Module, stack []uint64) {
	c := &class{destructor: uint32(stack[12]), methods: map[string]method{}}
	b.types[uint32(stack[0])] = c
	b.classes[name(m, stack[10])] = c
}

func announceConstructor(b *binding, _ api.Module, stack []uint64) {
	if c := b.types[uint32(stack[0])]; c != nil {
		c.arity, c.constructor, c.context = int(uint32(stack[1]))-1, uint32(stack[4]), uint32(stack[5])
	}
}

func announceMethod(b *binding, m api.Module, stack []uint64) {
	if c := b.types[uint32(stack[0])]; c != nil {
		c.methods[name(m, stack[1])] = method{
			invoker: uint32(stack[5]), context: uint32(stack[6]),
			returns: name(m, stack[4])[0] != 'v',
		}
	}
}

// name reads text that ends in a zero byte.
func name(m api.Module, address uint64) string {
	const longest = 256
	var s []byte
	for a := uint32(address); len(s) < longest; a++ {
		c, ok := m.Memory().ReadByte(a)
		if !ok || c == 0 {
			break
		}
		s = append(s, c)
	}
	return string(s)
}

// takeValue makes a handle for a view of memory, the only value that the engine
// hands out.
func takeValue(b *binding, m api.Module, stack []uint64) {
	at := uint32(stack[1])
	size, _ := m.Memory().ReadUint32Le(at)
	address, _ := m.Memory().ReadUint32Le(at + 4)
	handle := uint32(len(b.views)) + undefined + 1
	b.views[handle] = view{size, address}
	stack[0] = uint64(handle)
}

func now(_ *binding, _ api.Module, stack []uint64) {
	stack[0] = api.EncodeF64(float64(time.Now().UnixMicro()) / 1000)
}

// swallow takes what is written to any file, and counts it.
func swallow(_ *binding, m api.Module, stack []uint64) {
	var n uint32
	for i := range uint32(stack[2]) {
		size, ok := m.Memory().ReadUint32Le(uint32(stack[1]) + 8*i + 4)
		if !ok {
			break
		}
		n += size
	}
	m.Memory().WriteUint32Le(uint32(stack[3]), n)
	stack[0] = 0
}

// grow gives the engine the memory that it asks for, by a fifth at least so that
// it asks seldom.
func grow(_ *binding, m api.Module, stack []uint64) {
	const page = 64 << 10
	have := uint64(m.Memory().Size())
	wanted := uint64(uint32(stack[0]))
	for _, size := range []uint64{max(wanted, have+have/5), wanted} {
		if _, ok := m.Memory().Grow(uint32((size - have + page - 1) / page)); ok {
			stack[0] = 1
			return
		}
	}
	stack[0] = 0
}

func move(_ *binding, m api.Module, stack []uint64) {
	from, ok := m.Memory().Read(uint32(stack[1]), uint32(stack[2]))
	if !ok || !m.Memory().Write(uint32(stack[0]), from) {
		panic(errors.New("the engine copied beyond its memory"))
	}
}

// variable is the environment: the engine multiplies with the vector instructions
// of its processor only if it is told to.
const variable = "DOTPRODUCT=sse\x00"

func environmentSize(_ *binding, m api.Module, stack []uint64) {
	m.Memory().WriteUint32Le(uint32(stack[0]), 1)
	m.Memory().WriteUint32Le(uint32(stack[1]), uint32(len(variable)))
	stack[0] = 0
}

func environment(_ *binding, m api.Module, stack []uint64) {
	m.Memory().WriteUint32Le(uint32(stack[0]), uint32(stack[1]))
	m.Memory().WriteString(uint32(stack[1]), variable)
	stack[0] = 0
}

// export calls a function of the module by its name.
func (p *page) export(name string, args ...uint32) uint32 {
	f := p.module.ExportedFunction(name)
	if f == nil {
		panic(failure{fmt.Errorf("the engine exports no %q", name)})
	}
	return p.call(f, args)
}

// indirect calls a function by its place in the table.
func (p *page) indirect(place uint32, returns bool, args ...uint32) uint32 {
	params := make([]api.ValueType, len(args))
	for i := range params {
		params[i] = api.ValueTypeI32
	}
	results := none
	if returns {
		results = integer
	}
	return p.call(table.LookupFunction(p.module, 0, place, params, results), args)
}

func (p *page) call(f api.Function, args []uint32) uint32 {
	stack := make([]uint64, len(args))
	for i, a := range args {
		stack[i] = uint64(a)
	}
	results, err := f.Call(p.ctx, stack...)
	check(err)
	if len(results) == 0 {
		return 0
	}
	return uint32(results[0])
}

func (p *page) class(name string) *class {
	c := p.classes[name]
	if c == nil {
		panic(failure{fmt.Errorf("the engine has no class %q", name)})
	}
	return c
}

func (p *page) construct(of string, args ...uint32) uint32 {
	c := p.class(of)
	if c.arity != len(args) {
		panic(failure{fmt.Errorf("the engine makes %q of %d arguments", of, c.arity)})
	}
	return p.indirect(c.constructor, true, append([]uint32{c.context}, args...)...)
}

func (p *page) destroy(of string, object uint32) { p.indirect(p.class(of).destructor, false, object) }

func (p *page) method(of, name string, object uint32, args ...uint32) uint32 {
	m, ok := p.class(of).methods[name]
	if !ok {
		panic(failure{fmt.Errorf("the engine has no method %s of %q", name, of)})
	}
	return p.indirect(m.invoker, m.returns, append([]uint32{m.context, object}, args...)...)
}

// str puts a string into the sandbox; export Y frees it.
func (p *page) str(s []byte) uint32 {
	address := p.export("W", uint32(len(s))+5)
	p.write(address, []byte{byte(len(s)), byte(len(s) >> 8), byte(len(s) >> 16), byte(len(s) >> 24)})
	p.write(address+4, s)
	return address
}

// text returns a copy of a string in the sandbox.
func (p *page) text(address uint32) []byte {
	b, ok := p.module.Memory().Read(address+4, p.word(address))
	if !ok {
		panic(failure{errors.New("the engine answered beyond its memory")})
	}
	return append([]byte(nil), b...)
}

func (p *page) word(address uint32) uint32 {
	w, ok := p.module.Memory().ReadUint32Le(address)
	if !ok {
		panic(failure{errors.New("the engine answered beyond its memory")})
	}
	return w
}

func (p *page) write(address uint32, b []byte) {
	if !p.module.Memory().Write(address, b) {
		panic(failure{errors.New("the engine made no room")})
	}
}
