#include "base/text.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/utf8.h"

namespace base {
namespace {

constexpr std::string_view white_space = " \t\n\v\f\r";

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [word](std::string_view ending) {
    return word.ends_with(ending);
  });
}

char lower_letter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool unfit_for_a_line(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

/// How many characters of ASCII, none of them a control, the text begins with.
std::size_t leading_plain_ascii(std::string_view text) {
  const auto plain = [](char c) { return c >= ' ' && c < '\x7F'; };
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), plain) - text.begin());
}

bool allowed_in_xml(char32_t c) {
  return (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c != 0xFFFE && c != 0xFFFF;
}

std::string escaped(char32_t c) {
  const auto number = static_cast<std::uint32_t>(c);
  return c < 0x100 ? fmt::format("\\x{:02x}", number) : fmt::format("\\u{:04x}", number);
}

std::string_view xml_reference(char32_t c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(white_space);
  if (begin == std::string_view::npos) return text.substr(0, 0);
  return text.substr(begin, text.find_last_not_of(white_space) - begin + 1);
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  std::transform(text.begin(), text.end(), lower.begin(), lower_letter);
  return lower;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return lower_letter(x) == lower_letter(y);
         });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(std::span<const std::string> parts, std::string_view between) {
  return fmt::to_string(fmt::join(parts, between));
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

std::string count_of(std::size_t number, std::string_view noun) {
  if (number == 1) return fmt::format("1 {}", noun);
  if (noun.ends_with('y') && !ends_with_any(noun, {"ay", "ey", "oy", "uy"})) {
    return fmt::format("{} {}ies", number, noun.substr(0, noun.size() - 1));
  }
  return fmt::format(
      "{} {}{}", number, noun, ends_with_any(noun, {"s", "x", "z", "ch", "sh"}) ? "es" : "s");
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = leading_plain_ascii(text);
    shown += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Utf8Step step = first_utf8(text);
    if (!step.valid) {
      shown += replacement_character;
    } else if (!unfit_for_a_line(step.code_point)) {
      shown += text.substr(0, step.length);
    } else {
      shown += escaped(step.code_point);
    }
    text.remove_prefix(step.length);
  }
  return shown;
}

std::string escape_xml(std::string_view text) {
  std::string fit;
  fit.reserve(text.size());
  while (!text.empty()) {
    const Utf8Step step = first_utf8(text);
    const std::string_view reference = xml_reference(step.code_point);
    if (!step.valid) {
      fit += replacement_character;
    } else if (!reference.empty()) {
      fit += reference;
    } else if (allowed_in_xml(step.code_point)) {
      fit += text.substr(0, step.length);
    }
    text.remove_prefix(step.length);
  }
  return fit;
}

std::string shorten(std::string_view text, std::size_t code_points) {
  if (byte_offset(text, code_points) == text.size()) return std::string(text);
  if (code_points == 0) return {};
  return std::string(text.substr(0, byte_offset(text, code_points - 1))) + "…";
}

std::size_t byte_offset(std::string_view text, std::size_t code_point) {
  std::size_t at = 0;
  for (; code_point > 0 && at < text.size(); --code_point) {
    at += first_utf8(text.substr(at)).length;
  }
  return at;
}

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    at += first_utf8(text.substr(at)).length;
  }
  return count;
}

}  // namespace base
