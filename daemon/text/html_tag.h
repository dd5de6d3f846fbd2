// Finds the complete tags of HTML, in linear time whatever the bytes, and knows the elements by
// name.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace text {

enum class Element { inline_text, block, dropped, dropped_block, unknown };

/// By local name, in any case. Dropped elements vanish with what is in them; `template` ends a
/// block, too.
[[nodiscard]] Element element_named(std::string_view name);

struct TagView {
  std::string_view name;   ///< as written, with its prefix
  std::string_view local;  ///< without it
  std::size_t end = 0;     ///< just after the '>'
  bool closing = false;
  bool self_closing = false;
};

/// Reads tags of one text from left to right.
class TagReader final {
 public:
  /// A view of the text is kept: it must outlive the reader.
  explicit TagReader(std::string_view text);

  enum class Quotes { must_close, may_stay_open };

  /// The tag that begins with the '<' at `at`. With `may_stay_open` a tag whose quotes do not
  /// close ends at the first '>'.
  [[nodiscard]] std::optional<TagView> tag_at(std::size_t at, Quotes quotes);

 private:
  static constexpr std::size_t walk_allowance = 4096;

  /// Like text_.find, but each byte is looked at once in the reader's life.
  std::size_t next(char wanted, std::size_t from);
  std::size_t end_after_quotes(std::size_t from);

  /// Where a character was found last, and from where on there is none.
  struct Seen {
    std::size_t from = 1;
    std::size_t found = 0;
    std::size_t none_from = std::string_view::npos;
  };

  std::string_view text_;
  std::size_t budget_;  ///< bytes that walks which came to nothing may still cost
  Seen greater_;
  Seen double_quote_;
  Seen single_quote_;
};

}  // namespace text
