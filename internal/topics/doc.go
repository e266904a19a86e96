// Package topics knows which topics there are and which of them a text is about.
//
// A taxonomy is a YAML file that an editor keeps by hand; [Load] reads it strictly:
//
//	version: 1
//	ignore:                          # optional: phrases that speak for no topic
//	  - Luật Tổ chức chính quyền địa phương
//	topics:
//	  - id: giao-thong               # what documents and addresses carry; a slug
//	    labels: {vi: Giao thông, en: Transport}
//	    broader: kinh-te             # optional: id of the topic above
//	    minimum: 2                   # optional: least score; DefaultMinimum when absent
//	    cues:                        # phrase: weight
//	      đường cao tốc: 3
//	      giao thông: 2
//
// # How a text is tagged
//
// Nothing is learned and nothing is hidden: a topic is given because phrases of
// its list were read, and [Taxonomy.Tag] returns them. A cue is a sequence of
// terms as viet.Words gives them. So case, tone placement, composition and a
// comma inside the phrase do not matter, marks do, and a cue never crosses the
// end of a sentence.
//
// Simply adding up the hits fails in three ways, and each has its rule:
//
//   - Short phrases live inside longer ones of another subject: "kinh tế" in
//     "kinh tế đối ngoại". So the longest phrase wins: one that lies wholly
//     inside another cue or ignored phrase at that place is not counted. Phrases
//     that merely overlap both count.
//   - One word said fifty times is not fifty reasons. So each cue saturates.
//   - A whole law of 20,000 words says almost everything once. So what it takes
//     to half saturate a cue grows with the length of the text, and a topic far
//     behind the best one is dropped.
//
// For a text of L words, a cue of weight w that was read t times in the title,
// a times in the abstract and b times in the body adds to the topic's score
//
//	n    = t + 2·a + b
//	half = 0.6 + L/1000
//	gain = w · (n/(n+half) + (1.5 if t > 0))
//
// Tag returns, best first, at most [MaxTags] topics that reach their own minimum
// and 0.55 of the best score. So a cue of weight 2 gives 4.2 when it is read once
// in the title of a short text, 1.2 once in its body, 0.3 once in the body of a
// text of 5,000 words, and never 2 without the title: with the default minimum
// one cue of weight 1 in the title is enough, one of weight 2 in the body is not.
//
// The share 0.55 was chosen by reading results on texts of public policy: most
// second and third topics below it were wrong, most above it right.
package topics
