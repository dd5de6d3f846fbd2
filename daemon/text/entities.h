// The named character references of HTML (WHATWG, 13.5), looked up by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace text {

struct Entity {
  std::uint16_t name = 0;   ///< where the name begins in the table's text
  std::uint8_t length = 0;  ///< of the name
  bool bare = false;        ///< may stand without its semicolon
  char32_t first = 0;
  char32_t second = 0;  ///< 0: one code point only
};

/// `name` without '&' and ';'. The names of HTML differ by case.
[[nodiscard]] const Entity* find_entity(std::string_view name);

inline constexpr std::size_t longest_entity = 31;
inline constexpr std::size_t longest_bare_entity = 6;

}  // namespace text
