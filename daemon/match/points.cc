#include "match/points.h"

namespace match {

std::u32string points_of(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at++]);
    unsigned more = first < 0xC0 ? 0U : first < 0xE0 ? 1U : first < 0xF0 ? 2U : 3U;
    char32_t point = first < 0x80 ? first : first & (0x3FU >> more);
    for (; more > 0 && at < text.size(); --more) {
      point = (point << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    }
    points.push_back(point);
  }
  return points;
}

std::string utf8_of(std::u32string_view points) {
  std::string text;
  text.reserve(points.size());
  const auto add = [&](char32_t bits) { text.push_back(static_cast<char>(bits)); };
  for (const char32_t point : points) {
    if (point < 0x80) {
      add(point);
    } else if (point < 0x800) {
      add(0xC0U | (point >> 6U));
      add(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
      add(0xE0U | (point >> 12U));
      add(0x80U | ((point >> 6U) & 0x3FU));
      add(0x80U | (point & 0x3FU));
    } else {
      add(0xF0U | (point >> 18U));
      add(0x80U | ((point >> 12U) & 0x3FU));
      add(0x80U | ((point >> 6U) & 0x3FU));
      add(0x80U | (point & 0x3FU));
    }
  }
  return text;
}

}  // namespace match
