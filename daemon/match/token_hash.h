// Hashes of tokens and of rows of tokens, for the table of terms. Fast on a few bytes; not
// collision-safe, so whoever finds something by one compares the strings. Private to the room.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace match {

[[nodiscard]] inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
  const std::uint64_t x = (a ^ (a >> 32U)) * odd + b;
  const std::uint64_t y = (x ^ (x >> 29U)) * 0xBF58476D1CE4E5B9;
  return y ^ (y >> 32U);
}

[[nodiscard]] inline std::uint64_t load(const char* bytes, std::size_t size) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, size);
  return value;
}

[[nodiscard]] inline std::uint64_t hash_token(std::string_view token) {
  const char* at = token.data();
  std::size_t left = token.size();
  std::uint64_t hash = left;
  for (; left > 16; left -= 8, at += 8) {
    hash = mix(hash, load(at, 8));
  }
  if (left >= 8) {
    return mix(mix(hash, load(at, 8)), load(at + left - 8, 8));
  }
  if (left >= 4) {
    return mix(hash, load(at, 4) | (load(at + left - 4, 4) << 32U));
  }
  if (left == 0) {
    return mix(hash, 0);
  }
  return mix(hash, load(at, 1) | (load(at + left / 2, 1) << 8U) | (load(at + left - 1, 1) << 16U));
}

/// Of a row of tokens, from that of the row before its last token.
[[nodiscard]] inline std::uint64_t chain(std::uint64_t row, std::uint64_t token) {
  return mix(row + 0x2545F4914F6CDD1D, token);
}

}  // namespace match
