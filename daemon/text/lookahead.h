// What may stand at a place of a text and beyond it, by the rules of the tokens. Private to the
// room.
#pragma once

#include <optional>
#include <string_view>

#include "text/characters.h"
#include "text/cursor.h"
#include "text/tokens.h"

namespace text {

/// Looks and moves nothing. The table and the text must outlive it. Defined here to be inlined.
class Lookahead final {
 public:
  Lookahead(const Characters& characters, std::string_view text, Reading reading)
      : characters_(characters), text_(text), reading_(reading) {}

  [[nodiscard]] Point at(Cursor cursor) const { return decode(text_, cursor.byte); }
  [[nodiscard]] std::uint32_t classes(Point point) const {
    return point.size == 0 ? 0 : characters_[point.code].classes;
  }
  [[nodiscard]] bool wild(Point point) const {
    return reading_ == Reading::pattern && (point.code == U'*' || point.code == U'?');
  }
  [[nodiscard]] bool emoji_at(Cursor cursor, Point point) const {
    return (classes(point) & emoji) != 0 &&
           emoji_end(characters_, text_, cursor).byte != cursor.byte;
  }

  /// The first place from here on where something visible stands, or the end.
  [[nodiscard]] Cursor visible(Cursor cursor) const {
    for (Point point = at(cursor); (classes(point) & format) != 0; point = at(cursor)) {
      cursor = cursor.over(point);
    }
    return cursor;
  }

  [[nodiscard]] bool joins_digits(Cursor cursor, Point point) const {
    if (point.code != U',' && point.code != U'.') {
      return false;
    }
    const Cursor next = visible(cursor.over(point));
    return (classes(at(next)) & digit) != 0 && !emoji_at(next, at(next));
  }

  /// Rule 4: where the letter begins that a full stop joins to the one before, if it stands alone.
  [[nodiscard]] std::optional<Cursor> single_letter_after_stop(Cursor end) const {
    const Cursor stop = visible(end);
    const Point point = at(stop);
    if (point.code != U'.') {
      return std::nullopt;
    }
    const Cursor begin = visible(stop.over(point));
    const Point first = at(begin);
    if ((classes(first) & letter) == 0 || (classes(first) & lone) != 0 || emoji_at(begin, first)) {
      return std::nullopt;
    }
    const Cursor after = visible(past_marks(begin.over(first)));
    return continues(after) ? std::nullopt : std::optional(begin);
  }

  [[nodiscard]] Cursor past_marks(Cursor end) const {
    while (true) {
      const Cursor cursor = visible(end);
      const Point point = at(cursor);
      const std::uint32_t kind = classes(point);
      if ((kind & mark) == 0 || ((kind & lone) != 0 && (kind & extend) == 0)) {
        return end;
      }
      end = cursor.over(point);
    }
  }

  /// Whether a run of word characters would go on with what stands here.
  [[nodiscard]] bool continues(Cursor cursor) const {
    const Point point = at(cursor);
    const std::uint32_t kind = classes(point);
    const bool attached = (kind & lone) == 0 || (kind & extend) != 0;
    return wild(point) || ((kind & word) != 0 && attached && !emoji_at(cursor, point));
  }

 private:
  const Characters& characters_;
  const std::string_view text_;
  const Reading reading_;
};

}  // namespace text
