// One character reference of HTML, as a browser reads it in text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace text {

/// Reads what stands at the beginning of `text`, which is an '&'. Adds its characters to `out`
/// (none for a control that HTML forbids) and returns its length; 0, and nothing added, if it is
/// none.
std::size_t read_reference(std::string_view text, std::string& out);

/// Whether a complete reference, with its semicolon, begins here.
[[nodiscard]] bool complete_reference(std::string_view text);

/// What a number from 0x80 to 0x9F stands for: the character of windows-1252 its writer meant.
[[nodiscard]] char32_t meant_by_c1(char32_t control);

}  // namespace text
