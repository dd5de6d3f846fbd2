// Small words about strings that every room speaks. ASCII where it says so; everything that needs
// to know about scripts and languages is the room `text`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace base {

[[nodiscard]] bool is_space(char c);                         ///< ASCII white space
[[nodiscard]] bool is_letter(char c);                        ///< ASCII a to z and A to Z
[[nodiscard]] std::string_view trim(std::string_view text);  ///< a view of the argument
[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);  ///< ASCII
/// Views of the argument between separators; "a,,b" has three.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view between);
/// All digits and in range, or nothing.
[[nodiscard]] std::optional<std::int64_t> parse_number(std::string_view text);

/// "1 feed", "12 feeds", "2 watches".
[[nodiscard]] std::string count_of(std::size_t number, std::string_view noun);

/// The candidate a misspelt word was most likely meant to be, if any is near enough.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word,
                                                      std::span<const std::string_view> candidates);

/// Foreign text made safe for a terminal, a log or the journal: C0, C1, DEL, bidirectional
/// controls, line and paragraph separators are shown as \x1b or \u202e; invalid UTF-8 becomes
/// U+FFFD. One line.
[[nodiscard]] std::string printable(std::string_view text);

/// & < > " ' as character references; characters that XML 1.0 forbids are left out.
[[nodiscard]] std::string escape_xml(std::string_view text);

/// At most `code_points` of them, with "…" in place of what was cut. Never splits a code point.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t code_points);

/// Byte offset of the n-th code point of valid UTF-8 (the end if there are fewer).
[[nodiscard]] std::size_t byte_offset(std::string_view text, std::size_t code_point);

/// Number of code points of valid UTF-8.
[[nodiscard]] std::size_t code_points(std::string_view text);

}  // namespace base
