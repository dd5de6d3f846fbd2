#include "text/references.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "text/entities.h"
#include "text/utf8.h"

namespace text {
namespace {

/// What the numbers 0x80 to 0x9F are read as: the characters of windows-1252, which their writers
/// meant.
constexpr std::array<char32_t, 32> windows_1252 = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char32_t digit_value(char c) {
  if (is_digit(c)) return static_cast<char32_t>(c - '0');
  return static_cast<char32_t>((c | 0x20) - 'a' + 10);
}

/// Controls and noncharacters: they would say nothing to a reader and break what comes after.
bool vanishes(char32_t code) {
  const bool control =
      (code < 0x20 && code != '\t' && code != '\n' && code != '\f' && code != '\r') ||
      (code >= 0x7F && code <= 0x9F);
  return control || (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFEU) == 0xFFFE;
}

void append_numbered(std::string& out, char32_t code) {
  if (code >= 0x80 && code <= 0x9F) code = meant_by_c1(code);
  if (code == 0 || code > 0x10FFFF) {
    out.append(replacement);
  } else if (!vanishes(code)) {
    append_code_point(out, code);
  }
}

struct Digits {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool hex = false;
};

/// The digits after "&#" or "&#x"; none: begin == end.
Digits digits_of(std::string_view text) {
  Digits digits{.begin = 2, .end = 2, .hex = text.size() > 2 && (text[2] | 0x20) == 'x'};
  if (digits.hex) digits.begin = digits.end = 3;
  while (digits.end < text.size() &&
         (digits.hex ? is_hex(text[digits.end]) : is_digit(text[digits.end]))) {
    ++digits.end;
  }
  return digits;
}

std::size_t read_number(std::string_view text, std::string& out) {
  const Digits digits = digits_of(text);
  if (digits.begin == digits.end) return 0;
  char32_t code = 0;
  for (std::size_t at = digits.begin; at < digits.end; ++at) {
    code = std::min<char32_t>(code * (digits.hex ? 16 : 10) + digit_value(text[at]), 0x110000);
  }
  append_numbered(out, code);
  const bool semicolon = digits.end < text.size() && text[digits.end] == ';';
  return digits.end + (semicolon ? 1 : 0);
}

std::size_t name_length(std::string_view after_ampersand) {
  std::size_t length = 0;
  while (length < after_ampersand.size() && length <= longest_entity &&
         (base::is_letter(after_ampersand[length]) || is_digit(after_ampersand[length]))) {
    ++length;
  }
  return length;
}

void append_entity(std::string& out, const Entity& entity) {
  append_code_point(out, entity.first);
  if (entity.second != 0) append_code_point(out, entity.second);
}

}  // namespace

char32_t meant_by_c1(char32_t control) {
  return windows_1252.at(control - 0x80);
}

std::size_t read_reference(std::string_view text, std::string& out) {
  if (text.size() < 2) return 0;
  if (text[1] == '#') return read_number(text, out);
  const std::size_t length = name_length(text.substr(1));
  if (length + 1 < text.size() && text[length + 1] == ';') {
    if (const Entity* entity = find_entity(text.substr(1, length))) {
      append_entity(out, *entity);
      return length + 2;
    }
  }
  // The old names may stand without a semicolon, even glued to what follows.
  for (std::size_t bare = std::min(length, longest_bare_entity); bare >= 2; --bare) {
    const Entity* entity = find_entity(text.substr(1, bare));
    if (entity != nullptr && entity->bare) {
      append_entity(out, *entity);
      return bare + 1;
    }
  }
  return 0;
}

bool complete_reference(std::string_view text) {
  if (text.size() < 3) return false;
  if (text[1] == '#') {
    const Digits digits = digits_of(text);
    return digits.begin < digits.end && digits.end < text.size() && text[digits.end] == ';';
  }
  const std::size_t length = name_length(text.substr(1));
  return length + 1 < text.size() && text[length + 1] == ';' &&
         find_entity(text.substr(1, length)) != nullptr;
}

}  // namespace text
