#include "settings/words.h"

#include <algorithm>

#include "base/text.h"

namespace settings {
namespace {

constexpr std::size_t longest_plain_text = 100;  // characters
constexpr std::size_t longest_subtag = 8;        // RFC 5646, section 2.1

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_language(std::string_view text) {
  const auto subtags = base::split(text, '-');
  const std::string_view first = subtags.front();
  return first.size() >= 2 && first.find_first_of("0123456789") == std::string_view::npos &&
         std::all_of(subtags.begin(), subtags.end(), [](std::string_view subtag) {
           return !subtag.empty() && subtag.size() <= longest_subtag &&
                  std::all_of(subtag.begin(), subtag.end(), is_letter_or_digit);
         });
}

}  // namespace

bool is_plain_text(std::string_view text) {
  return !text.empty() && base::trim(text).size() == text.size() &&
         base::code_points(text) <= longest_plain_text &&
         std::none_of(text.begin(), text.end(), is_control);
}

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c != '\t' && is_control(c); });
}

std::string read_language(const Section& section) {
  const auto language = section.text("language");
  if (!language) return {};
  if (is_language(*language)) return *language;
  section.problem(section.place_of("language"),
                  "`language` must be a language tag such as en, fr or pt-BR, not \"" +
                      base::shorten(base::printable(*language), 60) + "\"");
  return {};
}

}  // namespace settings
