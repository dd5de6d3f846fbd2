// What single characters mean to a query's reader. Private to the room.
#pragma once

#include <string_view>

#include <unicode/uchar.h>

namespace match {

[[nodiscard]] inline bool is_white(char32_t point) {
  return u_isUWhiteSpace(static_cast<UChar32>(point)) != 0;
}
[[nodiscard]] inline bool is_quote(char32_t point) {
  return std::u32string_view(U"\"“”«»").find(point) != std::u32string_view::npos;
}
[[nodiscard]] inline bool ends_word(char32_t point) {
  return point == U'(' || point == U')' || is_quote(point) || is_white(point);
}
[[nodiscard]] inline char32_t closing(char32_t quote) {
  return quote == U'“' ? U'”' : quote == U'«' ? U'»' : quote;
}
[[nodiscard]] inline bool opens_quote(char32_t point) {
  return point == U'"' || point == U'“' || point == U'«';
}
[[nodiscard]] inline bool is_figure(char32_t point) {
  return point >= U'0' && point <= U'9';
}

}  // namespace match
