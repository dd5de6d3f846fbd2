#include "text/cursor.h"

namespace text {
namespace {

constexpr char32_t keycap = U'\u20E3';
constexpr char32_t joiner = U'\u200D';
constexpr char32_t tag_first = U'\U000E0020';
constexpr char32_t tag_end = U'\U000E007F';

/// One part of a joined sequence. `alone`: it is an emoji whatever follows.
struct Part {
  Cursor end;
  bool alone = false;
};

class EmojiReader final {
 public:
  EmojiReader(const Characters& characters, std::string_view text)
      : characters_(characters), text_(text) {}

  [[nodiscard]] Cursor sequence(Cursor from) const {
    const Part first = part(from);
    if (first.end.byte == from.byte) {
      return from;
    }
    Cursor end = first.end;
    bool joined = false;
    for (Point next = at(end); next.code == joiner && next.size != 0; next = at(end)) {
      const Cursor begin = end.over(next);
      const Part more = part(begin);
      if (more.end.byte == begin.byte) {
        break;
      }
      end = more.end;
      joined = true;
    }
    return first.alone || joined ? end : from;
  }

 private:
  [[nodiscard]] Point at(Cursor cursor) const { return decode(text_, cursor.byte); }
  [[nodiscard]] bool is(Point point, std::uint32_t classes) const {
    return point.size != 0 && (characters_[point.code].classes & classes) != 0;
  }

  [[nodiscard]] Part part(Cursor from) const {
    const Point first = at(from);
    if (!is(first, emoji)) {
      return {from};
    }
    Cursor end = from.over(first);
    if (is(first, regional)) {
      const Point second = at(end);
      return {is(second, regional) ? end.over(second) : end, true};
    }
    bool alone = is(first, emoji_presentation);
    const Point next = at(end);
    const bool styled = next.size != 0 && next.code == emoji_style;
    if (styled || (is(first, emoji_base) && is(next, emoji_modifier))) {
      end = end.over(next);
      alone = true;
    }
    const Point last = at(end);
    if (last.size != 0 && last.code == keycap && first.code < 0x80) {
      return {end.over(last), true};
    }
    if (first.code < 0x80 && !alone) {
      return {from};  // a plain digit, '#' or '*'
    }
    return {tags(end), alone};
  }

  /// A tag sequence, if one that is ended follows.
  [[nodiscard]] Cursor tags(Cursor from) const {
    Cursor end = from;
    Point tag = at(end);
    while (tag.size != 0 && tag.code >= tag_first && tag.code < tag_end) {
      end = end.over(tag);
      tag = at(end);
    }
    return end.byte != from.byte && tag.code == tag_end ? end.over(tag) : from;
  }

  const Characters& characters_;
  std::string_view text_;
};

}  // namespace

Cursor emoji_end(const Characters& characters, std::string_view text, Cursor from) {
  return EmojiReader(characters, text).sequence(from);
}

}  // namespace text
