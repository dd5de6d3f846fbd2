#include "cli/yaml_text.h"

#include <fmt/format.h>

namespace cli {
namespace {

/// Length of the character at the front, and its code, for those outside ASCII that are escaped.
struct Escaped {
  std::size_t length = 0;  ///< 0: stands as it is
  unsigned code = 0;
};

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

Escaped escaped_at_front(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  const unsigned second = byte_at(text, 1);
  const unsigned third = byte_at(text, 2);
  if (first < 0x20 || first == 0x7F) return {1, first};
  if (first == 0xC2 && second >= 0x80 && second < 0xA0) return {2, second};
  if (first == 0xEF && second == 0xBB && third == 0xBF) return {3, 0xFEFF};
  const bool punctuation = first == 0xE2 && (second == 0x80 || second == 0x81);
  const unsigned code = 0x2000U + ((second & 0x3FU) << 6U) + (third & 0x3FU);
  const bool mark = code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
                    (code >= 0x2066 && code <= 0x2069);
  return punctuation && mark ? Escaped{3, code} : Escaped{};
}

}  // namespace

std::string yaml_quoted(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const Escaped escaped = escaped_at_front(text);
    if (escaped.length > 0) {
      quoted += fmt::format("\\u{:04X}", escaped.code);
      text.remove_prefix(escaped.length);
      continue;
    }
    if (text.front() == '"' || text.front() == '\\') quoted += '\\';
    quoted += text.front();
    text.remove_prefix(1);
  }
  return quoted + '"';
}

}  // namespace cli
