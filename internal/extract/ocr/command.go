package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// command is the installed Tesseract.
type command struct{ path string }

func newCommand(ctx context.Context) (*command, error) {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, errors.New("the command tesseract is not installed")
	}
	list, err := exec.CommandContext(ctx, path, "--list-langs").Output()
	if err != nil {
		return nil, fmt.Errorf("ask tesseract for its languages: %w", err)
	}
	if !slices.Contains(strings.Fields(string(list)), "vie") {
		return nil, errors.New("the installed tesseract has no model of Vietnamese (vie)")
	}
	return &command{path}, nil
}

// read leaves the orientation to the command, which tells lines that run upwards
// from others, but not what stands on its head.
func (c *command) read(ctx context.Context, img *image.Gray) (Text, error) {
	return better(ctx, img, rotate(img, 2), func(img *image.Gray) (Text, error) { return c.asItLies(ctx, img) })
}

func (c *command) asItLies(ctx context.Context, img *image.Gray) (Text, error) {
	var in, talk bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&in, img); err != nil {
		return Text{}, err
	}
	cmd := exec.CommandContext(ctx, c.path, "stdin", "stdout", "-l", "vie", "hocr")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	cmd.Stdin, cmd.Stderr = &in, &talk
	out, err := cmd.Output()
	if err != nil {
		line, _, _ := strings.Cut(talk.String(), "\n")
		return Text{}, fmt.Errorf("recognise text with tesseract: %w (%.200s)", err, line)
	}
	return parseHOCR(out)
}
