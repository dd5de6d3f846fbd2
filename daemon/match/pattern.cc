#include "match/pattern.h"

namespace match {
namespace {

constexpr std::string_view wildcards = "*?";

/// Bytes of the character that begins here, in valid UTF-8.
[[nodiscard]] std::size_t character_size(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    ++end;
  }
  return end - at;
}

}  // namespace

bool fits(std::string_view pattern, std::string_view token) {
  std::size_t in_pattern = 0;
  std::size_t in_token = 0;
  std::size_t star = std::string_view::npos;
  std::size_t held = 0;  // where in the token the last star's share ends
  while (in_token < token.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      held = in_token;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == '?') {
      ++in_pattern;
      in_token += character_size(token, in_token);
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == token[in_token]) {
      ++in_pattern;
      ++in_token;
    } else if (star != std::string_view::npos) {
      held += character_size(token, held);
      in_token = held;
      in_pattern = star + 1;
    } else {
      return false;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
    ++in_pattern;
  }
  return in_pattern == pattern.size();
}

std::string_view literal_start(std::string_view pattern) {
  return pattern.substr(0, pattern.find_first_of(wildcards));
}

std::string_view literal_end(std::string_view pattern) {
  const std::size_t last = pattern.find_last_of(wildcards);
  return last == std::string_view::npos ? pattern : pattern.substr(last + 1);
}

}  // namespace match
