// HTML as a reader sees it: markup to plain text with blocks, linear, without a tree. Pure; any
// bytes of valid UTF-8 in, valid UTF-8 out. Which elements are blocks and which vanish: the
// reference in the design's query language (Text).
#pragma once

#include <string>
#include <string_view>

namespace text {

/// Blocks joined by one newline, white space inside a block folded to one space, references
/// decoded, script, style, template, applet and comments dropped. A '<' that opens no tag is text.
[[nodiscard]] std::string html_to_text(std::string_view html);

/// Plain text with white space folded and trimmed: one line.
[[nodiscard]] std::string fold_space(std::string_view plain);

/// Whether a title that may be HTML or plain text looks like HTML: a complete tag or character
/// reference is there, and no complete tag is of an unknown element.
[[nodiscard]] bool looks_like_html(std::string_view text);

/// Character references decoded (`&eacute;`, `&#233;`, `&copy` at a word's end as HTML has it),
/// nothing else.
[[nodiscard]] std::string decode_references(std::string_view text);

}  // namespace text
