#include "cli/suggest.h"

#include <algorithm>

#include "base/text.h"

namespace cli {

std::optional<std::string> unknown_command(std::span<const std::string> words,
                                           std::span<const std::string_view> commands,
                                           std::span<const std::string_view> options_with_value) {
  const auto contains = [](std::span<const std::string_view> all, std::string_view word) {
    return std::find(all.begin(), all.end(), word) != all.end();
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.starts_with('-')) {
      i += contains(options_with_value, word) ? std::size_t{1} : std::size_t{0};
      continue;
    }
    if (contains(commands, word)) {
      return std::nullopt;
    }
    std::string message = "there is no command \"" + base::printable(word) + "\"";
    if (const auto near = base::nearest_word(word, commands)) {
      message += "; did you mean \"" + *near + "\"?";
    }
    return message;
  }
  return std::nullopt;
}

}  // namespace cli
