// Start tags as careless writers write them: values without quotes, a quote that is never closed,
// a '<' that opens nothing. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace feed {

/// Where a mark stands next. Asked from places that never go back it looks at every byte once.
class Ahead final {
 public:
  Ahead(std::string_view text, std::string_view mark) : text_(text), mark_(mark) {}

  /// At or after `from`, or npos.
  [[nodiscard]] std::size_t next(std::size_t from) {
    if (!asked_ || (found_ != std::string_view::npos && found_ < from)) {
      found_ = text_.find(mark_, from);
    }
    asked_ = true;
    return found_;
  }

 private:
  std::string_view text_;
  std::string_view mark_;
  std::size_t found_ = 0;
  bool asked_ = false;
};

/// The name that begins at an offset, or empty if none does; of a very long one the
/// beginning. Views the text.
[[nodiscard]] std::string_view xml_name_at(std::string_view xml, std::size_t at);

struct LooseTag {
  enum class End {
    closed,  ///< with '>'
    open,    ///< the next '<' came first
    cut,     ///< the document ended first
  };
  std::string_view name;   ///< views the document
  std::string attributes;  ///< well-formed, each with a space before it; at most max_attributes
  bool empty = false;      ///< "/>"
  End ends = End::closed;
  std::size_t end = 0;  ///< the offset behind it
};

/// Reads the start tags of one document, in order.
class TagReader final {
 public:
  explicit TagReader(std::string_view xml)
      : xml_(xml), less_(xml, "<"), double_quote_(xml, "\""), single_quote_(xml, "'") {}

  /// Of the tag whose '<' stands at an offset and is followed by the name.
  [[nodiscard]] LooseTag read(std::size_t at, std::string_view name);

 private:
  std::size_t read_attribute(std::size_t at, LooseTag& tag, std::size_t number);
  std::string_view quoted_value(std::size_t quote);
  [[nodiscard]] std::size_t past_space(std::size_t at) const;

  std::string_view xml_;
  Ahead less_;
  Ahead double_quote_;
  Ahead single_quote_;
};

/// Appends text without control characters.
void append_legal(std::string& out, std::string_view text);

/// The same, every '<' as a reference.
void append_harmless(std::string& out, std::string_view text);

}  // namespace feed
