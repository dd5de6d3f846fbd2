#include "api/target.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace api {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

base::Result<std::string> decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return base::fail(base::Cause::invalid, "the address has a % without two hexadecimal digits");
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!valid_utf8(out) || out.find('\0') != std::string::npos) {
    return base::fail(base::Cause::invalid, "the address is not valid UTF-8");
  }
  return out;
}

/// How many bytes a lead byte announces, and the least code point that may be written so.
struct Lead {
  std::size_t length = 0;
  std::uint32_t bits = 0;
  std::uint32_t least = 0;
};

Lead lead(unsigned char byte) {
  if (byte < 0x80) {
    return {1, byte, 0};
  }
  if (byte >= 0xC2 && byte < 0xE0) {
    return {2, byte & 0x1FU, 0x80};
  }
  if (byte >= 0xE0 && byte < 0xF0) {
    return {3, byte & 0x0FU, 0x800};
  }
  if (byte >= 0xF0 && byte < 0xF5) {
    return {4, byte & 0x07U, 0x10000};
  }
  return {};
}

/// Bytes of the character a text that is not empty begins with; 0 where it is not valid.
std::size_t first_character(std::string_view text) {
  const Lead first = lead(static_cast<unsigned char>(text.front()));
  if (first.length == 0 || text.size() < first.length) {
    return 0;
  }
  std::uint32_t code_point = first.bits;
  for (const char c : text.substr(1, first.length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) {
      return 0;
    }
    code_point = (code_point << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point < 0xE000;
  return code_point < first.least || code_point > 0x10FFFF || surrogate ? 0 : first.length;
}

base::Status decode_query(std::string_view text, Target& target) {
  for (const std::string_view part : base::split(text, '&')) {
    if (part.empty()) {
      continue;
    }
    if (target.query.size() == max_query_parameters) {
      return base::fail(base::Cause::limit, "the address has too many parameters");
    }
    const std::size_t equals = std::min(part.find('='), part.size());
    const auto name = decode(part.substr(0, equals));
    const auto value = decode(part.substr(std::min(equals + 1, part.size())));
    if (!name || !value) {
      return base::fail(!name ? name.error() : value.error());
    }
    target.query.emplace_back(*name, *value);
  }
  return {};
}

}  // namespace

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = first_character(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

std::optional<std::string> Target::value(std::string_view name) const {
  std::optional<std::string> found;
  for (const auto& [key, text] : query) {
    if (key == name) {
      found = text;
    }
  }
  return found;
}

base::Result<Target> parse_target(std::string_view text) {
  if (text.empty() || text.front() != '/') {
    return base::fail(base::Cause::invalid, "the address must begin with /");
  }
  Target target;
  const std::size_t mark = std::min(text.find('?'), text.size());
  target.path = text.substr(0, mark);
  for (const std::string_view segment : base::split(std::string_view(target.path).substr(1), '/')) {
    auto decoded = decode(segment);
    if (!decoded) {
      return base::fail(decoded.error());
    }
    target.segments.push_back(*std::move(decoded));
  }
  if (mark < text.size()) {
    if (const auto read = decode_query(text.substr(mark + 1), target); !read) {
      return base::fail(read.error());
    }
  }
  return target;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain = "-._~";
  std::string out;
  for (const char c : text) {
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (alphanumeric || plain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
  }
  return out;
}

}  // namespace api
