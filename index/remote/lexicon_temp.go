package remote

import (
	"context"

	"vankien/index/lexicon"
)

func (x *Index) lexicon(context.Context) (*lexicon.Lexicon, error) { return lexicon.New(nil, nil), nil }
