// What the user most likely meant by a command that there is not.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// Looks at the words after the program's name; options that take a value are named so that the
/// value is not taken for the command. Nothing where the command is known, or there is none.
[[nodiscard]] std::optional<std::string> unknown_command(
    std::span<const std::string> words,
    std::span<const std::string_view> commands,
    std::span<const std::string_view> options_with_value);

}  // namespace cli
