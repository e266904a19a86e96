package viet

// functionWords are the words that join, place and qualify others. Nothing of
// what is read together begins or ends with one, but for words such as tự do.
var functionWords, functionFolds = func() (terms, folds map[string]bool) {
	terms = setOf(`và của các những là có được trong cho với để tại từ này đó một về theo khi đã sẽ đang không thì mà do bởi hoặc
		hay nhưng cũng rất như đến ra vào lên xuống nếu vì nên còn chỉ bị trên dưới giữa bằng mọi mỗi ở rằng ấy nào gì sao đây kia
		thế vậy lại nữa mới vẫn cùng tới trước sau`)
	folds = map[string]bool{}
	for t := range terms {
		folds[Fold(t)] = true
	}
	return terms, folds
}()

// IsFunctionWord reports whether a term is a function word.
func IsFunctionWord(term string) bool { return functionWords[term] }

// MayBeFunctionWord reports whether a fold is that of a function word.
func MayBeFunctionWord(fold string) bool { return functionFolds[fold] }
