#include "text/fold.h"

#include "text/characters.h"

namespace text {

std::string fold(std::string_view word) {
  const Characters& characters = Characters::table();
  std::string folded;
  folded.reserve(word.size());
  bool after_mark = false;
  bool unordered = false;
  for (std::size_t at = 0; at < word.size();) {
    const Point point = decode(word, at);
    const std::size_t before = folded.size();
    characters.append_fold(folded, point.code);
    if (folded.size() > before) {
      const bool is_mark = (characters[point.code].classes & reorders) != 0;
      unordered = unordered || (is_mark && after_mark);
      after_mark = is_mark;
    }
    at += point.size;
  }
  if (unordered) {
    order_marks(folded, 0);
  }
  return folded;
}

}  // namespace text
